"""What the clock does to chats; a web process with open sockets does the same every ten seconds."""

from chat.actions import give_up_left, requeue_lost
from helpdesk.lib.jobs import every

every("chat-desk", "chat.tasks.tend_desk", minutes=1)


def tend_desk() -> int:
    """Job, every minute: put back who lost their agent, close what waits for nobody."""
    return requeue_lost() + give_up_left()
