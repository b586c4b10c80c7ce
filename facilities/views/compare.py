"""Two to four clinics side by side. The address holds the whole comparison."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from defusedcsv import csv
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.comparison import (
    MOST_FACILITIES,
    Column,
    Comparison,
    columns_of,
    sheet,
)
from facilities.criteria import CRITERIA
from facilities.filters.compared import DIFFERENCES, MINE, Choice, read_choice
from facilities.models import Facility
from facilities.search import CORE
from facilities.views.adding import read_adding


@dataclass(frozen=True, slots=True)
class Head:
    """A clinic at the head of its column, and where the page leads from there.

    ``earlier`` and ``later`` are empty at the ends.
    """

    letter: str
    column: Column
    without: str
    earlier: str = ""
    later: str = ""


@login_not_required
@require_safe
def compare(request):
    today, asked = timezone.now().date(), read_choice(request.GET)
    listed, columns = columns_of(Facility.objects.published(), asked.slugs, today)
    choice = replace(asked, slugs=tuple(column.slug for column in columns))
    adding = read_adding(request.GET, columns, today)
    if adding.meant:
        # Up to the table: the form leads to itself, at the end of the page.
        return redirect(f"{with_one_more(choice, adding.meant)}#main")
    context = {
        "today": today,
        "facilities": columns,
        "unknown": [slug for slug in asked.slugs if slug not in listed],
        "left_out": len(listed) - len(columns),
        "adding": adding,
        "offers": offers(choice, adding.named or adding.others),
    }
    context |= side_by_side(choice, columns)
    return TemplateResponse(request, "facilities/compare.html", context)


@login_not_required
@require_safe
def compare_csv(request):
    today, choice = timezone.now().date(), read_choice(request.GET)
    _listed, columns = columns_of(Facility.objects.published(), choice.slugs, today)
    rows = sheet(Comparison(columns, choice.mine, choice.must))
    return spreadsheet(rows, f"comparison-{today.isoformat()}.csv")


def spreadsheet(rows: Iterable[Iterable[str]], name: str) -> HttpResponse:
    """CSV of which no spreadsheet program takes any text for a formula."""
    # Excel reads UTF-8 only behind a byte order mark.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response


def side_by_side(choice: Choice, columns: tuple[Column, ...]) -> dict[str, object]:
    comparison = Comparison(columns, choice.mine, choice.must)
    of_columns = list(heads(choice, comparison))
    return {
        "choice": choice,
        "comparison": comparison,
        "heads": of_columns,
        "asking": [(each, comparison.questions_to(each.column)) for each in of_columns],
        "links": links(choice),
        "criteria_count": len(CRITERIA),
        "most": MOST_FACILITIES,
    }


def address(choice: Choice, **changes) -> str:
    return f"{reverse('facilities:compare')}?{choice.query(**changes)}"


def with_one_more(choice: Choice, facility: Facility) -> str:
    return address(choice, slugs=(*choice.slugs, facility.slug))


def offers(
    choice: Choice, facilities: Sequence[Facility]
) -> list[tuple[Facility, str]]:
    return [(each, with_one_more(choice, each)) for each in facilities]


def heads(choice: Choice, comparison: Comparison) -> Iterator[Head]:
    slugs, last = choice.slugs, len(choice.slugs) - 1
    for place, (letter, column) in enumerate(comparison.lettered):
        without = slugs[:place] + slugs[place + 1 :]
        yield Head(
            letter,
            column,
            without=address(choice, slugs=without),
            earlier=address(choice, slugs=swapped(slugs, place - 1)) if place else "",
            later=address(choice, slugs=swapped(slugs, place)) if place < last else "",
        )


def swapped(slugs: tuple[str, ...], place: int) -> tuple[str, ...]:
    """With the one at a place and the next the other way round."""
    return (*slugs[:place], slugs[place + 1], slugs[place], *slugs[place + 2 :])


def links(choice: Choice) -> dict[str, str]:
    """The page itself, in the forms that can be passed on."""
    return {
        "page": address(choice),
        "differences": address(choice, only=(DIFFERENCES,)),
        "mine": address(choice, only=(MINE,)),
        "explained": f"{reverse('facilities:explain')}?{choice.query()}",
        "csv": f"{reverse('facilities:compare-csv')}?{choice.query()}",
        "core": address(choice, mine=CORE, must=()),
    }
