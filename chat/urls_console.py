"""The agents' screens."""

from django.urls import path

from chat.views import console

app_name = "chat-console"
urlpatterns = [
    path("", console.chat_list, name="chat-list"),
    path("next/", console.chat_next, name="chat-next"),
    path("<uuid:public_id>/", console.chat_detail, name="chat-detail"),
    path("<uuid:public_id>/accept/", console.chat_accept, name="chat-accept"),
    path("<uuid:public_id>/reply/", console.chat_reply, name="chat-reply"),
    path("<uuid:public_id>/act/", console.chat_act, name="chat-act"),
    path("<uuid:public_id>/messages/", console.messages, name="messages"),
    path("<uuid:public_id>/articles/", console.articles, name="article-search"),
]
