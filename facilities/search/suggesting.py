"""Did you mean: for words in which nothing was found, the nearest that are known."""

from itertools import islice, product

from django.db import DEFAULT_DB_ALIAS, connections
from rapidfuzz import process
from rapidfuzz.distance import OSA

from facilities.search.snapshot import Snapshot
from facilities.search.words import (
    FACILITY_WORDS,
    ORGANIZATION_WORDS,
    found_in,
    words_in,
)

LEAST_LIKENESS = 0.7
MOST_SUGGESTIONS = 3
MOST_TRIED = 12

KNOWN_WORDS = f"""
    SELECT word, count(*) FROM (
        SELECT unnest(tsvector_to_array({FACILITY_WORDS})) AS word
        FROM facilities_facility AS facility WHERE listing_status = 'published'
        UNION ALL
        SELECT unnest(tsvector_to_array({ORGANIZATION_WORDS})) AS word
        FROM facilities_organization AS organization
    ) AS known GROUP BY word
"""  # noqa: S608 -- made of what stands in words, and of nothing else

Vocabulary = dict[str, int]


def suggestions(
    text: str, snapshot: Snapshot, *, using: str = DEFAULT_DB_ALIAS
) -> list[str]:
    """Up to three texts like this one that something is found in, the nearest first.

    The known words are read once a day, so the latest may be missing; what is suggested
    is always looked up.
    """
    words = words_in(text)
    known = _known_words(snapshot, using)
    if not words or all(word in known for word in words):
        return []
    options = [_options(word, known) for word in words[:-1]]
    options.append(_options(words[-1], known, is_last=True))
    tries = islice(product(*options), MOST_TRIED)
    texts = dict.fromkeys(" ".join(each) for each in tries if [*each] != words)
    found = (text for text in texts if len(found_in(text, using=using)))
    return list(islice(found, MOST_SUGGESTIONS))


def _known_words(snapshot: Snapshot, using: str) -> Vocabulary:
    day, known = snapshot.kept.get("words", (None, {}))
    if day != snapshot.day:
        with connections[using].cursor() as cursor:
            cursor.execute(KNOWN_WORDS)
            known = dict(cursor.fetchall())
        snapshot.kept["words"] = snapshot.day, known
    return known


def _options(word: str, known: Vocabulary, *, is_last: bool = False) -> list[str]:
    """What might have been meant: itself if it is known, or else the nearest."""
    is_begun = is_last and any(each.startswith(word) for each in known)
    if word in known or is_begun:
        return [word]
    near = process.extract(
        word, known.keys(), scorer=OSA.normalized_similarity, limit=10,
        score_cutoff=LEAST_LIKENESS,
    )  # fmt: skip
    best = sorted(near, key=lambda each: (-each[1], -known[each[0]], each[0]))
    return [each for each, _likeness, _place in best[:MOST_SUGGESTIONS]]
