"""The settings of tests: the settings, and what differs.

Every test process takes a slot of its own (a locked file), and with it a test database
and a Redis database: parallel workers and two runs at once do not meet. A process that a
test starts gets the slot of its parent in ``TEST_SLOT``.
"""

import fcntl
import os
import tempfile
from urllib.parse import urlsplit

from config.settings import *
from tests.network import block_outside

block_outside()


def _take_slot() -> int:
    directory = VAR_DIR / "tests"
    directory.mkdir(parents=True, exist_ok=True)
    for slot in range(2, 16):  # Redis has 16 databases; the site uses 0 and 1
        lock = os.open(directory / f"slot-{slot}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return slot  # held until this process ends
    raise RuntimeError("14 test processes run already")


TEST_SLOT = int(os.environ.get("TEST_SLOT") or _take_slot())

DATABASES["default"]["ENGINE"] = "tests.postgres"
DATABASES["default"]["TEST"] = {"NAME": f"test_thidua_{TEST_SLOT}"}
# A crash of the server in a test run loses nothing that matters.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{TEST_SLOT}").geturl()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# For a test whose worker must find what its pages kept.
SHARED_CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL
    }
}  # fmt: skip
if os.environ.get("TEST_CACHE") == "shared":
    CACHES = SHARED_CACHES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True

# Papers, keys and uploads of a test run; ``tests.conftest`` removes them at its end.
TEST_FILES = Path(
    os.environ.get("TEST_FILES") or tempfile.mkdtemp(prefix="thidua-test-")
)
PAPERS_DIR = TEST_FILES / "papers"
EVIDENCE_DIR = TEST_FILES / "evidence"
PREVIEWS_DIR = TEST_FILES / "previews"
# Whatever demonstration ran in this checkout.
DEMO = env_bool("THIDUA_DEMO", False)
PKI_DIR = env_path("PKI_DIR", TEST_FILES / "pki")
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
MAIL_IS_SENT = True
