"""Every change to what is announced, and to who is told of it by mail."""

from knowledgebase.announcements.actions.announcing import (
    Facts,
    Said,
    change_announcement,
    create_announcement,
    end_announcement,
    post_update,
    publish_announcement,
    save_update_words,
    save_words,
    start_announcement,
    unschedule_announcement,
)
from knowledgebase.announcements.actions.sending import send_letter, write_letters
from knowledgebase.announcements.actions.subscribing import (
    ask_subscription,
    confirm_subscription,
    end_subscription,
    forget_unconfirmed,
)

__all__ = [
    "Facts",
    "Said",
    "ask_subscription",
    "change_announcement",
    "confirm_subscription",
    "create_announcement",
    "end_announcement",
    "end_subscription",
    "forget_unconfirmed",
    "post_update",
    "publish_announcement",
    "save_update_words",
    "save_words",
    "send_letter",
    "start_announcement",
    "unschedule_announcement",
    "write_letters",
]
