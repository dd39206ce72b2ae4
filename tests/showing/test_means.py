"""By which channels a thing is done, and by which a ban forbids it."""

import pytest

from command_line import CommandLine, cli
from protocolkit.resources import examples_dir

__all__ = ["cli"]


@pytest.mark.parametrize(
    ("language", "forbidden"),
    [
        ("en", "forbidden by these alone:"),
        ("ru", "запрещено только этими способами:"),
        ("kk", "тек мына тәсілдермен тыйым салынады:"),
        ("uk", "заборонено лише цими способами:"),
    ],
)
def test_a_ban_on_some_channels_does_not_read_as_leave_to_use_those_alone(
    cli: CommandLine, language: str, forbidden: str
) -> None:
    case = examples_dir() / "kz-interagency.yaml"
    said = cli("plan", case, "--protocol", "kz/national", "--format", "md", "--lang", language).out
    # Point 11 of the methodology: no data of children through messengers.
    assert forbidden in said
