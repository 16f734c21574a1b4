"""People who sign in with a password, and the mails the worker would send."""

import pytest
from django.core import mail

from accounts.actions import verify_email
from accounts.models import User

PASSWORD = "a lamp over the harbour"


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def can_sign_in():
    """Give somebody a password and a proved address."""

    def equip(user):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        verify_email(user, actor=user)
        return User.objects.get(pk=user.pk)

    return equip


@pytest.fixture
def outbox(monkeypatch):
    """Run the jobs that send mail at once; returns what was sent."""
    from accounts import adapters, tasks

    monkeypatch.setattr(adapters, "later", lambda path, *args: tasks.send_mail(*args))
    return mail.outbox
