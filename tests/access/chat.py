"""Rows of the chat: the visitor's page and its HTTP fallback are open, the desk's screens are the desk's."""

from tests.access import public

NOBODYS = {"public_id": "00000000-0000-4000-8000-000000000000"}

ROWS = [
    public("chat:widget"),
    public("chat:widget", method="POST", data={"act": "fly"}, status=422),
    public("chat-open:loader"),
    public("chat-open:conversation-start", method="POST", data={}, status=403),
    public("chat-open:messages", NOBODYS, status=403),
    public("chat-open:messages", NOBODYS, method="POST", data={}, status=403),
    public("chat-open:conversation-act", NOBODYS, method="POST", data={}, status=403),
]
