"""Full text: which facilities have every word typed, in a name or the city.

Names are those of the facility, its second line, and of the organization. PostgreSQL
finds them, by the GIN indexes over ``facilities.models.search.Words``; the last word
may be the beginning of one. A word is letters and digits only, so that nothing in it
can mean anything to the database.
"""

import re
import unicodedata

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connections

from facilities.models.search import WORDS

DROPPED = re.compile("[\u0300-\u036f'\u2019]")
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 50
MOST_WORDS = 50  # of 100 characters, which is the longest text a form takes

FACILITY_WORDS = WORDS % {
    "expressions": "facility.name || ' ' || facility.name_line_2"
    " || ' ' || facility.city"
}
ORGANIZATION_WORDS = WORDS % {"expressions": "organization.name"}
HAS_WORD = f"""
    ({FACILITY_WORDS} @@ %s::tsquery
    OR facility.organization_id = ANY(ARRAY(
        SELECT organization.id FROM facilities_organization AS organization
        WHERE {ORGANIZATION_WORDS} @@ %s::tsquery)))
"""  # noqa: S608 -- made of what stands above, and of nothing else


def words_in(text: str) -> list[str]:
    """The words of a text, each once, as the database has them."""
    plain = DROPPED.sub("", unicodedata.normalize("NFKD", text)).lower()
    words = (word[:LONGEST_WORD] for word in WORD.findall(plain))
    return list(dict.fromkeys(words))[:MOST_WORDS]


def found_in(text: str, *, using: str = DEFAULT_DB_ALIAS) -> np.ndarray:
    """The primary keys of listed facilities that have every word of a text."""
    condition, parameters = has_words(text)
    with connections[using].cursor() as cursor:
        cursor.execute(FOUND.format(condition=condition), parameters)
        [packed] = cursor.fetchone()
    return np.frombuffer(packed or b"", dtype=">i8").astype(np.int64)


FOUND = """
    SELECT string_agg(int8send(id), '') FROM facilities_facility AS facility
    WHERE listing_status = 'published' AND ({condition})
"""


def has_words(text: str) -> tuple[str, list[str]]:
    """The condition, for a table called ``facility``, and its parameters.

    A text without any word is in nothing.
    """
    *whole, last = words_in(text) or [""]
    if not last:
        return "false", []
    queries = [f"'{word}'" for word in whole] + [f"'{last}':*"]
    parameters = [each for query in queries for each in (query, query)]
    return " AND ".join([HAS_WORD] * len(queries)), parameters
