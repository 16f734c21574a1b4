"""Tokens for forms: Django's own check takes them, and takes no other."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory

from helpdesk.lib.form_tokens import form_token


def refusal(token, cookie):
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": token})
    request.COOKIES[settings.CSRF_COOKIE_NAME] = cookie
    check = CsrfViewMiddleware(lambda request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda request: HttpResponse(), (), {})


@pytest.mark.parametrize("_again", range(50))
def test_djangos_check_takes_the_token_with_its_cookie_and_no_other(_again):
    page = RequestFactory().get("/")
    token = form_token(page)
    cookie = page.META["CSRF_COOKIE"]
    assert refusal(token, cookie) is None
    assert refusal(form_token(RequestFactory().get("/")), cookie).status_code == 403


def test_a_known_visitor_keeps_the_secret_and_never_sees_the_same_token_twice():
    page = RequestFactory().get("/")
    tokens = {get_token(page), form_token(page), form_token(page)}
    assert len(tokens) == 3
    assert all(refusal(token, page.META["CSRF_COOKIE"]) is None for token in tokens)
    assert page.META["CSRF_COOKIE_NEEDS_UPDATE"]
