"""Settings for tests: fast, silent, and with a database of their own."""
# ruff: noqa: E402, F403 - the environment must be right before it is read

import atexit
import os
import shutil
import tempfile


def _remove(folder, process_id):
    if os.getpid() == process_id:  # a fork of it must not
        shutil.rmtree(folder, ignore_errors=True)


# A folder, and so a PostgreSQL, for this run alone, shared by its parallel workers: no
# site need run, one that does is left alone, and so is another run beside this one.
if "TESTS_DATA_DIR" not in os.environ:
    os.environ["TESTS_DATA_DIR"] = tempfile.mkdtemp(prefix="directory-tests-")
    # Before the server is asked to stop at exit, for what comes first is done last.
    atexit.register(_remove, os.environ["TESTS_DATA_DIR"], os.getpid())

# What .env says is about the site. DATABASE_URL alone may be set, in the environment.
os.environ.setdefault("DATABASE_URL", "")
os.environ |= {
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "CSRF_TRUSTED_ORIGINS": "",
    "DATA_DIR": os.environ["TESTS_DATA_DIR"],
    "DEBUG": "false",
    "EMAIL_URL": "memorymail://",
    "OPERATOR_ADDRESS": "",
    "OPERATOR_EMAIL": "",
    "OPERATOR_NAME": "",
    "SECRET_KEY": "for tests only",
    "SERVED_BY_HTTPS": "false",
}

from directory.settings import *

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns if there is none
