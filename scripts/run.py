"""Make everything ready and start Vigil with the demo exchange: what `make run` does after the installation."""

import hashlib
import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import secret_key

ROOT = Path(__file__).resolve().parent.parent
SIGN_INS = [
    ("mei@customer.demo", "customer, 简体中文"),
    ("ivan@customer.demo", "customer, русский"),
    ("ana@agent.demo", "agent"),
    ("jun@agent.demo", "agent for Japanese, Korean and Chinese"),
    ("lead@staff.demo", "lead and reviewer"),
    ("admin@staff.demo", "administrator"),
]


def main() -> None:
    began = time.monotonic()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    settle_environment()
    bind, port = os.environ["VIGIL_BIND"], os.environ["PORT"]
    refuse_taken_port(bind, port)
    var = Path(os.environ.get("VIGIL_VAR", "").strip() or ROOT / "var")
    var.mkdir(parents=True, exist_ok=True)
    if not os.environ.get("SECRET_KEY", "").strip() and secret_key.ensure(var / "secret_key"):
        say(f"Generated a secret key in {var / 'secret_key'}.")
    prepare()
    say(f"Everything is ready ({time.monotonic() - began:.0f} s). Starting the web process and the worker …")
    show_doors(os.environ.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"))
    os.execv(sys.executable, [sys.executable, "manage.py", "up"])


def say(text: str) -> None:
    print(text, flush=True)


def settle_environment() -> None:
    """Production settings on loopback, with the demo; whoever sets a variable keeps it."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        "VIGIL_DEMO": "1",
        "DEBUG": "0",
        "VIGIL_BIND": "127.0.0.1",
        "PORT": "8000",
    }
    for name, value in defaults.items():
        if not os.environ.get(name, "").strip():
            os.environ[name] = value


def refuse_taken_port(bind: str, port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(bind, int(port), type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        sys.exit(f"Vigil cannot listen on {bind}:{port} ({error.strerror}). Try another: make run PORT=8001")


def prepare() -> None:
    """One process for all of it: starting Django is the slow part."""
    import django
    from django.core.management import call_command, get_commands

    from helpdesk.lib.catalogs import compile_changed

    for name in compile_changed():
        say(f"Compiled the {name} interface.")
    django.setup()
    say("Bringing the database up to date …")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static(get_commands())
    if "demo" in get_commands() and os.environ["VIGIL_DEMO"] == "1":
        say("Loading the demo exchange, the first time only …")
        call_command("demo")


def collect_static(commands: Mapping[str, object]) -> None:
    """Hash and compress the static files when one of them, or a package that brings some, has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp, mark = Path(settings.STATIC_ROOT, ".sources"), sources_of_static_files()
    if stamp.exists() and stamp.read_text() == mark:
        return
    say("Collecting the static files …")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    if "error_pages" in commands:
        call_command("error_pages")
    stamp.write_text(mark)


def sources_of_static_files() -> str:
    """A mark that changes with any source file; so do the brand, the templates and the catalogs."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    files = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    files += [str(path) for path in (ROOT / "templates").rglob("*.html")]
    files += [str(path) for path in Path(settings.LOCALE_PATHS[0]).rglob("*.po")]
    files.append(str(ROOT / "helpdesk" / "storage.py"))
    mark = hashlib.sha256(f"{settings.BRAND_NAME} {settings.BRAND_ACCENT_HUE}\n".encode())
    for file in sorted(files):
        stat = os.stat(file)
        mark.update(f"{file} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return mark.hexdigest()


def show_doors(url: str) -> None:
    from django.contrib.auth import get_user_model

    doors = [
        ("Help center", "/en/"),
        ("Agent console", "/console/"),
        ("Reviews", "/qa/"),
        ("Admin", "/admin/"),
    ]
    doors.append(("API", "/api/docs/"))
    say("")
    for name, path in doors:
        say(f"  {name:<14} {url}{path}")
    if get_user_model().objects.filter(email=SIGN_INS[0][0]).exists():
        say("\n  Sign in, password vigil-demo:")
        for email, role in SIGN_INS:
            say(f"  {email:<20} {role}")
    say("\n  Ctrl-C stops it.\n")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        # A refusal of Django's (a wrong setting, a database that does not answer) is one line; a bug keeps its traceback.
        if type(error).__name__ not in {"ImproperlyConfigured", "CommandError", "OperationalError"}:
            raise
        sys.exit(f"Vigil did not start: {error}")
