"""Find a Chromium for the browser tests, or fetch one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell first: it draws the same pages without a window around them, in half the time.
NAMES = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
]
MAC = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


def find() -> str:
    """The path of a Chromium that starts; "" when none can be had.

    CHROMIUM decides alone when it is set; then the PATH, then Playwright's own (downloaded when it is missing), then, for
    root on Debian, the distribution's package.
    """
    named = os.environ.get("CHROMIUM", "").strip()
    if named:
        return shutil.which(named) or ""
    return on_path() or playwrights_own() or debians()


def on_path() -> str:
    candidates = [shutil.which(name) or "" for name in NAMES] + [path for path in MAC if Path(path).exists()]
    return next((path for path in candidates if path and starts(path)), "")


def playwrights_own() -> str:
    """Its download ends when it hangs: a machine without a way out must not wait for ever."""
    path = output_of([sys.executable, "-c", PLAYWRIGHTS_OWN])
    if path and starts(path):
        return path
    print("No Chromium found; trying Playwright's own download …", flush=True)
    quiet_run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], seconds=180)
    quiet_run([sys.executable, "-m", "playwright", "install", "chromium"], seconds=180)
    path = output_of([sys.executable, "-c", PLAYWRIGHTS_OWN])
    return path if path and starts(path) else ""


def debians() -> str:
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return ""
    print("Installing the distribution's chromium …", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quiet_run([apt, "update"], seconds=180)
    for package in ("chromium-headless-shell", "chromium"):
        quiet_run([apt, "install", "--yes", "--no-install-recommends", package], seconds=600)
        if path := on_path():
            return path
    return ""


def starts(path: str) -> bool:
    """A browser whose libraries are missing is no browser; Ubuntu's `chromium-browser` may be only a hint at a snap."""
    return bool(output_of([path, "--version"]))


def output_of(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def quiet_run(command: list[str], *, seconds: int) -> bool:
    """Run to the end or to the time limit; what failed says so in a line."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took longer than {seconds} s; giving up on it.", flush=True)
        return False
    if done.returncode:
        lines = [
            line for line in (done.stderr or done.stdout).splitlines() if "Error" in line or line[:2] == "E:"
        ]
        reason = lines[-1].strip() if lines else f"exit code {done.returncode}"
        print(f"{Path(command[0]).name} failed: {reason}", flush=True)
    return done.returncode == 0
