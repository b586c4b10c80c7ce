"""National Provider Identifiers: ten digits, the last one a check digit.

The check is Luhn's over "80840" and the number (45 CFR 162.406); the database makes
it too, by the function ``is_npi`` of the first migration.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.criteria.npi import is_npi


def validate_npi(value: str) -> None:
    if not is_npi(value):
        raise ValidationError(
            _("An NPI has 10 digits, and this one does not add up. Check each digit.")
        )


class NpiField(models.CharField):
    """An NPI, or nothing."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs["blank"] = True
        kwargs["default"] = ""
        super().__init__(*args, **kwargs)
        self.validators.append(validate_npi)


class IsNpi(models.Func):
    function = "is_npi"
    output_field = models.BooleanField()


def npi_is_valid_or_blank(model_name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model_name}_npi_is_valid_or_blank",
        condition=models.Q(npi="") | models.Q(IsNpi("npi")),
    )
