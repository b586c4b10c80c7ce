"""What tests need to reach a browser."""

import os
import shutil

import pytest
from django.db import connections

from facilities import known_places, search

BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, BROWSERS)), ""
)
NO_CHROMIUM = "no Chromium: apt-get install chromium, or set CHROMIUM to its path"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_CHROMIUM)


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    """Places and the search index are kept by the process; each test has its own."""
    known_places.forget()
    search.forget()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": CHROMIUM_ARGUMENTS,
    }


@pytest.fixture(scope="session")
def base_url():
    """Nothing: pages are called by full address. The plugin's own fixture warns."""


@pytest.fixture(scope="session")
def playwright(request):
    """Django takes Playwright's event loop, which never runs our code, for ours.

    While that loop runs, Django opens connections of its own: those of before and of
    meanwhile are closed, or the test database could not be dropped.
    """
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield request.getfixturevalue("playwright")
        connections.close_all()
