"""System checks: what must hold before the site starts."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution

from facilities.criteria import CRITERIA, FIELDS
from facilities.models import Claim, CriterionResult


@register()
def keys_fit_their_columns(app_configs, **kwargs):  # noqa: ARG001
    """A key longer than its column would fail on the first write, in the night."""
    longest = {
        (Claim, "field"): FIELDS,
        (CriterionResult, "criterion"): CRITERIA,
    }
    return [
        Error(f"“{key}” is longer than {model.__name__}.{column}", id="facilities.E001")
        for (model, column), keys in longest.items()
        for key in keys
        if len(key) > model._meta.get_field(column).max_length  # noqa: SLF001
    ]


@register(Tags.compatibility, deploy=True)
def somebody_answers_for_the_site(app_configs, **kwargs):  # noqa: ARG001
    """Patients must see who runs a site, and clinics where to send corrections."""
    return [
        Caution(
            f"Nobody is named as OPERATOR_{key.upper()}, and the site says so",
            id=number,
        )
        for key, number in (("name", "facilities.W001"), ("email", "facilities.W002"))
        if not settings.OPERATOR[key]
    ]
