"""English days and lengths of time are said without Babel, and exactly as Babel says them."""

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_skeleton
from babel.units import format_unit

from protocolkit.languages.civil_days import in_words, quantity, spaced

BRITISH = Locale("en", "GB")


def test_every_day_of_two_years_is_as_babel_says_it() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(731)]
    assert [in_words(day, "en") for day in days] == [
        spaced(format_skeleton("yMMMEd", day, locale=BRITISH, fuzzy=True)) for day in days
    ]


@pytest.mark.parametrize("unit", ["day", "hour", "minute", "second"])
def test_every_quantity_is_as_babel_says_it(unit: str) -> None:
    counts = [0, 1, 2, 5, 11, 21, 59, 365]
    assert [quantity(n, unit, "en") for n in counts] == [
        spaced(format_unit(n, unit, length="short", locale=BRITISH)) for n in counts
    ]
