"""Bringing one of SAMHSA's directories into the database.

What a facility shows is worked out anew from all its records each time, so that the
order in which editions are imported does not matter, nor how often. What a clinic or a
moderator stated is never touched.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from facilities.actions.changing import Refused, recorded
from facilities.actions.listing import free_slug
from facilities.actions.places import load_places
from facilities.actions.samhsa_listing import add_doubts, list_what_samhsa_reports
from facilities.actions.samhsa_settling import (
    WIPED,
    Basis,
    assign,
    columns_of,
    settle,
    write_changes,
)
from facilities.enums import Origin
from facilities.exchange.samhsa.matching import certain_matches, trace
from facilities.exchange.samhsa.rows import Row
from facilities.exchange.samhsa.standing import (
    known_traces,
    source_name,
    withheld_facilities,
)
from facilities.exchange.samhsa.workbook import Workbook
from facilities.geo.places import Place, Places
from facilities.models import Claim, Facility, PostalCode, SamhsaEdition, SamhsaRecord

BATCH = 500
LOCK = 20_230_620  # any number that no other lock of this database has
MOST_GONE = 0.2  # of an edition's rows; more, and the workbook may be a part of it
Batch = list[tuple[str, Row]]


@dataclass(slots=True)
class ImportReport:
    """What an import did. Lists hold the numbers of rows in the sheet."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    published: int = 0
    archived: int = 0
    held_back: int = 0
    listed: int = 0
    doubtful: int = 0
    withheld: list[int] = field(default_factory=list)
    streets_not_kept: list[int] = field(default_factory=list)
    withheld_but_stated: list[int] = field(default_factory=list)


