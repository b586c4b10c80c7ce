"""Home and the list, as anybody may read them."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from facilities import actions
from facilities.criteria import GROUPS
from facilities.enums import AddressPrecision, Origin, PointPrecision, PriceKind
from facilities.fact_counts import FactCounts
from facilities.models import Claim, PostalCode
from tests.facilities.test_filters import WITHHELD, confirm, facts
from tests.factories import NOON, TODAY, a_facility, a_user, state

pytestmark = pytest.mark.django_db
HOME, LIST = "/", "/clinics/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


CARD_TAGS = {"a", "article", "b", "button", "dd", "div", "dl", "dt", "h2", "input"}
CARD_TAGS |= {"label", "li", "p", "span", "svg", "ul", "use"}


def attributes(html: str) -> set[str]:
    seen = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda _tag, pairs: seen.update(name for name, _ in pairs)
    parser.feed(html)
    return seen


def words(response) -> str:
    """The text of a page without its tags, its white space made plain."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+([.,:;])", r"\1", " ".join(unescape(text).split()))


def names(response) -> list[str]:
    return [card.facility.name for card in response.context["cards"]]


def contradict(facility, field):
    actions.contradict_claim(
        facility=facility,
        field=field,
        evidence_kind="website_capture",
        source="the clinic's page",
        by=a_user(),
        at=NOON,
    )


def hx(client, path, **headers):
    return client.get(path, headers={"hx-request": "true"} | headers)


@pytest.mark.parametrize("path", [HOME, LIST, "/clinics/?must=nope&state=OR&page=x"])
def test_page_leads_nowhere_else_and_sets_no_cookie(client, path):
    state(a_facility(is_sample=True), **facts("vital-signs"))

    response = client.get(path)
    html = response.content.decode()
    addresses = re.findall(r'\s(?:href|src|action|hx-get)="([^"]*)"', html)

    assert response.status_code == 200
    assert response.cookies == {}
    assert re.findall(r"https?://", html) == []
    own = [address for address in addresses if address.startswith("/")]
    rest = {address for address in addresses if address not in own}
    assert {address for address in rest if not address.startswith(("#", "?"))} <= {
        "tel:988",
        "sms:988",
        "tel:911",
    }
    pages = {address.partition("?")[0].partition("#")[0] for address in own}
    for page in pages - {page for page in pages if page.startswith("/static/")}:
        resolve(page)


@pytest.mark.parametrize("path", [HOME, LIST])
def test_page_is_only_read(client, path):
    assert client.post(path).status_code == 405


def test_home_names_every_group_with_its_number_of_checks(client):
    response = client.get(HOME)

    for group in GROUPS.values():
        assert f"{group.title} {len(group.criteria)} checks" in words(response)


def test_home_counts_the_facts_of_listed_clinics(client):
    listed, draft = a_facility(), a_facility(is_published=False)
    confirm(listed, "vital-signs")
    confirm(listed, "bladder-check", checked_on=TODAY - timedelta(days=900))
    state(listed, **facts("informed-consent"))
    state(draft, **facts("informed-consent"))
    state(listed, **facts("dose-change-rule"))
    actions.contradict_claim(
        facility=listed,
        field=next(iter(facts("dose-change-rule"))),
        evidence_kind="website_capture",
        source="the clinic's page",
        by=a_user(),
        at=NOON,
    )

    counts = client.get(HOME).context["facts"]

    assert counts == FactCounts(listed=1, answered=4, verified=1, lapsed=1, untrue=1)
    assert (counts.stated, counts.not_stated, counts.total) == (1, 41, 45)


def test_home_says_how_many_clinics_are_listed(client):
    a_facility()
    a_facility(is_published=False)

    assert "Browse the 1 listed clinic" in words(client.get(HOME))


def test_list_shows_only_what_is_listed(client):
    a_facility(name="Listed")
    a_facility(name="Draft", is_published=False)
    actions.suspend(facility=a_facility(name="Held back"), reason="asked", by=None)

    response = client.get(LIST)

    assert names(response) == ["Listed"]
    assert "1 clinic Shortlist Filters" in words(response)


def test_list_says_that_nobody_can_pay(client):
    assert "No one can pay to move up this list." in words(client.get(LIST))


