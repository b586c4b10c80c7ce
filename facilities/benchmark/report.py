"""The page that the benchmark writes."""

import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import django
from django.db import connection

from facilities.benchmark.measuring import ROUNDS, Figures, Times
from facilities.benchmark.pages import ROUNDS as PAGE_ROUNDS
from facilities.benchmark.pages import WITHOUT_WRK, PageTimes
from facilities.benchmark.questions import COUNT, MOST_FILTERS

PAGE = """# Benchmarks

Written by `make bench` on {today}; not to be edited. Times are milliseconds. The index
runs each search in {rounds} rounds and the fastest run counts, as other work on the
machine only adds to a time; the slow designs run each search once.

| | |
|---|---|
| machine | {cores} cores, {processor} |
| system | {system} |
| software | Python {python}, Django {django}, PostgreSQL {postgresql} |

The same {count} searches for every design and size, always the same ones: 1 to
{most_filters} filters, 40 % with a radius, 20 % with text; for each of them the first
20 facilities, and how many there are for each of about {values} values, every group
with its own selection left out. Data are invented by the same rule every time. The
slow designs run a part of the searches, evenly taken; the ratio is of medians on that
part. Whatever they find and count is compared with the index: the same facilities, the
same numbers.

## A search

"Index" is all of it: text found by the database, the index, whether it is up to date,
and the 20 rows fetched by the ORM. "Index alone" is the part in memory.

| facilities | design | searches | median | 95 % are below | index is faster by |
|---|---|---|---|---|---|
{searches}

## The index

| facilities | in memory | process grows by | loaded in | one facility changed | \
a new day |
|---|---|---|---|---|---|
{upkeep}

"One facility changed" is what a process does at its next search to see an edit that
was made in another: reading it, and making the next snapshot; median and the longest of
{edits}. "A new day" is what the first search after midnight waits for.

## A whole page

{pages}
"""
PAGES = """One web server process with the site's own settings, asked by `wrk` over one
connection again and again, as a browser asks (gzip). Nothing is cached from one request
to the next. "Empty page" is the base template with nothing in it, on the same server:
what every page costs. All clinics on these pages answer every question. The fastest of
{rounds} rounds counts.

| facilities | page | median | 95 % are below | times the empty page | compressed \
| queries |
|---|---|---|---|---|---|---|
{rows}"""
KILOBYTE, MEGABYTE = 1_000, 1_000_000


def written(
    figures: Sequence[Figures], pages: Sequence[Sequence[PageTimes]], *, today: date
) -> str:
    """``pages`` of each size, in the order of ``figures``."""
    return PAGE.format(
        today=today.isoformat(),
        cores=os.cpu_count(),
        processor=_processor(),
        system=platform.system(),
        python=platform.python_version(),
        django=django.get_version(),
        postgresql=_postgresql(),
        count=COUNT,
        rounds=ROUNDS,
        most_filters=MOST_FILTERS,
        values=max(each.values for each in figures),
        searches="\n".join(line for each in figures for line in _searches(each)),
        upkeep="\n".join(map(_upkeep, figures)),
        edits=len(figures[0].edit.milliseconds),
        pages=_whole_pages(figures, pages),
    )


def _whole_pages(
    figures: Sequence[Figures], pages: Sequence[Sequence[PageTimes]]
) -> str:
    if not all(pages):
        return WITHOUT_WRK
    rows = [
        _row(
            f"{one.size:,}",
            page.name,
            _milliseconds(page.median),
            _milliseconds(page.p95),
            f"{page.median / measured[0].median:.1f}",
            f"{page.bytes / KILOBYTE:.1f} KB",
            str(page.queries),
        )
        for one, measured in zip(figures, pages, strict=True)
        for page in measured
    ]
    return PAGES.format(rounds=PAGE_ROUNDS, rows="\n".join(rows))


def _searches(figures: Figures) -> list[str]:
    ratios = ["", "", *(f"{ratio:,.0f} times" for ratio in figures.ratios)]
    designs = [figures.index, figures.alone, *figures.slow]
    return [
        _row(f"{figures.size:,}", *_columns(times), ratio)
        for times, ratio in zip(designs, ratios, strict=True)
    ]


def _columns(times: Times) -> tuple[str, ...]:
    searches = str(len(times.milliseconds))
    return times.name, searches, _milliseconds(times.median), _milliseconds(times.p95)


def _upkeep(figures: Figures) -> str:
    longest = max(figures.edit.milliseconds)
    return _row(
        f"{figures.size:,}",
        f"{figures.index_bytes / MEGABYTE:.1f} MB",
        f"{figures.process_bytes / MEGABYTE:.0f} MB",
        f"{figures.load_seconds:.1f} s",
        f"{figures.edit.median:.1f} (longest {longest:.1f})",
        f"{figures.day_milliseconds:.1f}",
    )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _milliseconds(number: float) -> str:
    return f"{number:,.2f}" if number < 100 else f"{number:,.0f}"  # noqa: PLR2004


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
