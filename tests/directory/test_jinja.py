"""The second template language has the manners of the first."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation.template import templatize
from jinja2 import UndefinedError

from directory.jinja import facility_address
from facilities.models import Facility

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.jinja"))


def rendered(source, **context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onclick='x'", "&#34; onclick=&#39;x&#39;"),
        ("a & b", "a &amp; b"),
        ("\u202eabc\u0000", "\u202eabc\u0000"),
    ],
)
def test_text_is_escaped(text, escaped):
    assert rendered("{{ text }}", text=text) == escaped
    assert rendered('{{ "%s" % text }}', text=text) == escaped
    assert rendered('{{ _("<b>%(n)s</b>")|safe % {"n": text} }}', text=text) == (
        f"<b>{escaped}</b>"
    )


@pytest.mark.parametrize(
    "source",
    ["{{ nmae }}", "{% if nmae %}{% endif %}", "{{ card.nmae }}"],
)
def test_name_that_is_not_given_is_an_error(source):
    with pytest.raises(UndefinedError, match="nmae"):
        rendered(source, card=object())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_translators_get_every_word(path):
    source = path.read_text(encoding="utf-8")
    words = re.findall(r'_\("([^"]*)"\)', source)

    collected = templatize(source)

    assert words
    assert [each for each in words if f'_("{each}")' not in collected] == []


def test_address_of_a_facility_is_its_own():
    slug = "willow-clinic_2"

    assert facility_address() % slug == Facility(slug=slug).get_absolute_url()
