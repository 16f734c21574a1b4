"""The bot: answers from published articles, says when it cannot, and steps aside for a person."""

from chat.bot.answering import Reading, answer_message, read_message

__all__ = ["Reading", "answer_message", "read_message"]
