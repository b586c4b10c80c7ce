import pytest
from django.urls import reverse

from facilities import actions
from facilities.models import (
    Claim,
    Facility,
    FlagReply,
    ImportMatch,
    ProblemReport,
    SamhsaRecord,
)
from tests.factories import NOON, TODAY, a_facility, a_user, state

pytestmark = pytest.mark.django_db

MODELS = [Facility, Claim, FlagReply, ImportMatch, ProblemReport, SamhsaRecord]


@pytest.fixture
def operator():
    return a_user(is_staff=True, is_superuser=True)


def address(model, page, *args):
    return reverse(f"admin:facilities_{model.__name__.lower()}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_an_operator_can_look_at_the_list(client, operator, model):
    facility, other = a_facility(), a_facility()
    state(facility, ae_log=True)
    ImportMatch.objects.create(facility=facility, other=other, reason="same phone")
    actions.record_flag_reply(
        facility=facility,
        flag="contradicted-claim",
        text="Not so.",
        replied_on=TODAY,
        by=None,
        at=NOON,
    )
    client.force_login(operator)

    assert client.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nobody_can_add_a_row_here(client, operator, model):
    client.force_login(operator)

    assert client.get(address(model, "add")).status_code == 403


def test_nobody_can_change_or_delete_a_row_here(client, operator):
    [claim] = state(a_facility(), ae_log=True)
    client.force_login(operator)

    page = client.get(address(Claim, "change", claim.pk))
    changed = client.post(address(Claim, "change", claim.pk), {"value": "false"})
    deleted = client.post(address(Claim, "delete", claim.pk), {"post": "yes"})

    claim.refresh_from_db()
    assert [page.status_code, changed.status_code, deleted.status_code] == [
        200,
        403,
        403,
    ]
    assert claim.value is True


@pytest.mark.parametrize("model", MODELS)
def test_strangers_are_sent_to_sign_in(client, model):
    response = client.get(address(model, "changelist"))

    assert response.status_code == 302
    assert response["Location"].startswith("/operators/login/")


def test_an_operator_reads_what_was_reported_as_plain_text(client, operator):
    report = actions.report_problem(
        facility=a_facility(name="Quillmoor Clinic"),
        kind="safety",
        text="<b>Nobody</b> was there.",
        reply_to="me@example.org",
        at=NOON,
    )
    client.force_login(operator)

    listed = client.get(address(ProblemReport, "changelist")).content.decode()
    shown = client.get(address(ProblemReport, "change", report.pk)).content.decode()

    assert "Quillmoor Clinic" in listed
    assert "&lt;b&gt;Nobody&lt;/b&gt; was there." in shown
    assert "me@example.org" in shown
