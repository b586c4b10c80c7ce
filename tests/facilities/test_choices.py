"""Boxes to tick: escaped, counted, and off where nothing would be found."""

import pytest
from django.utils.translation import gettext_lazy, override

from facilities.choice_groups import Choice, ChoiceGroup
from facilities.templatetags import choices as tags
from facilities.templatetags.choices import choices


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    monkeypatch.setattr(tags, "_pieces", {})


def drawn(*chosen, name="route", any_label=""):
    return choices(ChoiceGroup(name, name, "Title", chosen, any_label))


def test_choice_has_its_number_where_htmx_finds_it():
    html = drawn(Choice("iv", "IV drip", 12, is_chosen=False))

    assert html == (
        '<label class="choice"><input type="checkbox" name="route" value="iv">'
        '<span>IV drip</span><span class="n-of" id="n-route-iv" hx-swap-oob="true">'
        '12<span class="vh"> clinics</span></span></label>'
    )


@pytest.mark.parametrize(
    ("count", "is_chosen", "state", "none"),
    [
        (1, False, "", ""),
        (1, True, " checked", ""),
        (0, False, " disabled", " none"),
        (0, True, " checked", " none"),
    ],
)
def test_choice_that_would_find_nothing_is_off_unless_it_is_chosen(
    count, is_chosen, state, none
):
    html = drawn(Choice("iv", "IV drip", count, is_chosen))

    assert f' value="iv"{state}><span>' in html
    assert f'class="n-of{none}"' in html


def test_what_was_asked_before_is_not_kept():
    first = drawn(Choice("iv", "IV drip", 1, is_chosen=True))
    second = drawn(Choice("iv", "IV drip", 0, is_chosen=False))

    assert " checked" in first
    assert '1<span class="vh"> clinic</span>' in first
    assert " disabled" in second
    assert '0<span class="vh"> clinics</span>' in second


def test_one_of_several_is_a_radio_button():
    html = drawn(Choice("300", "$300 or less", 1, is_chosen=False), any_label="Any")

    assert '<input type="radio" name="route" value="300">' in html


def test_radius_has_a_label_for_its_box_and_is_swapped_with_its_group():
    html = drawn(Choice("25", "25 miles", 3, is_chosen=True), name="radius")

    assert (
        '<input type="radio" name="radius" value="25" id="radius-25" checked>' in html
    )
    assert 'id="n-radius-25">3<' in html
    assert "hx-swap-oob" not in html


@pytest.mark.parametrize("text", ["<script>", '" onclick="x', "' x='", "a&b"])
def test_nothing_in_a_choice_can_be_markup(text):
    html = drawn(Choice(text, text, 1, is_chosen=False), name=text)

    assert text not in html
    assert html.count("<") == html.count(">") == 9


def test_each_language_has_its_own_words(monkeypatch):
    said = iter(["IV drip", "IV-Infusion"])
    monkeypatch.setattr(tags, "_counted", lambda count, language: f"{count} {language}")
    label = gettext_lazy("IV drip")
    monkeypatch.setattr(
        tags, "_made", lambda _group, _choice: (next(said), str(label), "")
    )
    choice = Choice("iv", label, 1, is_chosen=False)

    with override("en"):
        english = [drawn(choice), drawn(choice)]
    with override("de"):
        german = drawn(choice)

    assert english == ["IV dripIV drip1 en"] * 2
    assert german == "IV-InfusionIV drip1 de"
