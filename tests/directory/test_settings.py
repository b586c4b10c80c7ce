"""Settings that pages depend on."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/operators/login/"])
def test_browsers_tell_us_and_nobody_else_where_a_form_was_sent_from(client, path):
    """With "no-referrer" they say "Origin: null", and every form is refused."""
    assert client.get(path)["Referrer-Policy"] == "same-origin"
