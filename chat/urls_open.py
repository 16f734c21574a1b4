"""Addresses without a language: the loader for other sites' pages, and the chat over plain HTTP."""

from django.urls import path

from chat.views import fallback, loader

app_name = "chat-open"
urlpatterns = [
    path("loader.js", loader.loader, name="loader"),
    path("conversations/", fallback.conversation_start, name="conversation-start"),
    path("conversations/<uuid:public_id>/messages/", fallback.messages, name="messages"),
    path("conversations/<uuid:public_id>/act/", fallback.conversation_act, name="conversation-act"),
]
