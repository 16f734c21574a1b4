"""`manage.py up`: what it started ends with it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = """
import sys, django
django.setup()
from helpdesk.management.commands import up
up.web_answers = lambda: False
house = up.House({"part": [sys.executable, "-c", "print('part', flush=True); import time; time.sleep(60)"]}, print)
print(up.os.getpid(), flush=True)
house.keep()
"""


@pytest.fixture
def house():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", HOUSE], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    assert process.stdout.readline() == "part\n"
    yield process
    process.kill()
    process.stdout.close()
    process.wait()


def parts_of(process):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


def is_running(pid):
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def ends(pid, within=10.0):
    deadline = time.monotonic() + within
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_its_parts_end_with_it(house, number):
    (part,) = parts_of(house)
    house.send_signal(number)
    assert ends(part)
    if number != signal.SIGKILL:
        assert house.stdout.read().endswith("Vigil has stopped.\n")
        assert house.wait() == 0
