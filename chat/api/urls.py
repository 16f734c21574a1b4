"""The API's addresses about chats."""

from django.urls import path

from chat.api import views

app_name = "chat-api"
urlpatterns = [
    path("conversations/", views.Conversations.as_view(), name="conversation-list"),
    path("conversations/<uuid:public_id>/", views.OneConversation.as_view(), name="conversation-detail"),
    path(
        "conversations/<uuid:public_id>/messages/", views.Transcript.as_view(), name="conversation-messages"
    ),
]
