import copy
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.criteria import FIELDS, FieldType, InvalidValue, Shape
from facilities.criteria.fields import singular

NPI = "1234567893"


@pytest.mark.parametrize(
    ("name", "raw", "canonical"),
    [
        ("ae_log", "yes", True),
        ("vitals_interval_min", "15", 15),
        ("iv_max_mg_per_kg", "0.50", "0.5"),
        ("price_session_min", 450, "450"),
        ("years_offering", "2.5", "2.5"),
        ("license_expires_on", "2027-01-31", "2027-01-31"),
        ("acls_holder_every_session", "no", "no"),
        ("routes", ["oral", "iv"], ["iv", "oral"]),
        ("legal_name", " Larchwater  Health ", "Larchwater Health"),
        ("lead_prescriber_npi", NPI, NPI),
        ("organization_npi", NPI, NPI),
        ("license_jurisdiction", "us-or", "US-OR"),
        ("languages", ["es", "EN", "zh-hant", "en"], ["en", "es", "zh-Hant"]),
        ("languages", "es", ["es"]),
        ("opening_hours", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00"),
        ("phone", "+1 503 555 0100", "+15035550100"),
        ("price_currency", "USD", "USD"),
    ],
)
def test_field_cleans_by_its_type_and_shape(name, raw, canonical):
    cleaned = FIELDS[name].clean(raw)

    assert cleaned == canonical
    assert json.loads(json.dumps(cleaned)) == canonical


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("vitals_interval_min", 0),
        ("dependence_review_every_n_sessions", "0"),
        ("drill_interval_months", 0),
        ("ae_review_interval_months", 0),
        ("initial_course_sessions", 0),
        ("iv_max_mg_per_kg", "0"),
        ("iv_max_mg_per_kg", "50"),
        ("bp_hold_systolic", 1400),
        ("acls_holder_every_session", False),
        ("acls_holder_every_session", "most"),
        ("product_source", ["not_disclosed", "spravato"]),
        ("languages", ["bcp47"]),
        ("languages", ["en", 5]),
        ("languages", []),
        ("lead_prescriber_npi", "1234567890"),
        ("lead_prescriber_npi", 1234567893),
        ("license_number", "n/a"),
        ("license_jurisdiction", "Oregon"),
    ],
)
def test_field_refuses_what_would_read_as_better_than_it_is(name, raw):
    with pytest.raises(InvalidValue):
        FIELDS[name].clean(raw)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ae_log", True, "Yes"),
        ("ae_log", False, "No"),
        ("vitals_interval_min", 15, "15 minutes"),
        ("vitals_interval_min", 1, "1 minute"),
        ("observation_min_esketamine", 1, "1 minute after dose"),
        ("licensed_therapist_count", 1, "1 person"),
        ("licensed_therapist_count", 4, "4 people"),
        ("wait_days", 1200, "1,200 days"),
        ("bp_hold_systolic", 160, "160 mmHg"),
        ("iv_max_mg_per_kg", "0.5", "0.5 mg/kg"),
        ("years_offering", "1", "1 year"),
        ("years_offering", "1.5", "1.5 years"),
        ("price_session_min", "1450", "1,450"),
        ("price_session_min", "450.5", "450.50"),
        ("license_expires_on", "2026-03-12", "12\u00a0Mar\u00a02026"),
        ("license_expires_on", "2026-12-01", "1\u00a0Dec\u00a02026"),
        ("lead_prescriber_credential", "md", "MD"),
        ("lead_prescriber_credential", "other", "Other"),
        ("lead_prescriber_credential", "gone", "Gone"),
        ("vitals", ["blood_pressure", "spo2"], "Blood pressure, Oxygen level"),
        ("routes", ["intranasal_esketamine"], "Esketamine nasal spray"),
        ("accepting_new_patients", "newpt", "Taking new patients"),
        ("languages", ["en", "zh-Hant"], "English, zh-Hant"),
        ("legal_name", "Larchwater_Health", "Larchwater_Health"),
        ("license_number", "SYN-0001", "SYN-0001"),
        ("sessions_last_12_months", "100_499", "100 to 499"),
    ],
)
def test_value_is_shown_in_plain_words(name, value, words):
    assert FIELDS[name].display(value) == words


def test_choices_are_values_and_labels_in_order():
    choices = FIELDS["room_type"].choices

    assert choices == (
        ("private_room", "Private room"),
        ("semi_private", "Partly private room"),
        ("shared_open", "Shared open room"),
    )


def test_languages_are_typed_not_chosen_from_a_list():
    languages = FIELDS["languages"]

    assert (languages.choices, languages.shape) == ((), Shape.LANGUAGE)


def test_field_that_is_not_a_choice_has_none():
    assert FIELDS["ae_log"].choices == ()


def test_copies_of_a_definition_are_the_definition():
    field = FIELDS["routes"]

    assert copy.copy(field) is field
    assert copy.deepcopy({"field": field})["field"] is field


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("minutes", "minute"),
        ("people", "person"),
        ("mg/kg", "mg/kg"),
        ("hours per clinician", "hour per clinician"),
        ("", ""),
    ],
)
def test_unit_for_one(unit, one):
    assert singular(unit) == one


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@settings(max_examples=20)
@given(
    raw=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.lists(st.text(max_size=10), max_size=4)
)
def test_what_a_field_accepts_it_keeps_and_shows(field, raw):
    try:
        cleaned = field.clean(raw)
    except InvalidValue:
        return

    assert field.clean(cleaned) == cleaned
    assert field.display(cleaned) != ""


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_every_answer_listed_is_accepted(field):
    if field.type is FieldType.ENUM:
        accepted = [field.clean(value) for value in field.allowed_values]
    elif field.type is FieldType.MULTI and field.shape is None:
        accepted = [field.clean([value])[0] for value in field.allowed_values]
    else:
        accepted = list(field.allowed_values)

    assert accepted == list(field.allowed_values)


@pytest.mark.parametrize(
    "field", [field for field in FIELDS.values() if field.minimum is not None]
)
def test_both_ends_of_a_range_are_accepted(field):
    ends = [field.minimum, field.maximum]

    assert [Decimal(field.clean(end)) for end in ends] == ends
