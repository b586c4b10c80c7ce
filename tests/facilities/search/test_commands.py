import pytest
from django.core.management import call_command

from facilities import search
from facilities.models import Facility
from facilities.search import Question, answer, current
from tests.facilities.search.invented import TODAY, Clinic, plant


@pytest.mark.django_db(transaction=True)
def test_rebuilding_reads_everything_anew(capsys):
    search.forget()
    facility = plant(Clinic(state="OR"))
    current(on=TODAY)
    Facility.objects.filter(pk=facility.pk).update(state="AK")

    call_command("rebuild_search_index")

    assert capsys.readouterr().out == "Facilities in the index: 1\n"
    found = answer(current(on=TODAY), Question(choices={"state": {"AK"}}))
    assert found.pks == [facility.pk]
    search.forget()
