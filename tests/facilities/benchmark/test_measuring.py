"""The benchmark runs, and would say if two designs did not agree."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.benchmark import measuring, pages
from facilities.benchmark.designs import IndexDesign, OrmDesign, Outcome
from facilities.benchmark.measuring import DisagreementError, Times
from facilities.benchmark.questions import Search, searches
from facilities.benchmark.scratch import ALIAS, scratch_database
from facilities.search.holding import Holder
from tests.facilities.search.asked import questions
from tests.facilities.search.invented import (
    SLUGS,
    TODAY,
    clinics,
    plant,
    rolled_back,
)
from tests.facilities.search.test_answering import property_settings


@pytest.fixture
def _any_database(django_db_setup, django_db_blocker):  # noqa: ARG001 -- it makes it
    """Also one that the settings do not name."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.usefixtures("_any_database")
@pytest.mark.parametrize(
    ("huge", "lines"),
    [
        (10, ["| 20 | ORM, grouped queries | 1 |"]),
        (30, ["| 20 | ORM, grouped queries | 2 |"]),
    ],
)
def test_a_small_benchmark_writes_its_page(tmp_path, monkeypatch, capsys, huge, lines):
    monkeypatch.setattr(measuring, "HUGE", huge)
    monkeypatch.setattr(measuring, "HUGE_SAMPLE", 1)
    monkeypatch.setattr(measuring, "GROUPED_SAMPLE", 2)
    monkeypatch.setattr(measuring, "COUNTED_SAMPLE", 0)
    monkeypatch.setattr(pages.shutil, "which", lambda _name: None)
    page = tmp_path / "benchmarks.md"

    call_command("bench_search", sizes=[20], output=page)

    text = page.read_text(encoding="utf-8")
    assert "| 20 | index | 200 |" in text
    assert all(line in text for line in lines)
    assert text.endswith(f"## A whole page\n\n{pages.WITHOUT_WRK}\n")
    assert text in capsys.readouterr().out
    assert ALIAS not in connections.settings


ONE_OF_EACH = {
    "state": ["OR", "CA"],
    "route": ["iv"],
    "setting": ["home"],
    "language": ["es"],
    "accepting": ["newpt"],
    "telehealth": ["evaluation"],
    "price": ["200"],
    "checked": ["90"],
    "must": [SLUGS[0]],
    "radius": ["any", "25"],
    "switches": ["confirmed", "partly"],
}


@pytest.mark.django_db
@pytest.mark.parametrize("is_grouped", [True, False])
@given(
    planted=st.lists(clinics, max_size=8),
    asked=st.lists(questions, min_size=1, max_size=3),
)
@settings(property_settings, max_examples=15)
def test_the_designs_agree_on_facilities_of_every_kind(is_grouped, planted, asked):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        index = IndexDesign(Holder("default"), TODAY)
        orm = OrmDesign("default", TODAY, ONE_OF_EACH, is_grouped)

        for search in (Search(question, "") for question in asked):
            found, other = index.run(search), orm.run(search)

            assert index.all_pks(search) == orm.all_pks(search)
            assert found.total == other.total
            for group, values in ONE_OF_EACH.items():
                for value in values:
                    expected = found.counts[group].get(value, 0)
                    assert other.counts[group].get(value, 0) == expected, group


@pytest.mark.usefixtures("_any_database")
def test_a_scratch_database_is_dropped_whatever_happens():
    def use():
        with scratch_database("bench_x"):
            assert has_database("bench_x")
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        use()

    assert not has_database("bench_x")


def has_database(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(cursor.fetchall())


def test_searches_are_as_many_and_as_mixed_as_is_said():
    asked = searches()

    assert len(asked) == 200
    assert 60 <= sum(search.question.radius is not None for search in asked) <= 100
    assert 25 <= sum(bool(search.text) for search in asked) <= 55
    assert [repr(search) for search in asked] == [repr(search) for search in searches()]


def test_other_numbers_are_noticed():
    states, routes = Counter(OR=2, CA=0), Counter(iv=1)
    one = Outcome(2, [], {"state": states, "route": routes})

    assert one.differs_from(Outcome(2, [], {"state": +states, "route": routes})) == []
    other = Outcome(2, [], {"state": Counter(OR=1)})
    assert one.differs_from(other) == ["route", "state"]
    assert one.differs_from(Outcome(3, [], one.counts)) == ["total"]


class Design:
    """Finds what it is told to."""

    def __init__(self, outcome, pks):
        self.outcome, self.pks = outcome, pks

    def run(self, _search):
        return self.outcome

    def all_pks(self, _search):
        return self.pks


@pytest.mark.parametrize(
    ("total", "pks", "words"),
    [(1, [1], None), (2, [1], "numbers of"), (1, [2], "facilities are found")],
)
def test_designs_that_do_not_agree_stop_the_benchmark(total, pks, words):
    index, other = Design(Outcome(1, [], {}), [1]), Design(Outcome(total, [], {}), pks)

    if words:
        with pytest.raises(DisagreementError, match=words):
            measuring.compared(index, "other", other, searches()[:1])
    else:
        times = measuring.compared(index, "other", other, searches()[:1])
        assert len(times.milliseconds) == 1


def test_times_are_summed_up():
    times = Times("some", tuple(map(float, range(1, 101))))

    assert times.median == 50.5
    assert times.p95 == pytest.approx(95.05)
    assert Times("one", (3.0,)).p95 == 3.0


def test_memory_is_unknown_where_the_system_does_not_say(monkeypatch, tmp_path):
    assert measuring.resident_bytes() > 1_000_000
    monkeypatch.setattr(measuring, "STATISTICS", tmp_path / "nothing")

    assert measuring.resident_bytes() == 0
