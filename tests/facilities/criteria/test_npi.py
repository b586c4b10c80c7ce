import pytest

from facilities.criteria.npi import is_npi


@pytest.mark.parametrize("number", ["1234567893", "1992999825", "2000000002"])
def test_number_that_adds_up_is_an_npi(number):
    assert is_npi(number) is True


@pytest.mark.parametrize(
    "number",
    [
        "1234567890",
        "1234567839",
        "3234567893",
        "123456789",
        "12345678930",
        "123456789\uff13",
        "1234567893\n",
        "",
    ],
)
def test_anything_else_is_not(number):
    assert is_npi(number) is False


def test_any_single_wrong_digit_is_noticed():
    right = "1234567893"
    wrong = [
        right[:place] + str(digit) + right[place + 1 :]
        for place in range(10)
        for digit in range(10)
        if str(digit) != right[place]
    ]

    assert [number for number in wrong if is_npi(number)] == []
