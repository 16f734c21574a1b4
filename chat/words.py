"""What Vigil itself says in a conversation: codes in the row, words in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from helpdesk.lib import languages
from helpdesk.lib.secrets import shown, was_masked

SAYINGS = {
    "greeting": _(
        "Hello, I am the %(brand)s bot, not a person. Ask me anything about the help center, or ask for a person at "
        "any time. Never send a password, a code or a recovery phrase here: nobody at %(brand)s will ask for one."
    ),
    "unsure": _(
        "I have not found an answer I can stand behind. You can put it in other words, or talk to a person."
    ),
    "hello": _("Hello. Tell me in a sentence what it is about. You can also ask for a person."),
    "welcome": _("You are welcome. If anything else comes up, just write it here."),
    "noted": _("All right. If anything else comes up, just write it here."),
    "article": _("This may answer it:"),
    "articles": _("Perhaps this helps at once"),
    "queued": _("You are in the queue. A person will read what you wrote above and answer here."),
    "urgent_queued": _(
        "You are in the security queue, ahead of all other questions. A person will answer here."
    ),
    "offline": _(
        "No one is at the desk at this moment. Leave a ticket with one tap; what you wrote goes with it."
    ),
    "safety": _(
        "If your account may be in someone else's hands: 1. Freeze it now under Account, Security, Freeze account, or "
        "with “Account compromised” at the top of the help center. 2. Change the password of your e-mail. 3. Send "
        "nothing to anyone who has contacted you. We never ask for a password, a code or a recovery phrase."
    ),
    "agent_joined": _("%(name)s has joined and is reading what you wrote."),
    "agent_left": _("%(name)s has left the conversation. You are at the head of the queue."),
    "agent_away": _(
        "%(name)s seems to have lost the connection. If it stays so, you go to the head of the queue."
    ),
    "agent_lost": _(
        "%(name)s lost the connection. You are at the head of the queue; nothing you wrote is lost."
    ),
    "ended": _("The conversation has ended."),
    "abandoned": _("You have been away for more than five minutes, so your place was given up."),
    "secret_removed": _(
        "We took a secret out of your last message before it was stored. If anyone else may have it, act now: move your "
        "funds to a new wallet, block the card or delete the API key. Never give a seed phrase or a private key to "
        "anyone, us included."
    ),
    "ticket_confirm": _(
        "This conversation becomes a request as soon as you follow the link in the mail we have just sent you."
    ),
    "ticket": _("This conversation continues as request %(number)s. We will write to you by e-mail."),
}


DESK = {
    "queued": _("The visitor asked for a person and is in the queue."),
    "urgent_queued": _("The visitor is in the security queue, ahead of all other questions."),
    "offline": _("No one was at the desk, so the visitor was offered a ticket."),
    "agent_joined": _("%(name)s has accepted the chat."),
    "agent_left": _("%(name)s gave the chat back. It is at the head of the queue."),
    "agent_away": _(
        "%(name)s seems to have lost the connection. If it stays so, the chat goes back to the queue."
    ),
    "agent_lost": _("%(name)s lost the connection. The chat is at the head of the queue."),
    "abandoned": _("The visitor was away for more than five minutes, so the place was given up."),
    "secret_removed": _(
        "A secret was taken out of the visitor's message, and the visitor was told what to do."
    ),
    "ticket_confirm": _("This chat becomes a request once the visitor follows the link in our mail."),
    "ticket": _("This chat continues as request %(number)s."),
}
"""The notices among them as staff read them: told of the visitor, not to the visitor."""

VISITOR, AGENT = "visitor", "agent"


CLIENT = {
    "sending": _("Sending"),
    "sent": _("Sent"),
    "seen": _("Seen"),
    "failed": _("Not sent."),
    "slow": _("You are writing faster than we can follow. It is sent in a moment."),
    "too_long": _("This is too long. Shorten it, or send it in two messages."),
    "left": _("Characters left: %s"),
    "over": _("Characters too many: %s"),
    "retry": _("Send again"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "again": _("Start a new conversation"),
    "you": _("You"),
    "bot": _("Bot"),
    "agent": _("Agent"),
    "visitor": _("Visitor"),
    "more": _("Also:"),
    "many": _("Several new messages"),
    "typing": _("The other side is writing"),
    "offline": _("No connection. What you write is kept and sent as soon as we are back."),
    "fallback": _("Your network blocks live chat; answers arrive a few seconds later."),
    "back": _("Connected again."),
    "position": _("Your place in the queue: %s"),
    "first": _("You are next."),
    "ended": _("The conversation has ended."),
    "with_agent": _("You are talking to %s."),
    "with_bot": _("You are talking to the bot."),
    "queued": _("You are waiting for a person."),
    "gone": _("This conversation is no longer open here. Reload the page to start a new one."),
    "unread": _("(%s new)"),
}


def client_words() -> dict[str, str]:
    """The few sentences the page's script needs, in the reader's language."""
    return {name: str(words) for name, words in CLIENT.items()}


def system_words(data: Mapping[str, Any], side: str = VISITOR) -> str:
    """The words of `data["code"]` for a reader on this side; empty for a message people wrote."""
    code = str(data.get("code", ""))
    words = DESK.get(code) if side == AGENT else None
    words = words or SAYINGS.get(code)
    if words is None:
        return ""
    return str(words) % {
        "brand": settings.BRAND_NAME,
        "name": data.get("name", ""),
        "number": data.get("number", ""),
    }


def reader_language(page: object, fallback: str) -> str:
    """The language of the page a visitor reads, which need not be the one their conversation began in."""
    language = languages.canonical(str(page or ""))
    return language if language in languages.INTERFACE else fallback


def localised(frame: Mapping[str, Any], language: str, side: str) -> Mapping[str, Any]:
    """A message frame as this reader sees it: where Vigil speaks, in the reader's language and to the reader."""
    if not frame["data"].get("code") and not was_masked(frame["body"]):
        return frame
    with override(language):
        return {**frame, "body": system_words(frame["data"], side) or shown(frame["body"])}
