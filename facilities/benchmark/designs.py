"""What each design gives for one search, in one shape so that it can be compared."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from facilities.benchmark.counting import ANY, Counting, Values
from facilities.benchmark.questions import Search
from facilities.matching import in_order
from facilities.models import Facility
from facilities.search import Answer, found_in
from facilities.search.holding import Holder


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many are found, the rows of the first page, and how many for each value."""

    total: int
    rows: list[Facility]
    counts: dict[str, Counter]

    def differs_from(self, other: "Outcome") -> list[str]:
        """The groups that are counted otherwise; a value nobody has may be missing."""
        groups = sorted(self.counts.keys() | other.counts.keys())
        differing = [
            group
            for group in groups
            if +self.counts.get(group, Counter()) != +other.counts.get(group, Counter())
        ]
        return differing if self.total == other.total else ["total", *differing]


@dataclass(frozen=True, slots=True)
class IndexDesign:
    """As a page does it: text by the database, the index, the rows of the page."""

    holder: Holder
    today: date

    def answer(self, search: Search) -> Answer:
        question, using = search.question, self.holder.using
        if search.text:
            question = replace(question, text=found_in(search.text, using=using))
        return Answer(self.holder.current(self.today), question)

    def run(self, search: Search) -> Outcome:
        answer = self.answer(search)
        rows = Facility.objects.using(self.holder.using).in_bulk(answer.pks)
        page = [rows[pk] for pk in answer.pks]
        return Outcome(answer.total, page, counts_of(answer))

    def all_pks(self, search: Search) -> list[int]:
        """All that is found, in order."""
        answer = self.answer(search)
        whole = replace(answer.question, limit=answer.total)
        return Answer(answer.snapshot, whole).pks


def counts_of(answer: Answer) -> dict[str, Counter]:
    """All that a page counts."""
    return dict(answer.counts) | {
        "must": answer.criteria_counts,
        "radius": Counter(
            {str(miles or ANY): each for miles, each in answer.radius_counts.items()}
        ),
        "switches": Counter(
            confirmed=answer.count_if_confirmed_only,
            partly=answer.count_if_partly_enough,
        ),
    }


def work_out(answer: Answer) -> None:
    """All of an answer but the rows of its page, as if it were asked for anew."""
    fresh = Answer(answer.snapshot, answer.question)
    counts_of(fresh)
    _ = fresh.pks, fresh.miles, fresh.blocks


@dataclass(frozen=True, slots=True)
class OrmDesign:
    """``is_grouped``: one grouped query for several values; or else one for each."""

    using: str
    today: date
    values: Values
    is_grouped: bool

    def run(self, search: Search) -> Outcome:
        counting = self.counting(search)
        page = list(self.in_order(counting)[: search.question.limit])
        counts = (
            counting.by_group() if self.is_grouped else counting.by_value(self.values)
        )
        return Outcome(counting.number(), page, counts)

    def counting(self, search: Search) -> Counting:
        listed = Facility.objects.using(self.using).published()
        return Counting(search.terms, listed, self.today)

    def in_order(self, counting: Counting):
        return in_order(counting.terms, counting.found(), self.today)

    def all_pks(self, search: Search) -> list[int]:
        found = self.in_order(self.counting(search))
        return list(found.values_list("pk", flat=True))