@pytest.mark.parametrize("facilities", [1, 3])
def test_list_asks_the_database_the_same_few_questions(
    client, django_assert_num_queries, facilities
):
    for _ in range(facilities):
        confirm(a_facility(is_sample=True), "vital-signs")

    with django_assert_num_queries(6):
        client.get(f"{LIST}?must=vital-signs&state=OR&q=clinic")


@pytest.mark.parametrize("facilities", [1, 3])
def test_home_asks_the_database_the_same_few_questions(
    client, django_assert_num_queries, facilities
):
    for _ in range(facilities):
        confirm(a_facility(), "vital-signs")

    with django_assert_num_queries(3):
        client.get(HOME)


@pytest.mark.parametrize("facilities", [1, 3])
def test_empty_list_asks_the_database_the_same_few_questions(
    client, django_assert_num_queries, facilities
):
    for _ in range(facilities):
        a_facility()

    with django_assert_num_queries(2):
        client.get(f"{LIST}?must=vital-signs&must=bladder-check&state=TX&confirmed=on")


@pytest.mark.parametrize("query", ["", "?must=vital-signs&q=a", "?state=ZZ&q=%00"])
def test_piece_is_contained_in_the_full_page(client, query):
    state(a_facility(name="A"), **facts("vital-signs"))

    full, piece = client.get(LIST + query), hx(client, LIST + query)

    assert piece.template_name == "facilities/_results.html"
    assert len(piece.content) > 1000
    assert piece.content.decode() in full.content.decode()
    for response in (full, piece):
        assert "HX-Request" in response.headers["Vary"].split(", ")


def test_going_back_gets_the_full_page(client):
    restore = {"hx-history-restore-request": "true"}

    assert "<html" in hx(client, LIST, **restore).content.decode()


def test_found_number_is_announced_once(client):
    html = client.get(LIST).content.decode()

    assert html.count('role="status"') == 1


def test_card_says_what_is_known_and_how(client):
    facility = a_facility(name="Quillmoor Clinic", name_line_2="North")
    confirm(facility, "vital-signs")
    state(facility, routes=["iv", "sublingual"])
    price = actions.StatedPrice(PriceKind.SESSION, 42_500, 56_000)
    actions.state_prices(facility=facility, prices=[price], by=None, at=NOON)

    text = words(client.get(LIST))
    assert "Quillmoor Clinic, North Portland, OR Compare" in text
    assert "Each session $425 to $560 Stated" in text
    assert "Given as IV drip or under the tongue Stated" in text
    assert "Supervision 1/9 met 1 of 9 met, 1 verified" in text
    assert "2 of 45 facts stated, 1 verified, latest 15 Jun 2026;" in text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "' x='y",
        "&amp; & &lt;",
        "{{ 7 * 7 }} {% now %} %(n)s %s",
        "Zo\u00eb\u2019s \u8a3a\u6240 \u05d0\u05d1 \U0001d538",
    ],
)
def test_what_a_clinic_types_is_shown_as_it_is_and_is_never_markup(client, text):
    facility = a_facility(name=text, name_line_2="2", city=text[:60])
    actions.close(facility=facility, on=TODAY, reason=text, by=None, is_permanent=False)

    html = client.get(LIST).content.decode()
    [card] = re.findall(r'<li class="card">.*?</article>', html, flags=re.DOTALL)

    name = f"{text}, 2"
    assert set(re.findall(r"<(\w+)", card)) <= CARD_TAGS
    assert unescape(re.search(r'data-name="([^"]*)"', card)[1]) == name
    assert unescape(re.search(r"<h2[^>]*><a[^>]*>([^<]*)<", card)[1]) == name
    assert f"{text[:60]}, OR" in unescape(card)
    assert f"since 15\u00a0Jun\u00a02026: {text}" in unescape(card)
    assert not any(name.startswith("on") for name in attributes(card))


def test_card_of_a_silent_clinic(client):
    a_facility()

    text = words(client.get(LIST))

    assert "Each session Not stated Given as Not stated" in text
    assert "Worth asking: has not answered 12 safety questions." in text
    assert "0 of 45 facts stated, none verified yet" in text


def test_card_counts_what_lapsed_and_what_does_not_apply(client):
    facility = a_facility()
    confirm(facility, "bladder-check", checked_on=TODAY - timedelta(days=900))
    state(facility, routes=["oral"])

    text = words(client.get(LIST))

    assert "none verified yet, 1 lapsed; 1 does not apply" in text


