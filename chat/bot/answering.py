"""One visitor message, one answer: a person, safety first, an article with its source, or an honest "I do not know"."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import override

from chat.actions import Draft, ask_person, ask_security, post_messages, say
from chat.bot.courtesy import courtesy_of, question_in
from chat.bot.person import asks_for_person
from chat.bot.phrases import is_in_danger
from chat.models import MAX_BODY, Conversation, Message
from chat.words import system_words
from helpdesk.ledger.models import Event
from helpdesk.lib import languages
from knowledgebase.selectors import Hit, search

Author = Message.Author
SHORT = 300
MORE = 2
NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Reading:
    """What the bot made of a message: a danger, the wish for a person, a courtesy, or a question with what the search
    found."""

    is_danger: bool = False
    wants_person: bool = False
    courtesy: str = ""
    hits: list[Hit] = field(default_factory=list)


def read_message(event: Event) -> Reading | None:
    """Understand message `event.data["seq"]` and search for it; writes nothing. None when it is not the bot's turn."""
    conversation = with_bot(event)
    if conversation is None:
        return None
    seq = int(event.data["seq"])
    text = "\n".join(message.body for message in unanswered(conversation, seq))
    if is_in_danger(text):
        return Reading(is_danger=True)
    if asks_for_person(text):
        return Reading(wants_person=True)
    if has_newer(conversation, seq):
        return None
    courtesy = courtesy_of(text)
    return (
        Reading(courtesy=courtesy) if courtesy else Reading(hits=found_for(conversation, question_in(text)))
    )


def answer_message(event: Event, reading: Reading | None) -> None:
    """Answer the message as it was read, unless somebody else has the conversation by now or a newer message came.

    Runs at least once: what it writes carries the message's number, so a second run writes nothing.
    """
    conversation = with_bot(event)
    if conversation is None or reading is None:
        return
    seq = int(event.data["seq"])
    if reading.is_danger:
        say(conversation, "safety", by=Author.BOT, once=f"safety-{seq}")
        ask_security(conversation, actor=None)
    elif reading.wants_person:
        ask_person(conversation, actor=None, reason="asked")
    elif has_newer(conversation, seq):
        return
    elif reading.courtesy:
        say(conversation, reading.courtesy, by=Author.BOT, once=f"answer-{seq}")
    else:
        answer_from(conversation, reading.hits, seq)


def with_bot(event: Event) -> Conversation | None:
    return Conversation.objects.with_bot().filter(pk=event.subject_id).first()


def unanswered(conversation: Conversation, seq: int) -> list[Message]:
    """What the visitor wrote since the bot last spoke, up to number `seq`: people write one thought in three lines."""
    bot = conversation.messages.filter(seq__lt=seq).exclude(author_kind=Author.VISITOR)
    last = bot.order_by("-seq").values_list("seq", flat=True).first() or 0
    mine = conversation.messages.filter(author_kind=Author.VISITOR, seq__gt=last, seq__lte=seq)
    return list(mine.order_by("seq"))


def has_newer(conversation: Conversation, seq: int) -> bool:
    return conversation.messages.filter(author_kind=Author.VISITOR, seq__gt=seq).exists()


def found_for(conversation: Conversation, text: str) -> list[Hit]:
    """The best articles for a reader of the language the question is written in."""
    language = languages.detect(text, default=conversation.language)
    reader = language if language in dict(settings.LANGUAGES) else conversation.language
    return search(text, reader, limit=1 + MORE).hits


def answer_from(conversation: Conversation, hits: list[Hit], seq: int) -> None:
    """Answer with one article where the search is sure, offer three where it is not, else say so.

    Each confidence is a share of cases, so their sum says how likely one of the three is right: a question three
    articles share is no reason to be silent. Measured on 432 of the demo articles' own questions, held out, in six
    languages: alone at 0.75 the article is right in 88 of 100 answers; offered together the right one is among the three
    in 89 of 100. Of 519 questions from other fields four are offered anything, none an article alone.
    """
    if sum(hit.confidence for hit in hits) < settings.CHAT_BOT_OFFER:
        say(conversation, "unsure", by=Author.BOT, once=f"unsure-{seq}")
        return
    post_messages([article_draft(conversation, hits, seq)])


def article_draft(conversation: Conversation, hits: list[Hit], seq: int) -> Draft:
    """The best article's title, a short extract and its address; and the runners-up, all of them while it is unsure
    which one is meant, else those that are nearly as likely."""
    best, *others = hits
    is_sure = best.confidence >= settings.CHAT_BOT_SURE
    near = [hit for hit in others if not is_sure or hit.confidence >= NEAR]
    data = {
        "code": "article" if is_sure else "articles",
        "title": best.translation.title,
        "url": best.url,
        "extract": extract(best),
        "language": best.translation.language,
        "confidence": round(best.confidence, 3),
        "more": [{"title": hit.translation.title, "url": hit.url} for hit in near],
    }
    with override(conversation.language):
        body = system_words(data)
    return Draft(
        conversation.pk,
        Author.BOT,
        body[:MAX_BODY],
        client_id=f"answer-{seq}",
        kind=Message.Kind.ARTICLE,
        data=data,
    )


def extract(hit: Hit) -> str:
    """The article's own summary where it has one: written to be read alone, unlike a passage cut from the middle."""
    text = hit.translation.summary.strip() or "".join(piece for piece, _ in hit.excerpt_pieces)
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
