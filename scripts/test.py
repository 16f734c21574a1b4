"""Run the suite: the browser part first, in a process of its own, then the rest; pytest's last line counts both.

`test.py [--services] [pytest arguments]`; with --services on PostgreSQL and Redis instead of SQLite and memory.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import browser

ROOT = Path(__file__).resolve().parent.parent
RECORD = "VIGIL_BROWSER_RECORD"


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    with_services = "--services" in arguments
    arguments = [argument for argument in arguments if argument != "--services"]
    workers = min(4, os.cpu_count() or 2)
    taken = take_services(workers) if with_services else []
    try:
        with tempfile.TemporaryDirectory(prefix="vigil-test-") as folder:
            os.environ["VIGIL_VAR"] = folder
            return run_parts(arguments, workers, with_services=with_services)
    finally:
        give_back(taken)


def take_services(workers: int) -> list[str]:
    """Point the suite at its own databases; a line and the end when PostgreSQL or Redis does not answer."""
    import services

    problem = services.problem()
    if problem:
        sys.exit(problem)
    urls = services.redis_urls(workers)
    if len(urls) < workers:
        sys.exit(
            f"Redis has {len(urls)} empty databases, the suite needs {workers}. Set REDIS_URL to one it may empty."
        )
    os.environ["DATABASE_URL"] = services.database_url()
    os.environ["REDIS_URL"] = urls[0]
    os.environ["VIGIL_TEST_REDIS"] = " ".join(urls)
    say(f"Testing on {os.environ['DATABASE_URL']} and {', '.join(urls)}.")
    return urls


def give_back(urls: list[str]) -> None:
    if urls:
        import services

        services.empty(urls)


def run_parts(arguments: list[str], workers: int, *, with_services: bool) -> int:
    """On the services only what crosses them is driven in a browser again: looks do not change with the database."""
    seen, rest = (
        ("browser and live", "") if with_services else ("browser and not services", " and not services")
    )
    folder = Path(os.environ["VIGIL_VAR"])
    prepare(folder)
    record = folder / "browser.jsonl"
    os.environ[RECORD] = str(record)
    spread = ("-n", str(workers), "--dist")
    say("The browser part:")
    pytest("-m", seen, "-p", "tests.parts.first", *spread, "worksteal", *arguments)
    say("Everything else:")
    return pytest("-m", f"not browser{rest}", "-p", "tests.parts.last", *spread, "loadfile", *arguments)


def prepare(folder: Path) -> None:
    """Compiled languages, and a browser: without one the browser tests say so as they are skipped."""
    os.environ.setdefault("SECRET_KEY", "tests-only-" + "0123456789" * 5)
    (folder / "static").mkdir()
    subprocess.run([sys.executable, "manage.py", "strings", "--compile"], check=True)
    found = browser.find()
    if found:
        os.environ["CHROMIUM"] = found
        say(f"Browser tests use {found}.")
    else:
        say("NO BROWSER: the browser tests will not run. Set CHROMIUM to one, or install chromium.")


def pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments]).returncode


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
