"""A field and the answers it takes, as one row of a table."""

from facilities.criteria.fields import Field, FieldType

ANSWERS = {
    FieldType.BOOL: "Yes or no",
    FieldType.DATE: "A date",
    FieldType.TEXT: "Text",
}


def field_row(field: Field) -> tuple[str, str]:
    remarks = [
        answers(field),
        field.help,
        "" if field.is_public else "Not shown to the public",
        "Set by moderators only" if field.is_moderator_only else "",
        "Worked out, not asked" if field.is_derived else "",
    ]
    return field.label, ". ".join(remark.rstrip(".") for remark in remarks if remark)


def answers(field: Field) -> str:
    if field.choices:
        return "; ".join(label for _, label in field.choices)
    if field.type in (FieldType.INT, FieldType.DECIMAL):
        return f"A number ({field.unit})"
    if field.type is FieldType.MULTI:
        return "One or more languages"
    return ANSWERS[field.type]
