"""What the specification says, held against what it has to be."""

from collections import Counter
from pathlib import Path

import pytest

from facilities.criteria import (
    CATALOG,
    CRITERIA,
    DOSE_BANDS,
    EVIDENCE_TYPES,
    FACETS,
    FIELDS,
    GROUPS,
    RED_FLAGS,
    REFERENCES,
    SAFETY_QUESTIONS,
    ClaimStatus,
    CriterionStatus,
    FieldType,
    KeptAs,
)
from facilities.criteria.doses import ALL_WITHIN, SOME_ABOVE
from facilities.criteria.loader import DEFINITIONS
from tests.facilities.criteria.facts import DAY, LAST_DAY, known, standing

EXAMPLES = [
    pytest.param(slug, status, values, id=f"{slug}: {status}")
    for slug, criterion in CRITERIA.items()
    for status, values in criterion.examples.items()
]
CHOICES = (FieldType.ENUM, FieldType.MULTI)


def stated_fields(slug):
    return [field.name for field in CRITERIA[slug].fields]


@pytest.mark.parametrize(("slug", "status", "values"), EXAMPLES)
def test_example_has_its_status_and_is_confirmed(slug, status, values):
    facts = known(ClaimStatus.DOCUMENT_SEEN, LAST_DAY, values)

    evaluation = standing(slug, facts)

    assert (evaluation.status, evaluation.is_confirmed) == (status, True)


def test_every_criterion_has_an_example_of_each_ruled_status():
    statuses = {tuple(criterion.examples) for criterion in CRITERIA.values()}

    assert statuses == {("does_not_meet", "meets", "partly_meets")}


def test_examples_with_a_derived_value_agree_with_the_computation():
    values = CRITERIA["dose-range"].examples[CriterionStatus.MEETS]
    facts = known(ClaimStatus.ATTESTED, None, values)

    assert standing("dose-range", facts, on=DAY).status == "meets"
    assert values["dose_band_position"] == ALL_WITHIN


def test_there_is_as_much_as_the_specification_has():
    sizes = {
        "groups": len(GROUPS),
        "criteria": len(CRITERIA),
        "core": sum(criterion.is_core for criterion in CRITERIA.values()),
        "criterion fields": sum(
            field.criterion is not None for field in FIELDS.values()
        ),
        "facets": len(FACETS),
        "fields": len(FIELDS),
        "flags": len(RED_FLAGS),
        "evidence types": len(EVIDENCE_TYPES),
        "references": len(REFERENCES),
        "safety questions": len(SAFETY_QUESTIONS),
        "dose bands": len(DOSE_BANDS),
    }

    assert sizes == {
        "groups": 8,
        "criteria": 45,
        "core": 16,
        "criterion fields": 175,
        "facets": 27,
        "fields": 202,
        "flags": 15,
        "evidence types": 26,
        "references": 54,
        "safety questions": 14,
        "dose bands": 6,
    }


def test_groups_are_in_order_and_hold_all_criteria():
    in_groups = [each.slug for group in GROUPS.values() for each in group.criteria]

    assert list(GROUPS) == [
        "staff",
        "suitability",
        "protocol",
        "supervision",
        "misuse",
        "aftercare",
        "information",
        "facility",
    ]
    assert in_groups == list(CRITERIA)


def test_fields_are_those_of_the_criteria_then_the_facets():
    names = [name for slug in CRITERIA for name in stated_fields(slug)]

    assert [*names, *FACETS] == list(FIELDS)


def test_names_and_keys_agree():
    for table in (CRITERIA, GROUPS, RED_FLAGS, EVIDENCE_TYPES):
        assert [each.slug for each in table.values()] == list(table)
    assert [field.name for field in FIELDS.values()] == list(FIELDS)
    assert [reference.id for reference in REFERENCES.values()] == list(REFERENCES)


def test_only_moderators_set_what_clinics_are_not_asked():
    moderated = [name for name, field in FIELDS.items() if field.is_moderator_only]

    assert sorted(moderated) == sorted(
        [
            *stated_fields("disciplinary-record"),
            *stated_fields("accurate-claims"),
            "recreational_marketing",
        ]
    )


