"""Finding a browser: CHROMIUM, then the PATH, then Playwright's own; with none the tests are skipped aloud, and fail in CI."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
)
REASON = "No Chromium: set CHROMIUM, install one on the PATH, or run `playwright install chromium`."


def find(playwright) -> str:
    """The path of a browser, or the end of the test."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), playwright.chromium.executable_path]
    for path in candidates:
        if path and Path(path).exists():
            return path
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(REASON)
    pytest.skip(REASON)
