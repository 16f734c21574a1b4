"""The loader on somebody else's page: another origin, one known frame, nothing from strangers, nothing moves."""

import threading
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chat.models import Conversation

SHOP = """<!doctype html><html lang="en"><head><title>Shop</title></head>
<body><h1>Shop</h1><p>Buy something.</p>
<script>
window.heard = []; window.shift = 0;
new PerformanceObserver((list) => {{ for (const move of list.getEntries()) window.shift += move.value; }})
  .observe({{ type: "layout-shift", buffered: true }});
</script>
<script async src="{desk}/chat/loader.js"></script></body></html>"""

STRANGER = """<!doctype html><html lang="en"><head><title>Stranger</title></head><body><script>
for (const type of ["close", "unread", "message", "ready"])
  parent.postMessage({ vigil: 1, type, count: 7, author: "agent" }, "*");
parent.postMessage("done", "*");
</script></body></html>"""


class Page(BaseHTTPRequestHandler):
    def __init__(self, body, *arguments):
        self.body = body
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, *arguments):
        """Silent: the test's output is the test's."""


@contextmanager
def serving(body):
    """A site of one page on an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Page, body))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@pytest.fixture
def shop(live_url, settings):
    with serving(SHOP.format(desk=live_url)) as origin:
        settings.CHAT_EMBED_ORIGINS = [origin]
        yield origin


@pytest.fixture
def open_shop(page_of, shop):
    """The shop's page with the launcher on it, and the desk's frame once it is open."""
    page = page_of(None)
    page.goto(shop)
    page.wait_for_function("window.vigil?.isReady")
    return page


def opened(page):
    page.evaluate("new Promise((done) => { vigil.on('ready', done); vigil.open(); })")
    (frame,) = [frame for frame in page.frames if "/chat/" in frame.url]
    return frame


def test_it_opens_and_a_visitor_talks_in_the_frame(open_shop):
    frame = opened(open_shop)
    open_shop.evaluate("vigil.on('message', (facts) => heard.push(facts.author))")
    frame.locator("#chat-body").fill("hello from the shop")
    frame.locator("#chat-body").press("Enter")
    frame.locator(".message[data-kind=bot]").nth(1).wait_for()
    open_shop.wait_for_function("heard.includes('bot') && heard.includes('visitor')")
    assert Conversation.objects.count() == 1


def test_the_button_opens_and_the_frame_closes_it(open_shop):
    size = open_shop.viewport_size
    open_shop.mouse.click(size["width"] - 44, size["height"] - 44)
    open_shop.wait_for_function("vigil.isOpen()")
    frame = next(frame for frame in open_shop.frames if frame != open_shop.main_frame)
    frame.get_by_role("button", name="Close the chat").click()
    open_shop.wait_for_function("!vigil.isOpen()")


def test_a_message_from_a_foreign_origin_is_ignored(open_shop):
    opened(open_shop)
    open_shop.evaluate(
        "for (const name of ['close', 'unread', 'message', 'ready']) vigil.on(name, () => heard.push(name))"
    )
    with serving(STRANGER) as stranger:
        open_shop.evaluate(
            """(address) => new Promise((done) => {
              addEventListener("message", (event) => event.data === "done" && done());
              const frame = document.createElement("iframe");
              frame.src = address;
              document.body.append(frame);
            })""",
            stranger,
        )
    assert open_shop.evaluate("[vigil.isOpen(), heard]") == [True, []]


# The frame's policy forbids the strings that Playwright's own waiting would evaluate in it.
NAMED_WITHIN = """(limit) => new Promise((done) => {
  const name = () => document.querySelector("chat-room").person?.name;
  const look = setInterval(() => name() && done(name()), 50);
  setTimeout(() => (clearInterval(look), done(name() ?? null)), limit);
})"""


def test_the_frame_ignores_a_foreign_origin(open_shop):
    """What the host may say to the frame, a stranger that got hold of the frame's window may not."""
    frame = opened(open_shop)
    frame.evaluate(
        """() => dispatchEvent(new MessageEvent("message", {
          origin: "https://evil.example", source: window.parent,
          data: { vigil: 1, type: "identify", name: "Mallory", email: "mallory@evil.example" },
        }))"""
    )
    assert frame.evaluate("document.querySelector('chat-room').person ?? null") is None
    open_shop.evaluate("vigil.identify({ name: 'Mei', email: 'mei@example.com' })")
    assert frame.evaluate(NAMED_WITHIN, 10_000) == "Mei"


def test_a_page_that_is_not_named_gets_no_frame(browser, shop, settings):
    settings.CHAT_EMBED_ORIGINS = []
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(shop)
        page.wait_for_function("window.vigil?.isReady")
        with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
            page.evaluate("vigil.open()")


@pytest.mark.parametrize("width", [1280, 360])
def test_it_moves_nothing_on_the_page(page_of, shop, picture, width):
    page = page_of(None, width=width)
    page.goto(shop)
    page.wait_for_function("window.vigil?.isReady")
    opened(page)
    page.wait_for_timeout(300)
    picture(page, f"loader-{width}")
    page.evaluate("vigil.close()")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") == 0
