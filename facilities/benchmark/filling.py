"""Invented facilities by the million, the same ones every time.

The database makes them itself: chance is a hash of a facility's number, of what is
decided and of nothing else. How often each thing is true is made up, but not all even.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connections

from facilities.criteria import CRITERIA, FIELDS, Field, FieldType, KeptAs
from facilities.criteria.fields import JsonValue
from facilities.geo.places import read_places
from facilities.search.keys import GROUP_OF_FIELD

TABLES = (
    "facilities_facility",
    "facilities_claim",
    "facilities_price",
    "facilities_criterionresult",
    "facilities_facilityflag",
)
LANGUAGES = ("en", "es", "es-MX", "vi", "zh-Hant", "ru", "ar", "ase", "fr", "tl")
NAMES = (
    *("Harbor", "Summit", "Willow", "Clear", "Bright", "River", "Cedar", "Lumen"),
    *("Aspen", "Beacon", "Canyon", "Delta", "Ember", "Forest", "Grove", "Haven"),
    *("Island", "Juniper", "Kindred", "Lakeside", "Maple", "North", "Oak", "Pine"),
    *("Quiet", "Ridge", "Stone", "Tide", "Union", "Valley", "Water", "Zenith"),
)
KINDS = ("Ketamine Clinic", "Wellness", "Psychiatry", "Pain Center", "Infusions")
SURNAMES = 400

# Between 0 and 999, and the same whenever it is asked.
CHANCE = """
    CREATE OR REPLACE FUNCTION pg_temp.chance(facility bigint, what text) RETURNS int
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT (hashtextextended(what, facility) & 1048575)::int %% 1000 $$
"""
FACILITIES = """
    INSERT INTO facilities_facility (slug, name, name_line_2, npi, website, street_1,
        street_2, city, state, postal_code, is_address_withheld, address_precision,
        latitude, longitude, point_precision, details_origin, details_stated_on,
        listing_status, published_at, operating_status, closed_reason, is_sample)
    SELECT 'clinic-' || number,
        (%(names)s::text[])[
                1 + chance(number, 'name') %% cardinality(%(names)s::text[])]
            || ' ' || chr(65 + chance(number, 'letter') %% 26)
            || substr(md5((chance(number, 'surname') %% %(surnames)s)::text), 1, 5)
            || ' ' || (%(kinds)s::text[])[
                1 + chance(number, 'kind') %% cardinality(%(kinds)s::text[])],
        CASE WHEN chance(number, 'line') < 200 THEN 'Suite ' || number %% 97
            ELSE '' END,
        '', '', '1 Street', '', city, state, code, false, 'street',
        latitude + (chance(number, 'north') - 500) / 5000.0,
        longitude + (chance(number, 'east') - 500) / 5000.0,
        'address', 'provider', %(today)s, 'published', now(), 'open', '', false
    FROM generate_series(1, %(count)s) AS number JOIN pg_temp.place
        ON position = hashint8extended(number, 7) & 16383
"""
CLAIMS = """
    INSERT INTO facilities_claim (facility_id, field, value, status, origin, edition,
        stated_on, evidence_kind, source, verified_by_id, verified_on, expires_on)
    SELECT facility, field, value, status,
        CASE WHEN edition IS NULL THEN 'provider' ELSE 'samhsa' END, edition,
        %(today)s,
        CASE WHEN status = 'attested' THEN '' ELSE 'paper' END,
        CASE WHEN status = 'attested' THEN '' ELSE 'a paper' END,
        CASE WHEN status <> 'attested' THEN 1 END,
        CASE WHEN status <> 'attested' THEN day END,
        CASE WHEN status <> 'attested'
            THEN day + 120 + chance(facility, field || ' until') %% 300 END
    FROM (
        SELECT facility.id AS facility, field, (
                SELECT CASE WHEN field = 'accepting_new_patients'
                    THEN to_jsonb(min(choice)) ELSE jsonb_agg(choice ORDER BY place) END
                FROM unnest(string_to_array(choices, ' '))
                    WITH ORDINALITY AS option (choice, place)
                WHERE chance(facility.id, field || choice)
                    < 120 + 37 * place %% 400
            ) AS value,
            CASE WHEN field = 'samhsa_codes' THEN 'attested'
                WHEN chance(facility.id, field || ' seen') < 150 THEN 'document_seen'
                WHEN chance(facility.id, field || ' seen') > 990 THEN 'contradicted'
                ELSE 'attested' END AS status,
            CASE WHEN field = 'samhsa_codes'
                THEN 2020 + chance(facility.id, 'edition') %% 4 END AS edition,
            %(today)s - chance(facility.id, field || ' on') %% 400 AS day
        FROM facilities_facility AS facility
        CROSS JOIN unnest(%(fields)s::text[], %(choices)s::text[])
            AS stated (field, choices)
        WHERE chance(facility.id, field || ' said') < 800
    ) AS claim
    WHERE value IS NOT NULL
"""
PRICES = """
    INSERT INTO facilities_price (facility_id, kind, low_cents, high_cents, currency,
        status, origin, stated_on, evidence_kind, source)
    SELECT id, 'session', cents, cents + 5000, 'USD', 'attested', 'provider',
        %(today)s, '', ''
    FROM (SELECT id, 15000 + 100 * chance(id, 'price') AS cents
        FROM facilities_facility WHERE chance(id, 'priced') < 600) AS priced
