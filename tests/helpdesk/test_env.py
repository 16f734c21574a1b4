"""A wrong value stops the boot with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk.lib import env


@pytest.mark.parametrize(("value", "expected"), [("yes", True), ("0", False), ("", False), ("TRUE", True)])
def test_a_flag_reads_plain_words(monkeypatch, value, expected):
    monkeypatch.setenv("X_FLAG", value)
    assert env.flag("X_FLAG", not expected) is expected


@pytest.mark.parametrize(("reader", "value"), [(env.flag, "maybe"), (env.number, "ten")])
def test_a_wrong_value_is_named(monkeypatch, reader, value):
    monkeypatch.setenv("X_VALUE", value)
    with pytest.raises(ImproperlyConfigured, match="X_VALUE"):
        reader("X_VALUE", 0)


def test_a_missing_secret_stops_the_boot(monkeypatch, tmp_path):
    monkeypatch.delenv("X_SECRET", raising=False)
    with pytest.raises(ImproperlyConfigured, match="X_SECRET"):
        env.secret("X_SECRET", tmp_path / "none")


def test_a_secret_comes_from_its_file(monkeypatch, tmp_path):
    monkeypatch.delenv("X_SECRET", raising=False)
    Path(tmp_path, "key").write_text("abc\n")
    assert env.secret("X_SECRET", tmp_path / "key") == "abc"


def test_postgres_addresses_are_read(monkeypatch):
    monkeypatch.setenv("X_URL", "postgres://us%40er:p%2Fw@db:5433/name")
    settings = env.database("X_URL", Path("unused"))
    assert [settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "us@er",
        "p/w",
        "db",
        "5433",
        "name",
    ]


def test_another_database_is_refused(monkeypatch):
    monkeypatch.setenv("X_URL", "mysql://x/y")
    with pytest.raises(ImproperlyConfigured):
        env.database("X_URL", Path("unused"))
