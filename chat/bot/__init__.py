"""The bot: answers from published articles, says when it cannot, and steps aside for a person."""

from chat.bot.answering import answer_message

__all__ = ["answer_message"]