def test_card_holds_back_what_was_found_untrue(client):
    facility = a_facility()
    state(facility, routes=["iv"])
    actions.contradict_claim(
        facility=facility,
        field="routes",
        evidence_kind="website_capture",
        source="the clinic's page",
        by=a_user(),
        at=NOON,
    )

    text = words(client.get(LIST))

    assert "Given as Not stated" in text
    assert "Red flag: A statement by the clinic was found to be untrue" in text
    assert "Established by a check." in text


def test_card_shows_flags_that_rest_on_the_clinics_own_answer(client):
    state(a_facility(), escort_required=False, supervision_level="none")

    text = words(client.get(LIST))

    assert text.index("Red flag: No clinician present") < text.index(
        "Worth knowing: Allows driving home or on the same day"
    )
    assert "From what the clinic itself says." in text


@pytest.mark.parametrize(
    ("origin", "codes", "is_said"),
    [
        (Origin.SAMHSA, ["KIT", "CBT"], True),
        (Origin.SAMHSA, ["CBT"], False),
        (Origin.PROVIDER, ["KIT"], False),
    ],
)
def test_card_says_what_was_reported_to_samhsa(client, origin, codes, is_said):
    Claim.objects.create(
        facility=a_facility(),
        field="samhsa_codes",
        value=codes,
        origin=origin,
        edition=2023 if origin == Origin.SAMHSA else None,
        stated_on=TODAY,
    )

    sentence = (
        "Ketamine infusion reported to SAMHSA, 2023 directory. Not checked by us."
    )
    assert (sentence in words(client.get(LIST))) is is_said


def test_card_says_that_a_clinic_is_closed(client):
    actions.close(
        facility=a_facility(), on=TODAY, reason="Moved.", by=None, is_permanent=True
    )

    assert "Permanently closed since 15 Jun 2026: Moved." in words(client.get(LIST))


@pytest.mark.parametrize(
    ("details", "place"),
    [
        (WITHHELD, "Portland, OR"),
        (WITHHELD | {"precision": AddressPrecision.NONE}, "OR"),
        ({"point_precision": PointPrecision.ZIP}, "Portland, OR"),
    ],
)
def test_list_shows_no_more_of_an_address_than_the_place(client, details, place):
    a_facility(name="Quillmoor", **details)

    text = words(client.get(LIST))

    assert f"Quillmoor {place} Compare" in text
    assert "Sample Street" not in text
    assert "97201" not in text


def test_pages_keep_the_search(client):
    for number in range(21):
        a_facility(name=f"Clinic {number:02}")

    first = client.get(f"{LIST}?q=clinic&state=OR")
    last = client.get(f"{LIST}?q=clinic&state=OR&page=2")

    assert len(names(first)) == 20
    assert names(last) == ["Clinic 20"]
    assert 'href="?q=clinic&amp;state=OR&amp;page=2"' in first.content.decode()
    assert "Showing 21 to 21 of 21" in words(last)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "%00", "99"])
def test_page_that_does_not_exist_is_another_page(client, page):
    a_facility(name="A")

    assert names(client.get(f"{LIST}?page={page}")) == ["A"]


def test_each_chip_removes_one_choice(client):
    a_facility()

    html = client.get(f"{LIST}?state=OR&state=CO&must=vital-signs").content.decode()

    assert re.findall(r'class="chip" href="([^"]*)"', html) == [
        "?state=OR&amp;must=vital-signs",
        "?state=CO&amp;must=vital-signs",
        "?state=CO&amp;state=OR",
    ]


def test_nothing_found_names_what_to_relax(client):
    a_facility(state="OR")

    response = client.get(f"{LIST}?state=TX")

    assert "No clinics match every choice" in words(response)
    assert "Remove “Texas” 1 clinic" in words(response)
    assert "Need to talk while you look?" in words(response)


def test_nothing_found_and_no_single_change_is_enough(client):
    response = client.get(f"{LIST}?state=TX&q=nowhere")

    assert "No single change is enough" in words(response)


def test_what_could_not_be_read_is_said(client):
    state(a_facility(name="A"), **facts("vital-signs"))
    a_facility(name="B")

    response = client.get(f"{LIST}?must=<b>nope&must=vital-signs&q=%00")

    assert names(response) == ["A"]
    assert "We could not read all of this search" in words(response)
    assert "Must meet: Left out, because we do not know it: “&lt;b&gt;nope”" in (
        response.content.decode()
    )