def import_samhsa(
    *,
    workbook: Workbook,
    at: datetime,
    may_replace: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ImportReport:
    """Write a directory, in batches that are each whole. A second run changes nothing.

    An edition is what its last workbook says: rows that are not in it any more go.
    """
    with _one_at_a_time():
        if not PostalCode.objects.exists():
            load_places()
        run = _Import(workbook, at, may_replace=may_replace)
        rows = list(workbook.rows.items())
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            run.write(batch)
            progress(len(batch))
        run.drop_what_is_gone()
        run.finish()
        return run.report


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Refused(_("Another import is running. Wait until it has ended."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


class _Import:
    def __init__(self, workbook: Workbook, at: datetime, *, may_replace: bool):
        self.workbook, self.at = workbook, at
        self.report = ImportReport()
        self.reason = f"SAMHSA {workbook.book} directory {workbook.edition} imported"
        own = SamhsaRecord.objects.filter(book=workbook.book, edition=workbook.edition)
        self.records = {record.row_key: record for record in own}
        self.gone = {
            record.facility_id: record
            for key, record in self.records.items()
            if key not in workbook.rows
        }
        self._refuse_a_part_of_a_workbook(may_replace=may_replace)
        self.facility_of = self._matched()
        self.slugs = set(Facility.objects.values_list("slug", flat=True))
        self.edition = self._entered_edition()
        self.basis = self._basis()

    def _refuse_a_part_of_a_workbook(self, *, may_replace: bool) -> None:
        if may_replace or len(self.gone) <= MOST_GONE * len(self.records):
            return
        raise Refused(
            _(
                "Of the %(all)d rows imported before for this edition, %(gone)d are not"
                " in this workbook. Is it whole, and the right edition? If it is, say"
                " --replace."
            )
            % {"gone": len(self.gone), "all": len(self.records)}
        )

    def _matched(self) -> dict[str, int]:
        rows = self.workbook.rows
        source = source_name(self.workbook.book, self.workbook.edition)
        settled = {
            key: record.facility_id
            for key, record in self.records.items()
            if key in rows
        }
        traces = [trace(key, source, row.printed) for key, row in rows.items()]
        return settled | certain_matches(traces, known_traces(), settled=settled)

    def _entered_edition(self) -> SamhsaEdition:
        """The edition with its date; not complete before all its rows are."""
        dated = self.workbook.stated_on
        middle_of_year = min(date(self.workbook.edition, 7, 1), self.at.date())
        with recorded(by=None, reason=self.reason):
            edition, _created = SamhsaEdition.objects.get_or_create(
                book=self.workbook.book,
                edition=self.workbook.edition,
                defaults={"stated_on": dated or middle_of_year},
            )
            if dated and assign(edition, {"stated_on": dated}):
                edition.save(update_fields=["stated_on"])
        return edition

    def _basis(self) -> Basis:
        withheld_rows = {
            facility_id
            for key, facility_id in self.facility_of.items()
            if self.workbook.rows[key].printed.is_withheld
        }
        places = PostalCode.objects.values_list(
            "code", "city", "state", "latitude", "longitude"
        )
        return Basis(
            places=Places(Place(*row) for row in places),
            withheld=withheld_facilities() | withheld_rows,
            editions={
                (each.book, each.edition): each.stated_on
                for each in SamhsaEdition.objects.all()
            },
            on=self.at.date(),
        )

    def write(self, batch: Batch) -> None:
        known = {self.facility_of.get(key) for key, _row in batch}
        with recorded(by=None, reason=self.reason):
            facilities = self._locked(known)
            created = self._add_facilities(batch)
            changed = self._write_records(batch)
            facilities += created
            changed |= settle(facilities, self.basis)
        self._count(batch, {facility.pk for facility in created}, changed)
        self._note_withheld(batch, {facility.pk: facility for facility in facilities})

    def _locked(self, facility_ids) -> list[Facility]:
        locked = Facility.objects.select_for_update().order_by("pk")
        return list(locked.filter(pk__in=facility_ids - {None}))

    def _add_facilities(self, batch: Batch) -> list[Facility]:
        """A facility of its own, which nobody can see yet, for each row without one."""
        new = [(key, row) for key, row in batch if key not in self.facility_of]
        facilities = []
        for key, row in new:
            record = SamhsaRecord(**self._record_columns(key, row, is_withheld=False))
            slug = free_slug(record.name_1, record.city, record.state, self.slugs)
            facilities.append(Facility(slug=slug, **columns_of(record, self.basis)))
        Facility.objects.bulk_create(facilities)
        for (key, row), facility in zip(new, facilities, strict=True):
            self.facility_of[key] = facility.pk
            if row.printed.is_withheld:
                self.basis.withheld.add(facility.pk)
        return facilities

    def _record_columns(self, key: str, row: Row, *, is_withheld: bool) -> dict:
        printed = row.printed
        columns = {
            "book": self.workbook.book,
            "edition": self.workbook.edition,
            "row_key": key,
            "name_1": printed.name_1,
            "name_2": printed.name_2,
            "street_1": printed.street_1,
            "street_2": printed.street_2,
            "is_address_withheld": False,
            "city": printed.city,
            "state": printed.state,
            "postal_code": printed.postal_code,
            "phone": printed.phone,
            "intake_phones": list(row.intake_phones),
            "codes": list(row.codes),
        }
        return columns | (WIPED if is_withheld or printed.is_withheld else {})

    def _write_records(self, batch: Batch) -> set[int]:
        """A record for each row; one that the workbook changed takes its old place."""
        created, updated, changed = [], {}, set()
        for key, row in batch:
            facility_id = self.facility_of[key]
            is_withheld = facility_id in self.basis.withheld
            columns = self._record_columns(key, row, is_withheld=is_withheld)
            record = self.records.get(key) or self.gone.pop(facility_id, None)
            if record is None:
                created.append(SamhsaRecord(facility_id=facility_id, **columns))
            elif found := assign(record, columns):
                updated[record.pk] = found
                changed.add(facility_id)
        SamhsaRecord.objects.bulk_create(created)
        write_changes(SamhsaRecord, updated)
        return changed | {record.facility_id for record in created}

    def _count(self, batch: Batch, created: set[int], changed: set[int]) -> None:
        for key, _row in batch:
            if self.facility_of[key] in created:
                self.report.created += 1
            elif self.facility_of[key] in changed:
                self.report.updated += 1
            else:
                self.report.unchanged += 1

    def _note_withheld(self, batch: Batch, facilities: dict[int, Facility]) -> None:
        for key, row in batch:
            facility = facilities[self.facility_of[key]]
            if facility.pk not in self.basis.withheld:
                continue
            if not row.printed.is_withheld:
                self.report.streets_not_kept.append(row.number)
                continue
            self.report.withheld.append(row.number)
            if facility.street_1:
                self.report.withheld_but_stated.append(row.number)

    def drop_what_is_gone(self) -> None:
        gone = sorted(self.gone)
        self.report.gone = len(gone)
        for start in range(0, len(gone), BATCH):
            with recorded(by=None, reason=self.reason):
                batch = set(gone[start : start + BATCH])
                facilities = self._locked(batch)
                records = [self.gone[facility_id].pk for facility_id in batch]
                SamhsaRecord.objects.filter(pk__in=records).delete()
                settle(facilities, self.basis)

    def finish(self) -> None:
        """What depends on the whole: doubts, and what is listed."""
        report = self.report
        with recorded(by=None, reason=self.reason):
            if assign(self.edition, {"is_complete": True}):
                self.edition.save(update_fields=["is_complete"])
            report.doubtful = add_doubts()
            changes = list_what_samhsa_reports(at=self.at)
        report.published = len(changes.publish)
        report.archived = len(changes.archive)
        report.held_back = len(changes.held_back)
        listed = Facility.objects.real().published()
        report.listed = listed.filter(details_origin=Origin.SAMHSA).count()
        if report.created or report.updated or report.gone:
            _count_anew()


def _count_anew() -> None:
    """Without fresh counts PostgreSQL plans badly after this many new rows."""
    tables = [model._meta.db_table for model in (Facility, SamhsaRecord, Claim)]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
