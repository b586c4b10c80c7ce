"""Whether rows have changed, as PostgreSQL itself knows it."""

from functools import cache

from django.db import models
from django.db.models.expressions import RawSQL

# After every change a row has a new writer (xmin) or a new place (ctid), and no two
# rows of a table share both.
VERSION = "hashtextextended(concat_ws(' ', {table}.xmin, {table}.ctid), 0)"
VERSIONS = (
    "(SELECT bit_xor({version}) FROM {table}"
    " WHERE {table}.{column} = {owner}.{primary_key})"
)


@cache
def row_versions(model: type[models.Model], *relations: str) -> RawSQL:
    """A text that stays the same only while nothing is written to these rows.

    They are the row of ``model`` itself and those of the ``relations`` that lead to it.
    """
    options = model._meta  # noqa: SLF001 -- public, whatever its name
    owner = f'"{options.db_table}"'
    parts = [VERSION.format(table=owner)]
    for name in relations:
        relation = options.get_field(name)
        table = f'"{relation.related_model._meta.db_table}"'  # noqa: SLF001
        part = VERSIONS.format(
            version=VERSION.format(table=table),
            table=table,
            column=f'"{relation.field.column}"',
            owner=owner,
            primary_key=f'"{options.pk.column}"',
        )
        parts.append(f"coalesce({part}, 0)")
    text = f"concat_ws(' ', {', '.join(parts)})"
    # Nothing but the names of our own tables and columns is in it.
    return RawSQL(text, [], output_field=models.TextField())  # noqa: S611
