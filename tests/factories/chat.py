import factory

from chat.models import Conversation, Message


class ConversationFactory(factory.django.DjangoModelFactory):
    """A visitor's chat with the bot, nothing said yet."""

    class Meta:
        model = Conversation


class ChatMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory)
    seq = factory.Sequence(lambda n: n + 1)
    author_kind = "visitor"
    sender_key = "visitor"
    body = "Where is my deposit?"
