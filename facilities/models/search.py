"""What the search index is kept up to date by, and the words that are searched.

The index itself is in no table: see ``facilities.search``.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

# Accents and apostrophes are dropped, and what is no letter or digit parts words, so
# that "jose" finds "José's". Letters decompose first (NFKD); words end somewhere, as
# PostgreSQL refuses endless ones. ``facilities.search.words`` reads queries likewise.
WORDS = r"""array_to_tsvector(array_remove(string_to_array(lower(
regexp_replace(regexp_replace(regexp_replace(
normalize(%(expressions)s, NFKD), '[\u0300-\u036f''\u2019]', '', 'g'),
'[^[:alnum:]]+', ' ', 'g'),
'([[:alnum:]]{50})[[:alnum:]]+', '\1', 'g')
), ' '), ''))"""


class Words(models.Func):
    """The different words in some columns, for a GIN index and for ``@@``."""

    template = WORDS.replace("\n", "")
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


class TransactionNumber(models.Func):
    """The number of the transaction that writes the row."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class SearchVersion(models.Model):
    """One row: which rebuild of the index everybody must have, and what was pruned.

    All changes by transactions up to ``pruned_to`` may be gone; the transaction
    ``pruned_by`` removed them.
    """

    rebuilt = models.UUIDField(null=True, blank=True)
    pruned_to = models.BigIntegerField(default=0)
    pruned_by = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="there_is_one_search_version", condition=models.Q(pk=1)
            )
        ]

    def __str__(self):
        return f"rebuilt as {self.rebuilt}"


class SearchChange(models.Model):
    """A facility that the index must read again: its number, as it may be gone.

    ``version`` is the transaction that changed it. Whoever reads knows which
    transactions are in the index already, and so misses none, in whatever order they
    end; and nobody who writes has to wait for anybody.
    """

    version = models.BigIntegerField(db_default=TransactionNumber(), editable=False)
    facility_id = models.BigIntegerField()
    marked_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["version", "pk"]
        indexes = [models.Index("version", name="search_change_by_version")]

    def __str__(self):
        return f"{self.facility_id} in {self.version}"
