"""The chat's addresses: the page in the reader's language, what scripts call, and the agents' screens."""

from django.urls import path

from chat.views import visitor

app_name = "chat"
urlpatterns = [path("", visitor.widget, name="widget")]
