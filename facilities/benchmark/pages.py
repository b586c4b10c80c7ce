"""Measuring whole pages: a web server of the benchmark's own, asked by wrk."""

import contextlib
import gzip
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections

from directory.serving import WebServer, listen
from facilities.benchmark.filling import answer_all

HOST = "127.0.0.1"
SCRIPT = Path(__file__).with_name("wrk.lua")
WITHOUT_WRK = (
    "Whole pages are not measured: wrk is not installed (Debian and Ubuntu:"
    " apt-get install wrk; macOS: brew install wrk)."
)
FOUR = urlencode([("facility", f"clinic-{number}") for number in range(1, 5)])
# What every page costs; pages of the mix of searches; and four clinics side by side.
ADDRESSES = {
    "empty page": "/bench/bare/",
    "no filter": "/clinics/",
    "five filters": "/clinics/?route=iv&condition=ptsd&payment=self_pay"
    "&must=vital-signs&confirmed=on",
    "a radius and a word": "/clinics/?near=40.7,-74.0&radius=100&q=wellness",
    "fifth page, by name": "/clinics/?sort=name&page=5",
    "four compared": f"/compare/?{FOUR}",
}
SECONDS, ROUNDS = 3, 3
CARD = re.compile(r'data-save="([^"]+)"')


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Of one address: milliseconds, bytes as they are sent, and queries."""

    name: str
    median: float
    p95: float
    bytes: int
    queries: int


def measure_pages(*, today: date, using: str, say: Callable) -> list[PageTimes]:
    """The empty page first. Nothing where there is no wrk.

    The clinics that are shown answer every question first: this is the most there is
    to read for a page.
    """
    wrk = shutil.which("wrk")
    if not wrk:
        say(WITHOUT_WRK)
        return []
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "facilities.benchmark.settings",
        "BENCH_DATABASE": connections[using].settings_dict["NAME"],
    }
    collect_static_files(environment)
    with serving(environment) as port:
        shown = {slug for path in ADDRESSES.values() for slug in cards_on(port, path)}
        answer_all(sorted(shown), today=today, using=using)
        rounds = [
            {name: times(wrk, port, path) for name, path in ADDRESSES.items()}
            for _ in range(ROUNDS)
        ]
        pages = [
            PageTimes(name, *min(each[name] for each in rounds), *weight(port, path))
            for name, path in ADDRESSES.items()
        ]
    for page in pages:
        say(f"{page.name}: {page.median:.1f} ms")
    return pages


def collect_static_files(environment: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
    )


@contextlib.contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """The port of one process that serves the site as it is, on the scratch data."""
    server = WebServer(listen(HOST, 0), workers=1, environment=environment)
    try:
        if not server.is_answering():
            raise RuntimeError("The web server of the benchmark did not start.")
        yield server.port
    finally:
        server.stop()


def cards_on(port: int, path: str) -> list[str]:
    return CARD.findall(gzip.decompress(sent(port, path)).decode())


def weight(port: int, path: str) -> tuple[int, int]:
    """Bytes as a browser gets them, and queries."""
    asked = f"/bench/queries/?{urlencode({'address': path})}"
    queries = json.loads(sent(port, asked, encoding="identity"))["queries"]
    return len(sent(port, path)), queries


def sent(port: int, path: str, *, encoding: str = "gzip") -> bytes:
    with contextlib.closing(http.client.HTTPConnection(HOST, port)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} is answered by {answer.status}.")
        return answer.read()


def times(wrk: str, port: int, path: str) -> tuple[float, float]:
    """Median and 95th percentile of one connection that asks again and again."""
    command = [wrk, "-t1", "-c1", f"-d{SECONDS}s", f"-s{SCRIPT}"]
    command += ["-H", "Accept-Encoding: gzip", f"http://{HOST}:{port}{path}"]
    said = subprocess.run(  # noqa: S603 -- our own command
        command, capture_output=True, text=True, check=True
    ).stdout
    figures = re.search(r"^figures (\d+) (\d+) (\d+) (\d+)$", said, flags=re.MULTILINE)
    answers, errors, median, p95 = map(int, figures.groups())
    if errors or not answers:
        raise RuntimeError(f"{path}: {errors} of {answers} answers were errors.")
    return median / 1000, p95 / 1000
