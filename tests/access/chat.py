"""Rows of the chat: the visitor's page and its HTTP fallback are open, the desk's screens are the desk's."""

from chat.actions import accept_conversation, ask_security
from tests.access import Row, public
from tests.factories import ConversationFactory, UserFactory

NOBODYS = {"public_id": "00000000-0000-4000-8000-000000000000"}

STAFF = {"agent": 302, "lead": 302, "admin": 302}


def a_chat(cast):
    return {"public_id": ConversationFactory().public_id}


def waiting(cast):
    return {"public_id": ask_security(ConversationFactory(), actor=None).public_id}


def with_a_colleague(cast):
    chat = ask_security(ConversationFactory(), actor=None)
    return {"public_id": accept_conversation(chat, actor=UserFactory(role="agent")).public_id}


MACHINES = {"visitor": 401}

ROWS = [
    Row("GET", "chat-api:conversation-list", **MACHINES),
    Row("GET", "chat-api:conversation-detail", a_chat, **MACHINES),
    Row("GET", "chat-api:conversation-messages", a_chat, **MACHINES),
    public("chat:widget"),
    public("chat:widget", method="POST", data={"act": "fly"}, status=422),
    public("chat-open:loader"),
    public("chat-open:conversation-start", method="POST", data={}, status=403),
    public("chat-open:messages", NOBODYS, status=403),
    public("chat-open:messages", NOBODYS, method="POST", data={}, status=403),
    public("chat-open:conversation-act", NOBODYS, method="POST", data={}, status=403),
    Row("GET", "chat-console:chat-list"),
    Row("POST", "chat-console:chat-next", data={}, **STAFF),
    Row("GET", "chat-console:chat-detail", a_chat),
    Row("GET", "chat-console:article-search", a_chat, query="?q=deposit"),
    Row("POST", "chat-console:chat-accept", waiting, data={}, **STAFF),
    Row("POST", "chat-console:chat-accept", with_a_colleague, data={}, agent=409, lead=409, admin=409),
    Row(
        "POST",
        "chat-console:chat-reply",
        with_a_colleague,
        data={"body": "x"},
        agent=409,
        lead=409,
        admin=409,
    ),
    Row("POST", "chat-console:chat-act", a_chat, data={"act": "end"}, **STAFF),
    Row(
        "POST", "chat-console:chat-act", with_a_colleague, data={"act": "end"}, agent=403, lead=403, admin=403
    ),
    Row("GET", "chat-console:messages", a_chat),
    Row(
        "POST",
        "chat-console:messages",
        with_a_colleague,
        data={"body": "x"},
        as_json=True,
        agent=409,
        lead=409,
        admin=409,
    ),
]
