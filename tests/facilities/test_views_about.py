"""The pages about the directory. What they say must be so."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as in_force
from django.contrib.auth import get_user_model
from django.template.loader import get_template
from django.urls import resolve

from directory.limits import PERIOD
from facilities.criteria import CRITERIA, EVIDENCE_TYPES, RED_FLAGS
from facilities.models import ProblemReport
from facilities.views.about import PAGES
from tests.facilities.test_views_search import words
from tests.factories import a_facility
from tests.test_house import PUBLIC_URLS

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
INDEX, PRIVACY, WHO = "/about/", "/about/privacy/", "/about/who-runs-this/"
SOMEBODY = {
    "name": "Invented Trust",
    "email": "corrections@example.org",
    "address": "12 Sample Street, Portland, OR 97201",
}
NOT_REACHED = "Whoever runs this copy of the site has not given an e-mail address yet."
every_page = pytest.mark.parametrize("slug", PAGES)
pages_to_write_to = pytest.mark.parametrize(
    "slug", ["corrections", "privacy", "accessibility"]
)


def said(client, slug):
    return words(client.get(f"/about/{slug}/"))


def test_the_index_leads_to_every_page(client):
    html = client.get(INDEX).content.decode()
    main = html[html.index("<main") : html.index("</main>")]

    assert re.findall(r'href="([^"]+)"', main) == [
        *(f"/about/{slug}/" for slug in PAGES),
        "/how-results-are-ordered/",
    ]


@every_page
def test_a_page_leads_to_the_others_and_nowhere_else(client, slug):
    response = client.get(f"/about/{slug}/")

    html = response.content.decode()
    assert response.status_code == 200
    assert response.cookies == {}
    assert f'<a href="/about/{slug}/" aria-current="page">' in html
    for other in PAGES:
        assert f'<a href="/about/{other}/"' in html
    assert 'href="/how-results-are-ordered/"' in html
    assert re.findall(r"https?://", html) == []
    for path in re.findall(r'href="(/[^"#?]*)', html):
        assert path.startswith("/static/") or resolve(path)


@every_page
def test_every_page_is_reached_from_every_footer(client, slug):
    html = client.get("/").content.decode()

    footer = html[html.index("<footer") :]
    assert f'href="/about/{slug}/"' in footer
    assert 'href="/how-results-are-ordered/"' in footer


@pytest.mark.parametrize("slug", ["nope", "privacy.html", "index"])
def test_an_unknown_page_is_not_found(client, slug):
    assert client.get(f"/about/{slug}/").status_code == 404


@pytest.mark.parametrize("path", [INDEX, PRIVACY])
def test_pages_are_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_database_for_the_sample_note_alone(
    client, django_assert_num_queries, number
):
    for _ in range(number):
        a_facility()

    with django_assert_num_queries(1):
        client.get(PRIVACY)


def test_whoever_runs_the_site_is_named(client, settings):
    settings.OPERATOR = SOMEBODY

    page = said(client, "who-runs-this")

    assert "Name Invented Trust" in page
    assert "Postal address 12 Sample Street, Portland, OR 97201" in page
    assert 'href="mailto:corrections@example.org"' in client.get(WHO).content.decode()
    assert "deserves less trust" not in page


@pytest.mark.parametrize("missing", ["name", "email"])
def test_whoever_does_not_say_who_they_are_is_not_vouched_for(
    client, settings, missing
):
    settings.OPERATOR = SOMEBODY | {missing: ""}

    page = said(client, "who-runs-this")

    assert "A site that does not say who runs it deserves less trust." in page
    assert "Not given." in page


def test_out_of_the_box_nobody_is_named(client):
    page = said(client, "who-runs-this")

    assert "Whoever runs this copy has not said who they are." in page
    assert page.count("Not given.") == 3


def test_what_an_operator_wrote_is_shown_as_text(client, settings):
    settings.OPERATOR = {"name": "<b>", "email": '"><script>', "address": "<i>"}

    html = client.get(WHO).content.decode()

    for markup in ("<b>", '"><script>', "<i>"):
        assert markup not in html


@pages_to_write_to
def test_a_page_says_where_to_write(client, settings, slug):
    settings.OPERATOR = SOMEBODY

    page = said(client, slug)

    assert "Write to corrections@example.org." in page
    assert NOT_REACHED not in page


@pages_to_write_to
def test_a_page_says_when_nobody_can_be_written_to(client, slug):
    page = said(client, slug)

    assert NOT_REACHED in page
    assert "Write to" not in page


def test_corrections_say_how_long_they_take(client):
    [days] = {flag.right_of_reply_days for flag in RED_FLAGS.values()}

    page = said(client, "corrections")

    assert "We correct it within 2 business days." in page
    assert f"You have {days} days to reply" in page


def test_checking_tells_every_kind_of_proof_with_its_months(client):
    page = said(client, "how-checking-works")

    assert f"the same {len(CRITERIA)} checks" in page
    for kind in EVIDENCE_TYPES.values():
        row = re.escape(kind.title) + r" [\w ,]+ " + f"{kind.default_validity_months} m"
        assert re.search(row, page)


def test_listing_says_what_money_and_silence_do(client):
    page = said(client, "what-is-listed")

    assert "There is no paid listing of any kind." in page
    assert "A clinic that states nothing is listed all the same" in page
    assert "It is not a recommendation" in page


# What the privacy page says, held against the program.


def test_no_page_for_patients_sets_a_cookie_but_a_form_while_it_is_open(client):
    facility = a_facility()
    addresses = {
        "about/<slug:slug>/": "about/privacy/",
        "clinics/<slug:slug>/": f"clinics/{facility.slug}/",
        "clinics/<slug:slug>/report/": f"clinics/{facility.slug}/report/",
        "clinics/<slug:slug>/report/sent/": f"clinics/{facility.slug}/report/sent/",
        "guides/<slug:slug>/": "guides/misuse/",
    }
    set_by = {
        url: client.get(f"/{addresses.get(url, url)}", {"q": "x", "place": "97201"})
        for url in PUBLIC_URLS
        if "<" not in url or url in addresses
    }

    assert set(addresses) <= set(set_by)
    cookies = {
        (url, name, cookie["max-age"] or cookie["expires"])
        for url, response in set_by.items()
        for name, cookie in response.cookies.items()
    }
    assert cookies == {("clinics/<slug:slug>/report/", "csrftoken", "")}
    page = said(client, "privacy")
    assert "Cookies None, unless you work for this site" in page
    assert "It is gone when you close the browser." in page


def test_what_the_browser_keeps_is_told(client):
    scripts = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "directory/static/directory").glob("*.js")
        if not path.name.endswith(".min.js")
    ]
    kept = {
        key
        for script in scripts
        if "localStorage" in script
        for key in re.findall(r'const (?:KEY|VISITS) = "(\w+)"', script)
    }
    elsewhere = re.compile(r"sessionStorage|indexedDB|document\.cookie|sendBeacon")

    assert kept == {"shortlist", "compare", "visits"}
    assert [script for script in scripts if elsewhere.search(script)] == []
    page = said(client, "privacy")
    assert "Shortlist The clinics you save, in your browser" in page
    assert "The days of your last two visits to the shortlist" in page
    assert "Clinics to compare The same" in page


def test_what_is_kept_of_people_is_told(client):
    """Whoever adds a record of a person must tell of it on the page, and here."""
    user = get_user_model()
    about_people = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"directory", "facilities", "reviews"}
        and not hasattr(model, "pgh_tracked_model")
        and any(field.related_model is user for field in model._meta.get_fields())  # noqa: SLF001
    }

    assert about_people - {user.__name__} == {
        *("Claim", "Clinician", "Price"),  # who stated or checked it
        *("Organization", "OrganizationMembership"),
        "ImportMatch",  # who decided it
        "FlagReply",  # who put it on the page
    }
    assert "People who work on the site E-mail address, name" in said(client, "privacy")


def test_a_report_is_kept_as_long_as_is_told(client):
    days, years = ProblemReport.EMAIL_KEPT.days, ProblemReport.KEPT.days // 365
    hours = PERIOD // timedelta(hours=1)

    page = said(client, "privacy")

    assert f"only if you give it, for {days} days; the report for {years} year" in page
    assert f"kept for {['an'][hours - 1]} hour at most" in page


def test_corrections_lead_to_the_form_on_each_page(client):
    facility = a_facility()

    assert "Is something here wrong?" in said(client, "corrections")
    assert "Is something here wrong?" in words(client.get(f"/clinics/{facility.slug}/"))


def test_a_sign_in_lasts_as_long_as_is_told(client):
    days = in_force.SESSION_COOKIE_AGE / (24 * 60 * 60)

    assert f"A cookie that lasts {days:.0f} days at most." in said(client, "privacy")


def test_no_page_leaves_its_address_behind(client):
    response = client.get(PRIVACY)

    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "it is not told where you came from" in words(response)


def test_every_template_of_the_folder_is_a_page():
    folder = ROOT / "templates" / "about"
    pages = {
        path.name
        for path in folder.glob("[!_]*.html")
        if path.name not in {"index.html", "page.html"}
    }

    assert pages == {Path(page.template).name for page in PAGES.values()}
    for page in PAGES.values():
        assert get_template(page.template)
