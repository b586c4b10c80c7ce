import pytest

from directory.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_user_signs_in_by_email_address():
    user = User.objects.create_user("Someone@Example.org", "a long pass phrase")

    assert str(user) == "Someone@example.org"
    assert user.check_password("a long pass phrase")
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_a_superuser_may_enter_the_operators_pages():
    user = User.objects.create_superuser("operator@example.org", "a long pass phrase")

    assert (user.is_staff, user.is_superuser) == (True, True)
