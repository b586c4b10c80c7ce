"""Limits that remember nobody."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from directory.limits import is_allowed, network_of
from tests.factories import NOON

ADDRESS, OTHER = "203.0.113.9", "203.0.113.10"


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet():
    cache.clear()


def request_from(address, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def allowed(times, *, address=ADDRESS, at=NOON, scope="report", most=2):
    request = request_from(address)
    return [
        is_allowed(request, scope=scope, most=most, at=at) for _time in range(times)
    ]


def test_so_many_are_allowed_and_no_more():
    assert allowed(4) == [True, True, False, False]


def test_limit_is_that_of_one_address_one_scope_and_one_hour():
    allowed(2)

    assert allowed(1, address=OTHER) == [True]
    assert allowed(1, scope="another") == [True]
    assert allowed(1, at=NOON + timedelta(minutes=59)) == [False]
    assert allowed(1, at=NOON + timedelta(minutes=60)) == [True]


def test_address_is_nowhere_in_the_cache(monkeypatch):
    kept = []
    monkeypatch.setattr(
        cache, "set", lambda *args, **options: kept.append((args, options))
    )

    allowed(1)
    allowed(1, at=NOON + timedelta(hours=1))

    (first, again), (second, _again) = kept
    assert ADDRESS not in str(kept)
    assert again == {"timeout": 3600}
    assert first[1] == second[1] == 1
    assert first[0] != second[0], "two hours cannot be told to be one person's"


def test_hash_cannot_be_made_without_the_key_of_the_site(settings):
    allowed(2)

    settings.SECRET_KEY = "another key"

    assert allowed(1) == [True]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        (ADDRESS, ADDRESS),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("unix:", ""),
        ("203.0.113.9, 203.0.113.10", ""),
    ],
)
def test_limit_is_for_an_address_or_a_whole_ipv6_network(address, network):
    assert network_of(request_from(address)) == network


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        (f"{OTHER}", OTHER),
        (f"198.51.100.1, {OTHER}", OTHER),
        (f"nonsense,{OTHER} ", OTHER),
        ("", ADDRESS),
        (f"{OTHER}, nonsense", ""),
    ],
)
def test_only_what_the_proxy_itself_wrote_is_believed(settings, forwarded, network):
    request = request_from(ADDRESS, HTTP_X_FORWARDED_FOR=forwarded)

    settings.IS_SERVED_BY_HTTPS = True
    assert network_of(request) == network

    settings.IS_SERVED_BY_HTTPS = False
    assert network_of(request) == ADDRESS
