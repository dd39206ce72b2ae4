"""Times take the case ending of the last number word with which they are read aloud."""

from __future__ import annotations

import pytest

from protocolkit.languages import speaking
from protocolkit.languages.kazakh_endings import MONTHS, declined
from protocolkit.languages.short_times import inflected

# Each of the last number words, with the endings that a reader of Kazakh gives it.
TIMES = {
    "14:00": ("ге", "ден", "де"), "14:01": ("ге", "ден", "де"), "14:02": ("ге", "ден", "де"), "14:03": ("ке", "тен", "те"),
    "14:04": ("ке", "тен", "те"), "14:05": ("ке", "тен", "те"), "14:06": ("ға", "дан", "да"), "14:07": ("ге", "ден", "де"),
    "14:08": ("ге", "ден", "де"), "14:09": ("ға", "дан", "да"), "14:10": ("ға", "нан", "да"), "14:20": ("ға", "дан", "да"),
    "14:30": ("ға", "дан", "да"), "14:40": ("қа", "тан", "та"), "14:50": ("ге", "ден", "де"), "14:35": ("ке", "тен", "те"),
    "14:56": ("ға", "дан", "да"),
}  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_is_declined_by_its_last_number_word(time: str) -> None:
    to, whence, at = TIMES[time]
    assert declined(time, "to") == f"{time}-{to}"
    assert declined(time, "from") == f"{time}-{whence}"
    assert declined(time, "at") == f"{time}-{at}"


def test_seconds_are_the_last_that_is_read() -> None:
    assert declined("14:30:05", "to") == "14:30:05-ке"


def test_months_take_theirs_without_a_hyphen() -> None:
    said = [declined(f"24 {month}", "to").removeprefix(f"24 {month}") for month in MONTHS]
    assert said == ["ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға"]
    assert declined("24 ақпан", "from") == "24 ақпаннан"
    assert declined("24 маусым", "from") == "24 маусымнан"


def test_what_ends_otherwise_stays_as_it_is() -> None:
    assert declined("24 қар.", "to") == "24 қар."


def test_other_languages_decline_nothing() -> None:
    for language, said in (("kk", "15:30-ға"), ("ru", "15:30"), ("uk", "15:30"), ("en", "15:30")):
        with speaking(language):
            assert inflected("15:30", "to") == said
