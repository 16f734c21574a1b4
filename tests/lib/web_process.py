"""Vigil in processes of its own on the test's committed database: a web server, and commands beside it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection


def address_of_database():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def environment():
    return {
        **os.environ,
        "DATABASE_URL": address_of_database(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VIGIL_VAR": str(settings.VAR_DIR),
    }


def manage(*words):
    """A command line beside the server; gives what it printed and how it ended."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        env=environment(),
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        check=False,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class WebProcess:
    """A real web server; `start` does not wait for it."""

    def __init__(self):
        self.port = free_port()
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "uvicorn", "helpdesk.asgi:application", "--port", str(self.port)]
        more = ["--lifespan", "on", "--log-level", "warning", "--no-access-log"]
        self.process = subprocess.Popen([*command, *more], env=environment(), cwd=Path(settings.BASE_DIR))

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
