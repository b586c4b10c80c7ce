"""Measuring the designs on the same searches, and that they agree."""

import gc
import math
import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from facilities.benchmark.designs import IndexDesign, OrmDesign, work_out
from facilities.benchmark.questions import Search, searches
from facilities.models import SearchChange
from facilities.search.holding import Holder

# How many searches the slow designs are run on, evenly taken from all of them.
GROUPED_SAMPLE, COUNTED_SAMPLE, HUGE_SAMPLE = 50, 10, 5
HUGE = 100_000
EDITS = 20
WARM_UP = 10
ROUNDS = 5
STATISTICS = Path("/proc/self/statm")


class DisagreementError(Exception):
    """Two designs found or counted different things."""


@dataclass(frozen=True, slots=True)
class Times:
    """Of one design, in milliseconds, for some of the searches."""

    name: str
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        if len(self.milliseconds) == 1:
            return self.median
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size gave. ``slow`` are designs that ran a part of the searches."""

    size: int
    values: int
    index: Times
    alone: Times
    slow: tuple[Times, ...]
    load_seconds: float
    index_bytes: int
    process_bytes: int
    edit: Times
    day_milliseconds: float

    @property
    def ratios(self) -> list[float]:
        """How many times faster the index is, on the searches that both ran."""
        return [
            times.median / median(every_nth(self.index.milliseconds, times))
            for times in self.slow
        ]


def every_nth(things: Sequence, times: Times) -> Sequence:
    return things[:: len(things) // len(times.milliseconds)]


def measure(size: int, *, today: date, using: str, say: Callable) -> Figures:
    holder = Holder(using)
    load_seconds, grown = _load(holder, today)
    say(f"{size:,}: index loaded in {load_seconds:.1f} s")
    index, asked = IndexDesign(holder, today), searches()
    ready = [index.answer(search) for search in asked]
    values = _values(index, asked)
    return Figures(
        size=size,
        values=sum(map(len, values.values())),
        index=_times("index", index.run, asked),
        alone=_times("index alone", work_out, ready),
        slow=tuple(_slow(index, values, asked, size, say)),
        load_seconds=load_seconds,
        index_bytes=holder.current(today).nbytes,
        process_bytes=grown,
        edit=_edits(holder, size, today),
        day_milliseconds=_new_day(holder, today),
    )


def _slow(index: IndexDesign, values, asked, size: int, say: Callable):
    """The times of the ORM's designs, each compared with the index."""
    using, today = index.holder.using, index.today
    is_huge = size > HUGE
    samples = {
        "ORM, grouped queries": HUGE_SAMPLE if is_huge else GROUPED_SAMPLE,
        "ORM, one COUNT for each value": 0 if is_huge else COUNTED_SAMPLE,
    }
    for (name, sample), is_grouped in zip(samples.items(), (True, False), strict=True):
        if sample:
            design = OrmDesign(using, today, values, is_grouped)
            some = asked[:: len(asked) // sample]
            times = compared(index, name, design, some)
            say(f"{size:,}: {name} {times.median:.0f} ms")
            yield times


def _values(index: IndexDesign, asked: Sequence[Search]) -> dict[str, list[str]]:
    """Every value that is counted, by group."""
    values: dict[str, set[str]] = {}
    for search in asked:
        for group, counts in index.run(search).counts.items():
            values.setdefault(group, set()).update(counts)
    return {group: sorted(each) for group, each in values.items()}


def compared(
    index: IndexDesign, name: str, design: OrmDesign, asked: Sequence[Search]
) -> Times:
    """Times of a design that finds the same facilities, and counts the same."""
    taken = []
    for search in asked:
        start = perf_counter()
        outcome = design.run(search)
        taken.append((perf_counter() - start) * 1000)
        if groups := index.run(search).differs_from(outcome):
            raise DisagreementError(f"Other numbers of {groups} for {search}")
        if index.all_pks(search) != design.all_pks(search):
            raise DisagreementError(f"Other facilities are found for {search}")
    return Times(name, tuple(taken))


def _times(name: str, run: Callable, asked: Sequence) -> Times:
    """For each search the fastest of some runs, one round of searches after another.

    What else the machine does only ever adds to a time.
    """
    for each in asked[:WARM_UP]:
        run(each)
    gc.collect()
    fastest = [math.inf] * len(asked)
    for _ in range(ROUNDS):
        for place, each in enumerate(asked):
            start = perf_counter()
            run(each)
            taken = (perf_counter() - start) * 1000
            fastest[place] = min(fastest[place], taken)
    return Times(name, tuple(fastest))


def _load(holder: Holder, today: date) -> tuple[float, int]:
    """Seconds, and by how many bytes the process has grown."""
    gc.collect()
    before, start = resident_bytes(), perf_counter()
    holder.current(today)
    seconds = perf_counter() - start
    gc.collect()
    grown = resident_bytes() - before
    gc.freeze()  # as the web server does before it forks
    return seconds, grown


def resident_bytes() -> int:
    """Memory of this process; 0 where there is no /proc."""
    if not STATISTICS.exists():
        return 0
    return int(STATISTICS.read_text().split()[1]) * resource.getpagesize()


def _edits(holder: Holder, size: int, today: date) -> Times:
    """What another process does to see that one facility changed."""
    taken = []
    for number in range(1, EDITS + 1):
        changed = number * size // (EDITS + 1)
        SearchChange.objects.using(holder.using).create(facility_id=changed)
        start = perf_counter()
        holder.current(today)
        taken.append((perf_counter() - start) * 1000)
    return Times("one facility changed", tuple(taken))


def _new_day(holder: Holder, today: date) -> float:
    start = perf_counter()
    holder.current(today + timedelta(days=1))
    return (perf_counter() - start) * 1000