@pytest.mark.parametrize(
    ("samples", "note"),
    [
        ([True], "Every clinic here is made up."),
        ([True, False], "Some of what is shown here is made up."),
        ([False], None),
    ],
)
def test_made_up_clinics_are_marked(client, samples, note):
    for is_sample in samples:
        a_facility(is_sample=is_sample)

    page = client.get(LIST).content.decode()

    assert page.count('<span class="tag">Sample data</span>') == sum(samples) + bool(
        note
    )
    assert note is None or note in page


def test_site_of_made_up_clinics_says_so_on_every_page(client):
    a_facility(is_sample=True)

    for path in (HOME, f"{LIST}?q=nothing", "/no/such/page/"):
        assert "Every clinic here is made up." in words(client.get(path))


def test_page_not_found_says_where_to_go(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "We could not find that page" in words(response)
    assert reverse("facilities:list") in response.content.decode()


def test_endless_address_is_answered_in_words(client):
    response = client.get(f"{LIST}?{'must=a&' * 1001}")

    assert response.status_code == 400
    assert "We could not read that request" in words(response)


def test_failure_page_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string("500.html")

    assert "Something went wrong on our side" in html


def test_forbidden_page_can_be_shown():
    assert "This page is not open to you" in render_to_string("403.html")


def test_compare_box_of_each_clinic_is_named_and_needs_no_script(client):
    slug = a_facility(name="Quillmoor").slug

    html = client.get(LIST).content.decode()

    assert (
        f'<input type="checkbox" name="compare" value="{slug}" form="filters"' in html
    )
    assert '<button class="button" type="submit" form="filters" name="view" ' in html


def test_choosing_to_compare_leads_there(client):
    response = client.get(f"{LIST}?compare=b&compare=a&state=OR&view=compare")

    assert response.status_code == 302
    assert response.url == "/compare/?facility=b&facility=a"


def test_tray_keeps_clinics_that_are_not_on_the_page(client):
    shown, other = a_facility(name="Shown"), a_facility(name="Other", state="CO")
    draft = a_facility(name="Draft", is_published=False)
    chosen = f"compare={other.slug}&compare={shown.slug}&compare={draft.slug}"

    response = client.get(f"{LIST}?state=OR&{chosen}")
    html = response.content.decode()

    assert response.context["tray"] == [other, shown]
    assert re.findall(r'type="hidden" name="compare" value="([^"]*)"', html) == [
        other.slug
    ]
    assert f'value="{shown.slug}" form="filters"' in html
    assert re.findall(r'class="tray-x" href="([^"]*)"', html)[0] == (
        f"?state=OR&amp;compare={shown.slug}&amp;compare={draft.slug}"
    )


def test_results_stand_in_labelled_blocks_that_run_on_over_pages(client, monkeypatch):
    monkeypatch.setattr("facilities.finding.PAGE_SIZE", 2)
    confirm(a_facility(name="Z"), "vital-signs")
    for name in ("A", "B"):
        state(a_facility(name=name), **facts("vital-signs"))
    flagged = a_facility(name="C")
    state(flagged, routes=["iv"], **facts("vital-signs"))
    contradict(flagged, "routes")

    pages = [client.get(f"{LIST}?must=vital-signs&page={page}") for page in (1, 2)]

    assert [
        [
            (block.kind, block.total, [card.facility.name for card in block.cards])
            for block in page.context["blocks"]
        ]
        for page in pages
    ] == [
        [("confirmed", 1, ["Z"]), ("stated", 2, ["A"])],
        [("stated", 2, ["B"]), ("flagged", 1, ["C"])],
    ]
    assert "Confirmed 1 We have checked every must-have of yours." in words(pages[0])
    assert "Stated only 2 These clinics say" in words(pages[0])
    assert "With an established red flag 1 A check" in words(pages[1])


def test_without_must_haves_only_flags_are_set_apart(client):
    state(a_facility(name="A"), **facts("vital-signs"))

    text = words(client.get(LIST))

    assert "Stated only" not in text
    assert "We have checked every must-have" not in text


def test_distance_is_said_and_how_exact_it_is(client):
    PostalCode.objects.create(
        code="97201", city="Portland", state="OR", latitude=45.5, longitude=-122.7
    )
    a_facility(name="A", latitude=45.6)
    city = {"precision": AddressPrecision.CITY, "is_address_withheld": True}
    city |= {"street_1": "", "postal_code": "", "latitude": 45.4}
    a_facility(name="B", point_precision=PointPrecision.CITY, **city)
    a_facility(name="C", **WITHHELD)

    response = client.get(f"{LIST}?place=97201&radius=any")
    near = client.get(f"{LIST}?place=97201")

    text = words(response)
    assert "Portland, OR, 6.9 miles Compare A" in text
    assert "Portland, OR, 6.9 miles (to the middle of the city) Compare B" in text
    assert "Portland, OR Compare C" in text
    assert "2 clinics within 25 miles of 97201 (Portland, OR)" in words(near)
    assert "Distance from 97201 (Portland, OR) 10 miles 2 clinics" in words(near)


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        (
            "",
            "the most of the 16 core checks confirmed, whole before partly. Ties by n",
        ),
        ("must=vital-signs", "the most of your must-haves confirmed by a check,"),
        ("near=1,2", "Ties by distance, then name."),
        ("sort=distance&near=1,2", "Nearest first. Clinics with an established red"),
        ("sort=distance", "By name. Clinics with an established red flag come last."),
        ("sort=name", "By name. Clinics with an established red flag come last."),
        ("sort=checked", "First those with the latest check that still stands."),
    ],
)
def test_rule_of_the_order_stands_beside_it(client, query, rule):
    response = client.get(f"{LIST}?{query}")

    assert rule in words(response)
    assert f'href="{reverse("facilities:about-order")}"' in response.content.decode()


