"""Everything that can be read off the code without running it: what `make check` does. All of it runs, then it judges."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = ["helpdesk", "accounts", "knowledgebase", "tickets", "chat", "qa", "tests", "scripts", "manage.py"]
TYPED = ["helpdesk", "accounts", "knowledgebase", "tickets", "chat", "qa", "scripts", "manage.py"]


def main() -> int:
    os.chdir(ROOT)
    os.environ.setdefault("SECRET_KEY", "checks-only-" + "0123456789" * 5)
    with tempfile.TemporaryDirectory(prefix="vigil-check-") as folder:
        os.environ["VIGIL_VAR"] = folder
        failed = [name for name, command in checks().items() if not holds(name, command)]
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def checks() -> dict[str, list[str]]:
    templates = [str(path) for path in sorted(Path("templates").rglob("*.html"))]
    manage = [sys.executable, "manage.py"]
    return {
        "lint": [str(BIN / "ruff"), "check", "--quiet", *PYTHON],
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet", *PYTHON],
        "template format": [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
        "languages": [*manage, "strings", "--compile"],
        "settings": [*manage, "check", "--fail-level", "WARNING"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "templates": [sys.executable, "-m", "pytest", "-q", "tests/test_templates.py"],
        "imports": [str(BIN / "lint-imports"), "--no-logo"],
        "types": [str(BIN / "mypy"), *TYPED],
    }


def holds(name: str, command: list[str]) -> bool:
    """One line when it holds; the tool's own words when it does not."""
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<16} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
