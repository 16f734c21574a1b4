"""Where tests find the public evaluation data, which is never part of the project."""

import os
from pathlib import Path

import pytest
from django.conf import settings


def evaluation_file(name: str) -> Path:
    """A file or folder of the evaluation data; skips the calling test, saying what is missing, when there is none."""
    root = Path(getattr(settings, "VIGIL_DATA", "") or os.environ.get("VIGIL_DATA", "../shared/data"))
    path = root / name
    if not path.exists():
        pytest.skip(f"EVALUATION DATA MISSING: {path} (set VIGIL_DATA to the folder that holds it)")
    return path
