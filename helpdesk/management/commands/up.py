"""Web and worker together, as `make run` starts them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User

TELL_ME_WHEN_MY_PARENT_DIES = 1
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
DEMO_DOMAINS = ("@customer.demo", "@agent.demo", "@staff.demo")


class Command(BaseCommand):
    help = "Start the web process and the worker; Ctrl-C stops both. A part that dies is started again."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_demo_in_public()
        commands = {"web": web_command(), "worker": [sys.executable, "manage.py", "qcluster"]}
        House(commands, self.stdout.write).keep()


def refuse_demo_in_public() -> None:
    """The demo's passwords are printed in the README, so its database is never served to others."""
    if settings.BIND in LOOPBACK:
        return
    if any(User.objects.filter(email__endswith=domain).exists() for domain in DEMO_DOMAINS):
        raise CommandError(
            f"This database holds the demo's sign-ins; it is served on 127.0.0.1 only, not on {settings.BIND}."
        )


def web_command() -> list[str]:
    return [
        *(sys.executable, "-m", "uvicorn", "helpdesk.asgi:application"),
        *("--host", settings.BIND, "--port", str(settings.PORT)),
        *("--lifespan", "on", "--ws-per-message-deflate", "false", "--ws-max-size", "65536"),
        *("--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"),
        "--no-proxy-headers",
    ]  # fmt: skip


class House:
    """Keeps the processes running until it is told to stop."""

    def __init__(self, commands: dict[str, list[str]], say: Any) -> None:
        self.commands = commands
        self.say = say
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.stopping = False
        self.announced = False

    def keep(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        for name in self.commands:
            self.start(name)
        while not self.stopping:
            time.sleep(0.3)
            self.announce()
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.stopping:
                    self.revive(name, process.returncode)
        self.end()
        self.say("Vigil has stopped.")

    def start(self, name: str) -> None:
        self.started[name] = time.monotonic()
        self.running[name] = subprocess.Popen(  # noqa: S603 - a command line of our own
            self.commands[name], start_new_session=True, preexec_fn=leave_with_the_house
        )

    def announce(self) -> None:
        """Say once that the pages can be opened: until then a browser would only see a refused connection."""
        if not self.announced and web_answers():
            self.announced = True
            self.say(f"Vigil is ready: {settings.BASE_URL}/")

    def revive(self, name: str, code: int) -> None:
        if time.monotonic() - self.started[name] < 5:
            self.end()
            raise CommandError(f"The {name} stopped at once (exit {code}); the lines above say why.")
        self.say(f"The {name} stopped (exit {code}); starting it again.")
        self.start(name)

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def end(self) -> None:
        """Ask each part's leader: told all at once, the worker's own processes would wait for each other."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + 8
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            kill_group(process)


def leave_with_the_house() -> None:
    """In a part before it begins: were this command killed, a part that lives on would keep the port. Linux only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(TELL_ME_WHEN_MY_PARENT_DIES, signal.SIGTERM)


def web_answers() -> bool:
    host = settings.BIND if settings.BIND in LOOPBACK else "127.0.0.1"
    connection = HTTPConnection(host, settings.PORT, timeout=1)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Whatever a part left behind; nothing when it ended well."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
