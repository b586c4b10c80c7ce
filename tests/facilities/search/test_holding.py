"""What this process holds is up to date, whole, and never of what may be undone."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, connections, transaction

from facilities import search
from facilities.actions.search import (
    ask_for_search_rebuild,
    mark_changed,
    prune_search_changes,
)
from facilities.enums import ListingStatus
from facilities.models import Facility, SearchChange, SearchVersion
from facilities.search import Question, answer, current
from facilities.search.holding import Holder
from tests.facilities.search.contents import contents
from tests.facilities.search.invented import TODAY, Clinic, plant
from tests.factories import NOON

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_held():
    search.forget()
    yield
    search.forget()


def counted(state):
    return answer(current(on=TODAY), Question(choices={"state": {state}})).total


def move(facility, state):
    with transaction.atomic():
        Facility.objects.filter(pk=facility.pk).update(state=state)
        mark_changed([facility.pk])


def test_a_change_is_there_at_the_next_search():
    facility = plant(Clinic(state="OR"))
    assert (counted("OR"), counted("AK")) == (1, 0)

    move(facility, "AK")

    assert (counted("OR"), counted("AK")) == (0, 1)


def test_what_is_up_to_date_takes_one_query(django_assert_num_queries):
    plant(Clinic())
    current(on=TODAY)

    with django_assert_num_queries(1):
        again = current(on=TODAY)

    assert again is current(on=TODAY)


@pytest.mark.parametrize("status", [ListingStatus.SUSPENDED, ListingStatus.ARCHIVED])
def test_a_facility_no_longer_listed_is_gone_and_comes_back(status):
    facility = plant(Clinic())
    assert len(current(on=TODAY)) == 1

    set_status(facility, status)
    assert len(current(on=TODAY)) == 0

    set_status(facility, ListingStatus.PUBLISHED)
    assert len(current(on=TODAY)) == 1


def set_status(facility, status):
    Facility.objects.filter(pk=facility.pk).update(listing_status=status)
    mark_changed([facility.pk])


def test_what_is_undone_was_never_there():
    facility = plant(Clinic(state="OR"))
    held = current(on=TODAY)

    with transaction.atomic():
        move(facility, "AK")
        transaction.set_rollback(True)

    assert current(on=TODAY) is held
    assert counted("OR") == 1


def test_a_transaction_sees_what_it_wrote_and_nobody_else_does():
    facility = plant(Clinic(state="OR"))
    held = current(on=TODAY)

    with transaction.atomic():
        move(facility, "AK")
        own = counted("AK")
        with ThreadPoolExecutor(1) as another:
            others = another.submit(in_thread, counted, "AK").result()
        transaction.set_rollback(True)

    assert (own, others) == (1, 0)
    assert current(on=TODAY) is held


def in_thread(function, *arguments):
    try:
        return function(*arguments)
    finally:
        connections.close_all()


def test_a_first_search_while_writing_leaves_nothing_behind():
    with transaction.atomic():
        plant(Clinic())
        assert len(current(on=TODAY)) == 1
        transaction.set_rollback(True)

    assert len(current(on=TODAY)) == 0


@contextmanager
def elsewhere(function, *arguments):
    """In a transaction of another thread that has done this and is not over yet."""
    is_done, may_end = Event(), Event()

    def change():
        with transaction.atomic():
            function(*arguments)
            is_done.set()
            may_end.wait(10)

    thread = Thread(target=in_thread, args=[change])
    thread.start()
    is_done.wait(10)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


def test_a_change_that_ends_after_a_later_one_is_not_missed():
    slow, quick = plant(Clinic(state="OR")), plant(Clinic(state="OR"))
    current(on=TODAY)

    with elsewhere(move, slow, "AK"):
        move(quick, "AK")
        before = counted("AK")
        held = current(on=TODAY)
        assert current(on=TODAY) is held

    first, last = SearchChange.objects.order_by("pk")
    assert (before, counted("AK")) == (1, 2)
    assert (first.facility_id, last.facility_id) == (slow.pk, quick.pk)
    assert first.version < last.version


def test_pruning_while_an_old_transaction_lasts_is_dear_only_once():
    facility, other = plant(Clinic(state="OR")), plant(Clinic(state="OR"))
    current(on=TODAY)

    with elsewhere(move, other, "CA"):
        move(facility, "AK")
        current(on=TODAY)
        prune_search_changes(at=NOON + timedelta(days=36_500))
        held = current(on=TODAY)
        assert current(on=TODAY) is held

    assert (counted("AK"), counted("CA"), counted("OR")) == (1, 1, 0)


def states_of(snapshot):
    """Who is in Oregon and who in California."""
    questions = [Question(choices={"state": {state}}) for state in ("OR", "CA")]
    return [answer(snapshot, question).pks for question in questions]


def read_until(is_over):
    seen = []
    while not is_over.is_set():
        snapshot = current(on=TODAY)
        seen.append((snapshot, states_of(snapshot)))
    return seen


def test_readers_see_before_or_after_and_never_between():
    one, other = plant(Clinic(state="OR")), plant(Clinic(state="CA"))
    before, after = [[one.pk], [other.pk]], [[other.pk], [one.pk]]
    is_over = Event()

    def swap(number):
        states = ["CA", "OR"] if number % 2 else ["OR", "CA"]
        with transaction.atomic():
            move(one, states[0])
            move(other, states[1])
        return states_of(current(on=TODAY)) == (after if number % 2 else before)

    with ThreadPoolExecutor(3) as readers:
        running = [readers.submit(in_thread, read_until, is_over) for _ in range(3)]
        own_were_seen = [swap(number) for number in range(40)]
        is_over.set()
        seen = [each for future in running for each in future.result()]

    assert all(own_were_seen)
    assert [found for _, found in seen if found not in (before, after)] == []
    assert all(states_of(snapshot) == found for snapshot, found in seen)
    assert len({id(snapshot) for snapshot, _ in seen}) > 5


def test_one_thread_loads_for_all():
    plant(Clinic())
    barrier = Barrier(6)

    def load():
        barrier.wait(10)
        return current(on=TODAY)

    with ThreadPoolExecutor(6) as threads:
        futures = [threads.submit(in_thread, load) for _ in range(6)]
        loaded = [future.result() for future in futures]

    assert len({id(snapshot) for snapshot in loaded}) == 1


def test_a_new_day_comes_without_reading_anything_again():
    plant(
        Clinic(
            results={
                "vital-signs": {
                    "status": "meets",
                    "level": "document_seen",
                    "confirmed_until": TODAY,
                    "confirmed_status": "meets",
                    "confirmed_status_until": TODAY,
                }
            }
        )
    )
    strict = Question(must=("vital-signs",), is_confirmed_only=True)
    today = current(on=TODAY)

    tomorrow = current(on=TODAY + timedelta(days=1))

    assert (answer(today, strict).total, answer(tomorrow, strict).total) == (1, 0)
    assert tomorrow.endings is today.endings
    assert current(on=TODAY + timedelta(days=1)) is tomorrow
    late = current(on=TODAY)
    assert (late.day, answer(late, strict).total) == (TODAY, 1)
    assert current(on=TODAY + timedelta(days=1)) is tomorrow


def test_two_holders_converge():
    facilities = [plant(Clinic(name=name)) for name in "abc"]
    holders = [Holder("default"), Holder("default")]
    for number, facility in enumerate(facilities):
        move(facility, "AK")
        holders[number % 2].current(TODAY)

    first, second = (contents(holder.current(TODAY)) for holder in holders)

    assert first == second
    assert len(first["sets"]["state", "AK"]) == 3


OTHER_PROCESS = """
import json, sys
import django
django.setup()
from datetime import date
from django.db import connection
from facilities.search import Question, answer, current
connection.settings_dict["NAME"] = sys.argv[1]
for line in sys.stdin:
    found = answer(current(on=date.fromisoformat(sys.argv[2])), Question())
    print(json.dumps([found.pks, found.counts["state"]]), flush=True)
