import pytest

from facilities.criteria import CRITERIA, FIELDS, RED_FLAGS, CriterionStatus
from facilities.criteria.schema import AllOf, AnyOf, Condition, Not, Operator
from facilities.criteria.words import rule_in_words, rules_in_words

LOG = Condition("ae_log", Operator.EQ, operand=True)
NO_LOG = Condition("ae_log", Operator.EQ, operand=False)


def words(rule):
    return rule_in_words(rule, FIELDS)


@pytest.mark.parametrize(
    ("field", "operator", "operand", "expected"),
    [
        ("ae_log", Operator.EQ, True, "“Keeps a log of harms”: yes"),
        ("ae_log", Operator.EQ, False, "“Keeps a log of harms”: no"),
        ("room_type", Operator.EQ, "private_room", "“Treatment room”: “Private room”"),
        (
            "room_type",
            Operator.IN,
            ("private_room",),
            "“Treatment room”: “Private room”",
        ),
        (
            "room_type",
            Operator.IN,
            ("private_room", "semi_private"),
            "“Treatment room”: one of “Private room”, “Partly private room”",
        ),
        ("legal_name", Operator.SET, True, "“Legal name”: given"),
        (
            "prep_sessions",
            Operator.EQ,
            1,
            "“Therapy sessions before ketamine”: 1 session",
        ),
        (
            "prep_sessions",
            Operator.GTE,
            2,
            "“Therapy sessions before ketamine”: at least 2 sessions",
        ),
        (
            "wait_days",
            Operator.LTE,
            6,
            "“Usual wait for a first visit”: at most 6 days",
        ),
        (
            "wait_days",
            Operator.LT,
            1,
            "“Usual wait for a first visit”: less than 1 day",
        ),
        ("vitals", Operator.HAS_COUNT, 3, "“Vital signs measured”: at least 3 named"),
        (
            "vitals",
            Operator.HAS_ANY,
            ("spo2",),
            "“Vital signs measured”: includes “Oxygen level”",
        ),
        (
            "vitals",
            Operator.HAS_ANY,
            ("spo2", "ecg"),
            (
                "“Vital signs measured”: includes one of “Oxygen level”, "
                "“Heart tracing (ECG)”"
            ),
        ),
        (
            "vitals",
            Operator.HAS_ALL,
            ("spo2", "heart_rate"),
            "“Vital signs measured”: includes all of “Oxygen level”, “Pulse”",
        ),
        (
            "routes",
            Operator.ONLY,
            ("iv",),
            "“How ketamine is given”: nothing but “IV drip”",
        ),
    ],
)
def test_condition_in_words(field, operator, operand, expected):
    assert words(Condition(field, operator, operand)) == expected


def test_combined_rules_use_brackets_only_where_they_mix():
    yes, no = "“Keeps a log of harms”: yes", "“Keeps a log of harms”: no"

    assert words(Not(LOG)) == f"not ({yes})"
    assert words(AllOf((LOG, NO_LOG))) == f"{yes} and {no}"
    assert words(AllOf((LOG, AllOf((LOG, NO_LOG))))) == f"{yes} and {yes} and {no}"
    assert words(AnyOf((LOG, AllOf((LOG, NO_LOG))))) == f"{yes} or ({yes} and {no})"
    assert words(AllOf((AnyOf((LOG, NO_LOG)), LOG))) == f"({yes} or {no}) and {yes}"


def test_every_rule_can_be_said():
    rules = [rule for each in CRITERIA.values() for rule in each.rules.values()]
    rules += [each.applies_when for each in CRITERIA.values() if each.applies_when]
    rules += [flag.trigger for flag in RED_FLAGS.values() if flag.trigger]

    said = [words(rule) for rule in rules]

    assert [text for text in said if "_" in text or not text] == []


def test_rules_are_told_in_the_order_in_which_they_are_tried():
    rules = list(rules_in_words(CRITERIA["esketamine-rems"], FIELDS))

    assert [status for status, _words in rules] == [
        CriterionStatus.NOT_APPLICABLE,
        CriterionStatus.DOES_NOT_MEET,
        CriterionStatus.MEETS,
        CriterionStatus.PARTLY_MEETS,
    ]
    assert (
        rules[0][1]
        == "not (“How ketamine is given”: includes “Esketamine nasal spray”)"
    )


def test_double_denial_of_what_applies_is_told_once():
    criterion = next(
        each for each in CRITERIA.values() if isinstance(each.applies_when, Not)
    )

    [(status, told), *_rest] = rules_in_words(criterion, FIELDS)

    assert status == CriterionStatus.NOT_APPLICABLE
    assert told == words(criterion.applies_when.rule)


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=lambda each: each.slug)
def test_every_rule_of_every_criterion_is_told(criterion):
    told = dict(rules_in_words(criterion, FIELDS))

    assert (CriterionStatus.NOT_APPLICABLE in told) is bool(criterion.applies_when)
    for status, rule in criterion.rules.items():
        assert told[status] == words(rule)
