"""The site's own settings, on the benchmark's database, with two addresses more."""
# ruff: noqa: F403, F405 -- all of them, as they are

import os

from directory.settings import *

DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
ROOT_URLCONF = "facilities.benchmark.urls"