"""


def test_another_process_sees_a_change():
    facility = plant(Clinic(state="OR"))
    command = [sys.executable, "-c", OTHER_PROCESS]
    command += [connection.settings_dict["NAME"], TODAY.isoformat()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask():
            process.stdin.write("now\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        before = ask()
        move(facility, "AK")
        added = plant(Clinic(name="zz", state="AK"))
        mark_changed([added.pk])
        after = ask()
        process.stdin.close()

    assert before == [[facility.pk], {"OR": 1}]
    assert after == [[facility.pk, added.pk], {"AK": 2}]
    assert answer(current(on=TODAY), Question()).pks == after[0]


def test_a_rebuild_reads_what_nobody_marked():
    facility = plant(Clinic(state="OR"))
    current(on=TODAY)
    Facility.objects.filter(pk=facility.pk).update(state="AK")
    assert counted("AK") == 0

    ask_for_search_rebuild()

    assert counted("AK") == 1
    ask_for_search_rebuild()
    assert SearchVersion.objects.count() == 1


def test_many_changes_are_read_as_a_whole():
    plant(Clinic(state="OR"))
    held = current(on=TODAY)
    mark_changed(range(1_000_000, 1_001_100))

    after = current(on=TODAY)

    assert after.names is not held.names
    assert contents(after) == contents(held)


def test_few_changes_are_not():
    facility = plant(Clinic(state="OR"))
    held = current(on=TODAY)
    move(facility, "AK")

    assert current(on=TODAY).names is held.names


def current_once_all_is_quiet():
    """Other tests write to other databases of the same server meanwhile.

    What is pruned after them has to be read anew, to be on the safe side.
    """
    while True:
        search.forget()
        held = current(on=TODAY)
        first_running, next_one, _others = held.seen.split(":")
        if first_running == next_one:
            return held


def test_pruned_changes_that_were_seen_are_not_missed():
    facility = plant(Clinic(state="OR"))
    move(facility, "AK")
    held = current_once_all_is_quiet()

    assert prune_search_changes(at=NOON + timedelta(days=36_500)) == 1

    assert not SearchChange.objects.exists()
    assert current(on=TODAY) is held


def test_pruned_changes_that_were_not_seen_are_read_all_the_same():
    facility = plant(Clinic(state="OR"))
    held = current(on=TODAY)
    move(facility, "AK")
    prune_search_changes(at=NOON + timedelta(days=36_500))

    assert counted("AK") == 1
    after = current(on=TODAY)
    assert after.names is not held.names
    assert current(on=TODAY) is after


def test_late_changes_are_kept_for_a_while():
    mark_changed([1])
    change = SearchChange.objects.get()

    assert prune_search_changes(at=change.marked_at + timedelta(days=1)) == 0
    assert prune_search_changes(at=change.marked_at + timedelta(days=3)) == 1
    assert prune_search_changes(at=change.marked_at + timedelta(days=3)) == 0


def test_each_facility_is_marked_once_by_the_transaction_that_changes_it():
    with transaction.atomic():
        mark_changed([3, 1, 3])
        mark_changed([])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            [number] = cursor.fetchone()

    changes = SearchChange.objects.values_list("facility_id", "version")
    assert list(changes) == [(1, number), (3, number)]
    assert str(SearchChange.objects.first()) == f"1 in {number}"


def test_preloading_says_how_many_there_are():
    plant(Clinic())

    assert search.preload(on=TODAY) == 1


def test_loading_inside_a_transaction_that_only_reads_is_kept():
    plant(Clinic())

    with transaction.atomic():
        held = current(on=TODAY)

    assert current(on=TODAY) is held
