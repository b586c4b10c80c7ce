"""What the index reads, as one statement: so it is all of one moment.

Each row is one set: what it is for, and the primary keys of its facilities (with a day
or two beside each where it ends), packed by the database into one value. So there are
some hundreds of rows, however many facilities there are.
"""

NONE = "SELECT NULL::bigint AS id"
# Of transactions before ``first`` a snapshot has seen every one: of the others,
# PostgreSQL says which.
UNSEEN = """
    version >= %(first)s
    AND NOT pg_visible_in_snapshot(version::text::xid8, %(seen)s::pg_snapshot)
"""
CHANGED = f"""
    SELECT DISTINCT facility_id AS id FROM facilities_searchchange WHERE {UNSEEN}
"""  # noqa: S608 -- made of what stands above, and of nothing else

# "C" is the order of bytes; "lower" is the database's, here and everywhere.
LISTED = """
    SELECT id, state, latitude, longitude, lower(name) COLLATE "C" AS name
    FROM facilities_facility WHERE listing_status = 'published' {and_chosen}
"""

# No change that the snapshot has not seen was pruned.
IS_WHOLE = """
    coalesce(
        pruned_to < %(first)s
        OR pg_visible_in_snapshot(pruned_by::text::xid8, %(seen)s::pg_snapshot),
        true
    )
"""
SEEN = """
    SELECT 'seen' AS kind, pg_current_snapshot()::text AS first,
        coalesce(rebuilt::text, '') AS second, {is_whole}::text AS third,
        NULL::bytea AS data
    FROM (SELECT 1) AS always LEFT JOIN facilities_searchversion ON true
"""
CHOSEN = """
    SELECT 'chosen', '', '', '', string_agg(int8send(id), '') FROM chosen
"""
PLACES = """
    SELECT 'places', '', '', '', string_agg(
        int8send(id) || int4send(octet_length(name))
        || float8send(coalesce(latitude, 'NaN'))
        || float8send(coalesce(longitude, 'NaN')), '' ORDER BY name, id)
    FROM listed
"""
NAMES = """
    SELECT 'names', '', '', '',
        string_agg(convert_to(name, 'UTF8'), '' ORDER BY name, id)
    FROM listed
"""
STATES = """
    SELECT 'value', 'state', state, '', string_agg(int8send(id), '')
    FROM listed GROUP BY state
"""
CLAIMS = """
    SELECT 'claim', field, element, '', string_agg(int8send(listed.id), '')
    FROM facilities_claim JOIN listed ON facility_id = listed.id
    CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE jsonb_typeof(value) WHEN 'array' THEN value
        ELSE jsonb_build_array(value) END) AS element
    WHERE field = ANY(%(fields)s) AND status <> 'contradicted'
        AND element IS NOT NULL {among}
    GROUP BY field, element
"""
PRICES = """
    SELECT 'value', 'price', ceiling::text, '', string_agg(int8send(listed.id), '')
    FROM facilities_price JOIN listed ON facility_id = listed.id
    JOIN unnest(%(ceilings)s::bigint[]) AS ceiling ON low_cents <= ceiling * 100
    WHERE kind = 'session' AND currency = 'USD' AND status <> 'contradicted' {among}
    GROUP BY ceiling
"""
CHECKS = """
    SELECT 'checks', '', '', '', string_agg(int8send(facility_id)
        || int4send(verified_on - %(origin)s) || int4send(until - %(origin)s), '')
    FROM (
        SELECT facility_id, verified_on, max(expires_on) AS until
        FROM facilities_claim JOIN listed ON facility_id = listed.id
        WHERE status = ANY(%(confirmed)s) {among}
        GROUP BY facility_id, verified_on
    ) AS standing
"""
RESULTS = """
    SELECT 'results', criterion, status, confirmed_status,
        string_agg(int8send(listed.id)
            || int4send(coalesce(confirmed_until - %(origin)s, 0))
            || int4send(coalesce(confirmed_status_until - %(origin)s, 0)), '')
    FROM facilities_criterionresult JOIN listed ON facility_id = listed.id
    WHERE criterion = ANY(%(criteria)s) {among}
    GROUP BY criterion, status, confirmed_status
"""
FLAGS = """
    SELECT 'flags', '', '', '', string_agg(
        int8send(facility_id) || int4send(until - %(origin)s), '')
    FROM (
        SELECT facility_id, max(least(established_until, raised_until)) AS until
        FROM facilities_facilityflag JOIN listed ON facility_id = listed.id
        WHERE flag = ANY(%(banners)s) AND established_until IS NOT NULL {among}
        GROUP BY facility_id
    ) AS flagged
"""

# Who and where they are comes first: the rest is put in by that.
PARTS = (
    *(SEEN, CHOSEN, PLACES, NAMES),
    *(STATES, CLAIMS, PRICES, CHECKS, RESULTS, FLAGS),
)


STATEMENT = f"""
    COPY (
        WITH chosen AS MATERIALIZED ({{chosen}}), listed AS MATERIALIZED ({LISTED})
        {" UNION ALL ".join(PARTS)}
    ) TO STDOUT (FORMAT BINARY)
"""
READ_ALL = STATEMENT.format(chosen=NONE, is_whole="true", and_chosen="", among="")
# Said once more, as an array, so that the indexes are used to look up a few.
READ_CHANGED = STATEMENT.format(
    chosen=CHANGED,
    is_whole=IS_WHOLE,
    and_chosen="AND id = ANY(ARRAY(SELECT id FROM chosen))",
    among="AND facility_id = ANY(ARRAY(SELECT id FROM listed))",
)

# Whether a snapshot is still up to date: asked for every search.
STATE = f"""
    SELECT coalesce(rebuilt::text, ''), {IS_WHOLE},
        (SELECT count(*) FROM facilities_searchchange WHERE {UNSEEN}),
        pg_current_xact_id_if_assigned() IS NOT NULL
    FROM (SELECT 1) AS always LEFT JOIN facilities_searchversion ON true
"""  # noqa: S608 -- made of what stands above, and of nothing else
