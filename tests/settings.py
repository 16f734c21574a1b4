"""The real settings, with a throw-away secret, quick passwords and nothing left on disk."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only-" + "0123456789" * 5)
os.environ.setdefault("VIGIL_VAR", tempfile.mkdtemp(prefix="vigil-test-"))
if os.environ.get("VIGIL_TEST_REDIS"):
    # The suite empties its Redis, so each test process has a database of its own.
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = os.environ["VIGIL_TEST_REDIS"].split()[own]

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import API_RATES, DATABASES, STORAGES, VAR_DIR

Path(VAR_DIR, "static").mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STAFF_MFA_REQUIRED = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
API_RATES = dict.fromkeys(API_RATES, (100_000, 60))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
