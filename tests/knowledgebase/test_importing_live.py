"""An import from the command line into a site that people are using: nobody waits, nothing is refused, all is found."""

import re
import threading
import time

import httpx
import pytest

from knowledgebase.models import ArticleTranslation, Vote
from tests.factories import ArticleFactory, publish
from tests.lib.web_process import WebProcess, manage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FILE = """---
slug: {slug}
category: imported
language: {language}
title: "{title} {slug}"
related: [{other}]
---
## {title}

{body}
"""
WORDS = {"en": ("Staking", "Rewards are paid each day. "), "ru": ("Стейкинг", "Награды приходят каждый день. "), "zh-hans": ("质押", "奖励每天发放。")}  # fmt: skip
ARTICLES = 30


class Reader(threading.Thread):
    """Reads, searches and votes again and again, as somebody new each time, and keeps what was answered."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.answers, self.done = address, [], threading.Event()

    def run(self):
        # Below what one address may ask in a minute, so that a 429 is a fault too.
        while not self.done.wait(0.1) and len(self.answers) < 100:
            with httpx.Client(base_url=self.address, timeout=30) as client:
                page = client.get("/en/articles/limits/")
                token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
                vote = {"helpful": "yes", "csrfmiddlewaretoken": token}
                said = client.post("/en/articles/limits/vote/", data=vote, headers={"Referer": self.address})
                found = client.get("/en/search/", params={"q": "limits"})
                self.answers += [answer.status_code for answer in (page, said, found, client.get("/en/"))]


@pytest.fixture
def folder(tmp_path):
    for number in range(ARTICLES):
        for language, (title, sentence) in WORDS.items():
            facts = {
                "slug": f"staking-{number}",
                "other": f"staking-{(number + 1) % ARTICLES}",
                "language": language,
            }
            path = tmp_path / language / f"{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(FILE.format(title=title, body=sentence * 60, **facts), encoding="utf-8")
    return tmp_path


@pytest.fixture
def site():
    publish(ArticleFactory(slug="limits"), title="Withdrawal limits")
    server = WebProcess()
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    until = time.monotonic() + 60
    while not is_ready(address):
        assert time.monotonic() < until, "The web server did not start."
        time.sleep(0.1)
    yield address
    server.kill()


def is_ready(address):
    try:
        return httpx.get(f"{address}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_an_import_beside_a_busy_site_disturbs_nobody_and_is_found(site, folder):
    reader = Reader(site)
    reader.start()
    imported = manage("import_articles", str(folder))
    reader.done.set()
    reader.join(30)
    assert (imported.returncode, imported.stderr) == (0, "")
    assert f"{3 * ARTICLES} created" in imported.stdout
    assert set(reader.answers) <= {200, 302}
    assert (
        ArticleTranslation.objects.published().filter(article__category__slug="imported").count()
        == 3 * ARTICLES
    )
    assert Vote.objects.exists()
    assert "Staking staking-7" in re.sub("</?mark>", "", httpx.get(f"{site}/en/search/?q=staking-7").text)
    assert "质押" in httpx.get(f"{site}/zh-hans/search/", params={"q": "质押"}).text
