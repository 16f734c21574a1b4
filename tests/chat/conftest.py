"""The chat's own cast: a chat with the bot, one in the queue, one with the agent; and an agent at the desk."""

import uuid

import pytest

from accounts.actions import set_presence
from chat.actions import Draft, Visitor, accept_conversation, ask_person, post_message, start_conversation


@pytest.fixture
def at_desk(agent):
    set_presence(agent, "available", actor=agent)
    return agent


@pytest.fixture
def start(db):
    """`start(customer=…, language=…)`: a new conversation, greeted by the bot."""

    def begin(customer=None, **facts):
        return start_conversation(Visitor(customer=customer, **facts), start_key=uuid.uuid4(), actor=customer)

    return begin


@pytest.fixture
def chat(start):
    return start()


@pytest.fixture
def queued(chat, at_desk):
    return ask_person(chat, actor=None)


@pytest.fixture
def active(queued, at_desk):
    return accept_conversation(queued, actor=at_desk)


@pytest.fixture
def write():
    """`write(conversation, "text", agent=None, client_id="")`: post it and return the stored row."""

    def post(conversation, body, agent=None, client_id="", **more):
        kind = "agent" if agent else "visitor"
        return post_message(
            Draft(conversation.pk, kind, body, client_id=client_id, author=agent, **more)
        ).message

    return post