def test_one_field_is_private_and_one_is_worked_out():
    private = [name for name, field in FIELDS.items() if not field.is_public]
    derived = [name for name, field in FIELDS.items() if field.is_derived]

    assert (private, derived) == (["dea_expires_on"], ["dose_band_position"])


def test_the_worked_out_field_knows_every_position():
    positions = FIELDS["dose_band_position"].allowed_values

    assert positions == (ALL_WITHIN, *SOME_ABOVE.values(), "not_computable")


def test_prices_and_contacts_are_kept_elsewhere():
    kept = {
        name: field.kept_as
        for name, field in FIELDS.items()
        if field.kept_as != KeptAs.CLAIM
    }

    assert kept == {
        "price_session_min": KeptAs.PRICE,
        "price_session_max": KeptAs.PRICE,
        "price_initial_course": KeptAs.PRICE,
        "price_currency": KeptAs.PRICE,
        "phone": KeptAs.CONTACT,
    }


def test_flags_need_the_level_that_the_specification_asks_for():
    above_attested = {
        slug: flag.minimum_level.value
        for slug, flag in RED_FLAGS.items()
        if flag.minimum_level != ClaimStatus.ATTESTED
    }

    assert above_attested == {
        "cure-or-guarantee-claim": "document_seen",
        "says-not-addictive": "document_seen",
        "wrong-approval-claim": "document_seen",
        "license-or-exclusion-problem": "primary_source",
        "open-regulator-warning": "primary_source",
        "contradicted-claim": "document_seen",
        "review-manipulation": "document_seen",
    }


def test_flags_are_shown_as_the_specification_says():
    notices = [slug for slug, flag in RED_FLAGS.items() if flag.display == "notice"]
    holding = [slug for slug, flag in RED_FLAGS.items() if flag.holds_back]
    lasting = {slug: flag.lasts_months for slug, flag in RED_FLAGS.items()}

    assert notices == [
        "hidden-product-source",
        "same-day-driving",
        "review-manipulation",
    ]
    assert holding == ["license-or-exclusion-problem"]
    assert Counter(lasting.values()) == {None: 14, 12: 1}
    assert lasting["contradicted-claim"] == 12


def test_every_label_is_short_plain_and_said_once():
    labels = [field.label for field in FIELDS.values()]

    assert [label for label in labels if len(label) > 60] == []
    assert [label for label in labels if not label[0].isupper()] == []
    assert [label for label in labels if "_" in label or label.endswith(".")] == []
    assert [label for label, times in Counter(labels).items() if times > 1] == []


@pytest.mark.parametrize(
    "field", [field for field in FIELDS.values() if field.type in CHOICES]
)
def test_answers_to_one_question_have_labels_of_their_own(field):
    labels = [label for _, label in field.choices]

    assert len(set(labels)) == len(labels)
    assert [label for label in labels if "_" in label or not label] == []


def test_answers_that_are_listed_have_no_comma_inside():
    fields = [field for field in FIELDS.values() if field.type is FieldType.MULTI]
    labels = [label for field in fields for _, label in field.choices]

    assert [label for label in labels if "," in label] == []


def test_everything_cited_is_listed_and_every_evidence_type_is_known():
    cited = {each for criterion in CRITERIA.values() for each in criterion.references}
    accepted = {
        each.type for criterion in CRITERIA.values() for each in criterion.evidence
    }

    assert cited - set(REFERENCES) == set()
    assert set(EVIDENCE_TYPES) - accepted == {"signed_affirmation"}


def test_method_is_kept_whole():
    assert list(CATALOG.method) == [
        "schema_version",
        "compiled_on",
        "language",
        "confirmation_rule",
        "source_article",
        "source_check_legend",
        "evaluation_order",
        "rule_language",
        "match_method",
    ]
    assert CATALOG.method["match_method"]["audit"]["right_of_reply_days"] == 14
    assert CATALOG.method["source_article"]["title"] == (
        "The Hidden Risks: Is Ketamine Addictive?"
    )


@pytest.mark.parametrize(
    "path", sorted(DEFINITIONS.glob("*.yaml")), ids=lambda p: p.name
)
def test_definition_file_is_readable(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    addresses = ("address: ",)

    too_long = [
        line
        for line in lines
        if len(line) > 88 and not line.strip().startswith(addresses)
    ]
    assert too_long == []
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
