import time
import unicodedata

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from helpdesk.lib.clean_text import PlainTextField, PlainTextSerializerField, clean_text
from helpdesk.lib.errors import Invalid


class Form(forms.Form):
    subject = PlainTextField(max_length=10)
    body = PlainTextField(max_length=50, multiline=True, required=False)


class Serializer(serializers.Serializer):
    subject = PlainTextSerializerField(max_length=10)
    body = PlainTextSerializerField(max_length=50, multiline=True, allow_blank=True, required=False)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Hello \t  there\n", "Hello there"), ("e\u0301", "é"), ("a\x07b\x1b[31mc", "ab[31mc"), ("pay\u202egnp.exe", "paygnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("👩\u200d💻", "👩\u200d💻"), ("ﬁ Ａ", "ﬁ Ａ"), ("\ufeffhi", "hi"), ("0", "0"), ("?", "?"), ("👍", "👍"),
    ],
)  # fmt: skip
def test_one_line_is_tidied_and_keeps_its_letters(given_text, kept):
    assert clean_text(given_text, max_length=100) == kept


def test_many_lines_keep_their_shape():
    text = "\n\n  Dear all,  \r\n\r\n\r\n\r\n\r\n\tone\x0btwo\u2028three \n"
    assert clean_text(text, max_length=100, multiline=True) == "  Dear all,\n\n\n\tone\ntwo\nthree"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200b", "\u3164", "\u2800\u2800", "\u00ad", "\u202e\u2066", "\ufe0f\u200d", "\u0301", "\u2003\u3000"])  # fmt: skip
@pytest.mark.parametrize("multiline", [True, False])
def test_text_with_nothing_to_see_is_empty(text, multiline):
    assert clean_text(text, max_length=100, multiline=multiline) == ""


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x00"])
def test_what_a_database_cannot_hold_is_refused(text):
    with pytest.raises(Invalid) as refused:
        clean_text(text, max_length=100)
    assert refused.value.code == "bad_characters"


def test_too_long_names_the_limit_and_the_length():
    with pytest.raises(Invalid, match=r"Use 10 characters or fewer\. You have entered 11\.") as refused:
        clean_text("a" * 11, max_length=10)
    assert refused.value.code == "too_long"
    assert clean_text("e\u0301" * 10, max_length=10) == "é" * 10


def test_ten_megabytes_are_refused_at_once():
    text = "e\u0301" * 5_000_000
    started = time.process_time()
    with pytest.raises(Invalid):
        clean_text(text, max_length=10_000, multiline=True)
    assert time.process_time() - started < 0.05


@given(st.text(max_size=200), st.booleans())
def test_cleaning_twice_changes_nothing(text, multiline):
    try:
        once = clean_text(text, max_length=1000, multiline=multiline)
    except Invalid:
        assert set(text) & {"\x00"} or any("\ud800" <= char <= "\udfff" for char in text)
        return
    assert clean_text(once, max_length=1000, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in once)


@pytest.mark.parametrize(
    ("subject", "code"),
    [("a" * 11, "too_long"), ("a\x00", "bad_characters"), ("\u200b", "required"), ("", "required")],
)
def test_the_form_field_says_what_is_wrong_and_keeps_what_was_typed(subject, code):
    form = Form({"subject": subject})
    assert [error.code for error in form.errors.as_data()["subject"]] == [code]
    assert form["subject"].value() == subject
    assert "maxlength" not in str(form["subject"])


def test_the_form_field_gives_clean_text():
    form = Form({"subject": " Hi \x07 ", "body": "a\r\nb"})
    assert form.is_valid()
    assert form.cleaned_data == {"subject": "Hi", "body": "a\nb"}


@pytest.mark.parametrize(
    ("subject", "code"),
    [("a" * 11, "too_long"), ("a\x00", "bad_characters"), ("\u200b", "blank"), ("", "blank"), (True, "invalid"), ([], "invalid"), (None, "null")],
)  # fmt: skip
def test_the_serializer_field_refuses_the_same(subject, code):
    serializer = Serializer(data={"subject": subject})
    assert not serializer.is_valid()
    assert [error.code for error in serializer.errors["subject"]] == [code]


def test_the_serializer_field_gives_clean_text():
    serializer = Serializer(data={"subject": " Hi ", "body": ""})
    assert serializer.is_valid(), serializer.errors
    assert serializer.validated_data == {"subject": "Hi", "body": ""}
    assert serializer.fields["subject"].max_length == 10