def test_order_is_explained(client):
    text = words(client.get(reverse("facilities:about-order")))

    assert "The 16 core checks" in text
    assert "What a clinic only states. It can neither lift nor lower it." in text


def test_choice_that_would_find_nothing_is_shown_but_off(client):
    state(a_facility(), routes=["iv"])

    html = client.get(f"{LIST}?route=iv&must=bladder-check").content.decode()

    assert 'name="route" value="iv" checked>' in html
    assert 'name="route" value="oral" disabled>' in html
    assert 'name="must" value="bladder-check" checked>' in html


def test_place_with_several_meanings_is_asked_back_with_links(client):
    for code, place in (("97301", "OR"), ("01970", "MA")):
        PostalCode.objects.create(
            code=code, city="Salem", state=place, latitude=45, longitude=-100
        )

    response = client.get(f"{LIST}?place=Salem&route=iv&near=1,2")
    html = response.content.decode()

    assert "There is more than one place of this name. Which one?" in html
    assert 'href="?near=1.00%2C2.00&amp;route=iv&amp;place=Salem%2C+MA"' in html
    assert 'value="Salem"' in html


@pytest.mark.parametrize("text", ["\ud800", "\0", "x" * 5000, "<b>"])
def test_place_that_cannot_be_read_can_still_be_shown(client, text):
    response = client.get(LIST, {"place": text.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert "<b>" not in re.search(
        r'name="place"[^>]*value="([^"]*)"', response.content.decode()
    ).group(1)


def test_next_radius_that_would_help_is_named(client):
    PostalCode.objects.create(
        code="97201", city="Portland", state="OR", latitude=45.5, longitude=-122.7
    )
    a_facility(latitude=46.0)

    response = client.get(f"{LIST}?place=97201&radius=10")

    assert "Widen to 50 miles 1 clinic" in words(response)
    assert 'href="?place=97201&amp;radius=50"' in response.content.decode()


def test_bad_addresses_are_never_logged_with_what_was_searched(client, caplog):
    client.get(f"{LIST}?place=Salem&near=45.5,-122.7&must=nope&page=%00")
    client.get("/no/such/page/?place=Salem&near=45.5,-122.7")
    client.post(f"{LIST}?place=Salem&near=45.5,-122.7")

    assert "/no/such/page/" in caplog.text
    assert "Salem" not in caplog.text
    assert "45.5" not in caplog.text


def test_address_of_a_thousand_fields_is_refused_politely(client):
    assert client.get(f"{LIST}?{'must=nope&' * 1500}").status_code == 400
