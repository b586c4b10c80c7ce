import pytest

from facilities.criteria.shapes import (
    clean_currency,
    clean_language,
    clean_npi,
    clean_opening_hours,
    clean_phone,
    clean_subdivision,
)
from facilities.criteria.values import InvalidValue


@pytest.mark.parametrize(
    ("clean", "raw", "canonical"),
    [
        (clean_npi, "1234567893", "1234567893"),
        (clean_npi, "12345 678-93", "1234567893"),
        (clean_subdivision, "us-or", "US-OR"),
        (clean_subdivision, "GB-ENG", "GB-ENG"),
        (clean_subdivision, "FR-75", "FR-75"),
        (clean_currency, "usd", "USD"),
        (clean_phone, "+1 (503) 555-0100", "+15035550100"),
        (clean_phone, "+44 20.7946.0958", "+442079460958"),
        (clean_language, "EN", "en"),
        (clean_language, "ZH-hant-tw", "zh-Hant-TW"),
        (clean_language, "es-419", "es-419"),
        (clean_language, "zh-YUE", "zh-yue"),
        (clean_language, "de-CH-1996", "de-CH-1996"),
        (clean_language, "sl-ROZAJ-biske", "sl-rozaj-biske"),
        (clean_opening_hours, "24/7", "24/7"),
        (clean_opening_hours, "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00"),
        (
            clean_opening_hours,
            "Mo - Fr 08:00 - 12:00 , 13:00-17:00 ;Sa 09:00-24:00; PH off;",
            "Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-24:00; PH off",
        ),
        (clean_opening_hours, "Mo,We,Fr 22:00-02:00", "Mo,We,Fr 22:00-02:00"),
        (clean_opening_hours, "08:00-17:00; Su closed", "08:00-17:00; Su closed"),
    ],
)
def test_good_text_becomes_canonical(clean, raw, canonical):
    assert clean(raw) == canonical
    assert clean(canonical) == canonical


@pytest.mark.parametrize(
    ("clean", "raw"),
    [
        (clean_npi, "1234567890"),
        (clean_npi, "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff13"),
        (clean_subdivision, "Oregon"),
        (clean_subdivision, "US"),
        (clean_subdivision, "USA-OR"),
        (clean_subdivision, "US-ÖR"),
        (clean_currency, "US"),
        (clean_currency, "$"),
        (clean_currency, "DOLLAR"),
        (clean_phone, "503 555 0100"),
        (clean_phone, "+0 503 555 0100"),
        (clean_phone, "+1 503 555 01 00 ext 5"),
        (clean_phone, "+123"),
        (clean_phone, "+1234567890123456"),
        (clean_phone, "+\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660"),
        (clean_language, "English"),
        (clean_language, "e"),
        (clean_language, "en_US"),
        (clean_language, "en-"),
        (clean_language, "bcp47"),
        (clean_language, "x-private"),
        (clean_opening_hours, "Monday to Friday"),
        (clean_opening_hours, "Mo-Fr 8-17"),
        (clean_opening_hours, "Mo-Fr 08:00-25:00"),
        (clean_opening_hours, "Mo-Fr 08:60-17:00"),
        (clean_opening_hours, "Mo-Fr 08:00"),
        (clean_opening_hours, "Mo-Fr"),
        (clean_opening_hours, "24/7; Su off"),
    ],
)
def test_bad_text_is_refused(clean, raw):
    with pytest.raises(InvalidValue, match=r"^[A-Z].*\.$"):
        clean(raw)
