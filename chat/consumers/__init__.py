"""The chat's sockets."""

from chat.consumers.socket import chat_socket

__all__ = ["chat_socket"]
