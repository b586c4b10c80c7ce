"""Looking at all that is stored."""

from django.db import connection
from psycopg import sql

ROWS = sql.SQL("SELECT * FROM {} ORDER BY 1")
DIGEST = sql.SQL(
    "SELECT count(*), sum(hashtextextended(each::text, 0)) FROM {} AS each"
)


def all_rows() -> dict[str, list]:
    """Every row of every table, history included."""
    return {table: _select(ROWS, table) for table in _tables()}


def digests() -> dict[str, list]:
    """For each table what changes with any row of it: for when there are many."""
    return {table: _select(DIGEST, table) for table in _tables()}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("facilities_", "pghistory_"))
        )


def _select(query: sql.SQL, table: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier(table)))
        return cursor.fetchall()


def shown(facility) -> tuple:
    """What the public sees of a facility that SAMHSA describes."""
    columns = (
        "name",
        "name_line_2",
        "street_1",
        "street_2",
        "city",
        "state",
        "postal_code",
        "is_address_withheld",
        "latitude",
        "longitude",
        "point_precision",
        "details_edition",
        "details_stated_on",
        "listing_status",
    )
    phones = tuple(str(phone) for phone in facility.phones.all())
    return (*(getattr(facility, column) for column in columns), *phones)
