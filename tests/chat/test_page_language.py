"""A chat begun in one language and opened in another speaks the page's language, drawn, polled or by the socket."""

import json
import re

import pytest
from asgiref.sync import sync_to_async
from django.utils.translation import override

from chat import threads
from chat.actions import ask_person
from chat.permissions import visitor_token
from chat.selectors import present_wait
from chat.views.visitor import COOKIE
from tests.chat.talk import Talker

pytestmark = pytest.mark.django_db(transaction=True)
later = sync_to_async(thread_sensitive=True)
PAGES = ["zh-hans", "ar"]


@pytest.fixture(autouse=True)
def threads_give_back():
    yield
    threads.close_all()


@pytest.fixture
def waiting(start, at_desk):
    """The second in the queue, who began in English."""
    ask_person(start(), actor=None)
    return ask_person(start(language="en"), actor=None)


def busy(language):
    with override(language):
        return present_wait("en").text


@pytest.mark.parametrize("language", PAGES)
def test_the_drawn_header_has_no_other_language(client, waiting, language):
    client.cookies[COOKIE] = visitor_token(waiting)
    room = (
        client.get(f"/{language}/chat/").content.decode().split("<chat-room")[1].split('data-role="line"')[0]
    )
    place = re.search(r'data-role="place"[^>]*>(.*?)</p>', room).group(1)
    assert busy(language) in place
    assert not re.search("[A-Za-z]{3}", re.sub("<[^>]*>", "", place))


@pytest.mark.parametrize("language", PAGES)
def test_polled_and_acting_it_is_the_pages_language(client, waiting, language):
    base = f"/chat/conversations/{waiting.public_id}/"
    headers = {"X-Chat-Token": visitor_token(waiting), "Accept": "application/json"}
    polled = client.get(f"{base}messages/?language={language}", headers=headers).json()["status"]
    body = json.dumps({"act": "seen", "language": language})
    acted = client.post(f"{base}act/", body, content_type="application/json", headers=headers).json()[
        "status"
    ]
    assert [polled["queue"]["text"], acted["queue"]["text"]] == [busy(language)] * 2


@pytest.mark.parametrize("language", PAGES)
async def test_the_socket_speaks_the_pages_language(waiting, language):
    talker = await Talker(waiting).open(hello=False)
    await talker.send(type="hello", token=talker.token, language=language)
    expected = await later(busy)(language)
    assert (await talker.next("status"))["queue"]["text"] == expected
    assert (await talker.next("queue"))["text"] == expected
    await talker.close()


@pytest.mark.parametrize("language", ["", "xx", "<script>", "de"])
async def test_an_unknown_language_leaves_the_conversations_own(waiting, language):
    talker = await Talker(waiting).open(hello=False)
    await talker.send(type="hello", token=talker.token, language=language)
    assert (await talker.next("status"))["queue"]["text"] == await later(busy)("en")
    await talker.close()
