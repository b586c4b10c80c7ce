"""Whole pages are measured on a server of the benchmark's own, which always ends."""

import os
import shutil
from http.client import HTTPConnection

import pytest
from django.test import override_settings
from django.urls import get_resolver

from facilities.benchmark import pages
from facilities.benchmark.filling import answer_all, fill
from facilities.benchmark.scratch import scratch_database
from facilities.criteria import FIELDS
from facilities.models import Claim
from tests.factories import TODAY, a_facility, state

WRK = """#!/bin/sh
echo "Running 1s test @ $*"
echo "figures {figures}"
"""


@pytest.fixture
def _any_database(django_db_setup, django_db_blocker):  # noqa: ARG001 -- it makes it
    """Also one that the settings do not name."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def few(monkeypatch):
    """Two addresses, once each."""
    two = {name: pages.ADDRESSES[name] for name in ("empty page", "no filter")}
    monkeypatch.setattr(pages, "ADDRESSES", two)
    monkeypatch.setattr(pages, "SECONDS", 1)
    monkeypatch.setattr(pages, "ROUNDS", 1)


@pytest.fixture
def ports(monkeypatch):
    """Of the servers that were started."""
    seen = []
    listen = pages.listen

    def noted(host, port):
        listener = listen(host, port)
        seen.append(listener.getsockname())
        return listener

    monkeypatch.setattr(pages, "listen", noted)
    return seen


def fake_wrk(folder, monkeypatch, figures):
    program = folder / "wrk"
    program.write_text(WRK.format(figures=figures))
    program.chmod(0o755)
    monkeypatch.setattr(pages.shutil, "which", lambda _name: str(program))


def is_answering(address):
    try:
        HTTPConnection(*address, timeout=5).connect()
    except OSError:
        return False
    return True


@pytest.mark.usefixtures("_any_database", "few")
def test_pages_are_measured_beside_an_empty_one(tmp_path, monkeypatch, ports):
    if not shutil.which("wrk"):
        fake_wrk(tmp_path, monkeypatch, "10 0 5000 6000")
    said = []

    with scratch_database() as using:
        fill(30, today=TODAY, using=using)
        empty, full = pages.measure_pages(today=TODAY, using=using, say=said.append)

    assert (empty.name, full.name) == ("empty page", "no filter")
    assert 0 < empty.median <= empty.p95
    assert 0 < full.median <= full.p95
    assert 1_000 < empty.bytes < full.bytes < 60_000
    assert (empty.queries, full.queries) == (1, 4)
    assert [line.partition(":")[0] for line in said] == ["empty page", "no filter"]
    [address] = ports
    assert address[0] == "127.0.0.1"
    assert not is_answering(address)


@pytest.mark.parametrize("figures", ["10 1 5 6", "0 0 0 0"])
def test_errors_are_no_times(tmp_path, monkeypatch, figures):
    fake_wrk(tmp_path, monkeypatch, figures)

    with pytest.raises(RuntimeError, match="answers were errors"):
        pages.times(pages.shutil.which("wrk"), 1, "/clinics/")


def test_times_are_milliseconds(tmp_path, monkeypatch):
    fake_wrk(tmp_path, monkeypatch, "10 0 1500 20250")

    assert pages.times(pages.shutil.which("wrk"), 1, "/clinics/") == (1.5, 20.25)


def test_only_a_page_that_is_answered_well_is_measured(live_server):
    port = int(live_server.url.rpartition(":")[2])

    with pytest.raises(RuntimeError, match="/no/such/page/ is answered by 404"):
        pages.sent(port, "/no/such/page/")


def test_server_that_does_not_start_is_told_and_ended(monkeypatch, ports):
    monkeypatch.setattr(pages.WebServer, "is_answering", lambda _server: False)

    with (
        pytest.raises(RuntimeError, match="did not start"),
        pages.serving(os.environ | {"BENCH_DATABASE": "none"}),
    ):
        pytest.fail("There is no server to ask.")

    assert not is_answering(ports[0])


def test_without_wrk_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(pages.shutil, "which", lambda _name: None)
    said = []

    assert pages.measure_pages(today=TODAY, using="default", say=said.append) == []
    assert said == [pages.WITHOUT_WRK]
    assert "apt-get install wrk" in pages.WITHOUT_WRK


@pytest.mark.django_db
def test_clinics_answer_all_that_is_answered_by_choosing():
    asked, other = a_facility(), a_facility()
    state(asked, routes=["oral"])
    said = Claim.objects.get()

    answer_all([asked.slug], today=TODAY, using="default")

    claims = {claim.field: claim for claim in Claim.objects.filter(facility=asked)}
    assert claims.keys() == {
        name
        for name, field in FIELDS.items()
        if field.kept_as == "claim"
        and (field.allowed_values or field.type == "bool")
        and not (field.is_derived or field.shape)
    }
    assert claims["routes"] == said
    assert all(
        FIELDS[name].clean(claim.value) == claim.value for name, claim in claims.items()
    )
    assert not other.claims.exists()


@override_settings(ROOT_URLCONF="facilities.benchmark.urls")
@pytest.mark.django_db
def test_empty_page_and_queries_are_answered_by_the_benchmark(client):
    empty = client.get("/bench/bare/")
    counted = client.get("/bench/queries/", {"address": "/how-results-are-ordered/"})

    assert empty.status_code == 200
    assert '<main id="main"' in empty.content.decode()
    assert counted.json() == {"queries": 2}


def test_site_does_not_answer_for_the_benchmark():
    assert not any("bench" in str(each.pattern) for each in get_resolver().url_patterns)
