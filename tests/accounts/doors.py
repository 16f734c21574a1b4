"""Going through the pages around signing in, as a browser would."""

import re

LOGIN, SIGNUP, RESET = "/en/account/login/", "/en/account/signup/", "/en/account/password/reset/"
CODE = "/en/account/confirm-email/"


def sign_in(client, email, password):
    return client.post(LOGIN, {"login": email, "password": password})


def sign_up(client, email, password, page=SIGNUP):
    return client.post(page, {"email": email, "password1": password})


def enter(client, code):
    return client.post(CODE, {"code": code})


def signed_in(client):
    return "_auth_user_id" in client.session


def link_in(message):
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def code_in(message):
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", message.body, re.MULTILINE)[0]


def choose_password(client, link, password):
    """Follow a link of ours to the form behind it, and fill it in."""
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