"""
RESULTS = """
    INSERT INTO facilities_criterionresult (facility_id, criterion, status, level,
        confirmed_until, confirmed_status, confirmed_status_until)
    SELECT facility, criterion, status,
        CASE WHEN is_sure THEN 'document_seen' ELSE 'attested' END,
        CASE WHEN is_sure THEN until END,
        proven, CASE WHEN proven <> '' THEN until END
    FROM (
        SELECT *, CASE WHEN is_sure AND status IN ('meets', 'partly_meets') THEN status
            WHEN is_partly_sure THEN 'partly_meets' ELSE '' END AS proven
        FROM (
            SELECT id AS facility, criterion,
                CASE WHEN chance(id, criterion || ' is') < 450 THEN 'meets'
                    WHEN chance(id, criterion || ' is') < 650 THEN 'partly_meets'
                    WHEN chance(id, criterion || ' is') < 950 THEN 'does_not_meet'
                    ELSE 'not_applicable' END AS status,
                chance(id, 'careful') < 500
                    AND chance(id, criterion || ' sure') < 500 AS is_sure,
                chance(id, criterion || ' better') < 20 AS is_partly_sure,
                %(today)s - 20 + chance(id, criterion || ' until') %% 365 AS until
            FROM facilities_facility
            CROSS JOIN unnest(%(criteria)s::text[]) AS criterion
            WHERE chance(id, criterion || ' said') < 650
        ) AS known
    ) AS result
"""
ANSWERS = """
    INSERT INTO facilities_claim (facility_id, field, value, status, origin, stated_on,
        evidence_kind, source, verified_by_id, verified_on, expires_on)
    SELECT id, field, value, CASE WHEN is_seen THEN 'document_seen' ELSE 'attested' END,
        'provider', %(today)s,
        CASE WHEN is_seen THEN 'paper' ELSE '' END,
        CASE WHEN is_seen THEN 'a paper' ELSE '' END,
        CASE WHEN is_seen THEN 1 END,
        CASE WHEN is_seen THEN %(today)s - 30 END,
        CASE WHEN is_seen THEN %(today)s + 300 END
    FROM (
        SELECT id, field, value, chance(id, field || ' seen') < 300 AS is_seen
        FROM facilities_facility
        CROSS JOIN unnest(%(fields)s::text[], %(values)s::jsonb[])
            AS answer (field, value)
        WHERE slug = ANY(%(slugs)s::text[])
    ) AS answered
    ON CONFLICT (facility_id, field) DO NOTHING
"""
FLAGS = """
    INSERT INTO facilities_facilityflag (facility_id, flag, established_until)
    SELECT id, 'open-regulator-warning', %(today)s + chance(id, 'ends') %% 300
    FROM facilities_facility WHERE chance(id, 'warned') < 30
"""


def fill(count: int, *, today: date, using: str) -> None:
    """Add so many facilities, all listed. Nothing checks them: they are not real."""
    parameters = _parameters(count, today)
    with connections[using].cursor() as cursor:
        _copy_places(cursor)
        _run(cursor, (FACILITIES, CLAIMS, PRICES, RESULTS, FLAGS), parameters)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _run(cursor, statements: Iterable[str], parameters: dict) -> None:
    """With no history, no checks of references: only who owns the server may say so."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(CHANCE.replace("%%", "%"))
    for statement in statements:
        text = statement.replace("chance(", "pg_temp.chance(")
        cursor.execute(text, parameters)
    cursor.execute("SET session_replication_role = origin")


def answer_all(slugs: Sequence[str], *, today: date, using: str) -> None:
    """Let some facilities answer every question that is answered by choosing."""
    values = {name: _chosen(field) for name, field in FIELDS.items()}
    answers = {name: json.dumps(each) for name, each in values.items() if each}
    parameters = {
        "slugs": list(slugs),
        "today": today,
        "fields": list(answers),
        "values": list(answers.values()),
    }
    with connections[using].cursor() as cursor:
        _run(cursor, [ANSWERS], parameters)
        cursor.execute("ANALYZE facilities_claim")


def _chosen(field: Field) -> JsonValue | None:
    """The first choice, or two of several."""
    if field.is_derived or field.shape or field.kept_as != KeptAs.CLAIM:
        return None
    if field.type == FieldType.MULTI:
        return list(field.allowed_values[:2])
    if field.type == FieldType.BOOL:
        return True
    return next(iter(field.allowed_values), None)


def _parameters(count: int, today: date) -> dict:
    fields = [*GROUP_OF_FIELD, "samhsa_codes"]
    choices = {field: FIELDS[field].allowed_values for field in fields}
    choices["languages"] = LANGUAGES
    return {
        "count": count,
        "today": today,
        "names": list(NAMES),
        "kinds": list(KINDS),
        "surnames": SURNAMES,
        "fields": fields,
        "choices": [" ".join(choices[field]) for field in fields],
        "criteria": list(CRITERIA),
    }


def _copy_places(cursor) -> None:
    """16,384 ZIP areas, more of them where more people live."""
    places = [place for place in read_places() if place.latitude is not None]
    cursor.execute(
        "CREATE TEMPORARY TABLE place (position int PRIMARY KEY, code text, city text,"
        " state text, latitude float8, longitude float8)"
    )
    with cursor.copy("COPY place FROM STDIN") as copy:
        for position in range(16_384):
            place = places[position * len(places) // 16_384]
            copy.write_row((position, *_columns(place)))


def _columns(place) -> tuple:
    return place.code, place.city, place.state, place.latitude, place.longitude
