"""What the log of a case is made of. A record is only ever added: what it corrects stays where it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """Somebody began a case under a reference."""


class Chosen(msgspec.Struct, frozen=True, tag="chosen"):
    """By which protocol the case is judged."""

    protocol: str


class Began(msgspec.Struct, frozen=True, tag="began"):
    """When the organisation learned of it; of several records the last counts. An aware instant.

    `said` is what else a file says of that report: whom it came from, what was learned with it. It stays where a later
    record only corrects the time.
    """

    at: datetime
    said: dict[str, Any] = {}


class Listed(msgspec.Struct, frozen=True, tag="listed"):
    """Who is in a party role, by references; null takes back that there was a list at all."""

    role: str
    persons: tuple[str, ...] | None


class Said(msgspec.Struct, frozen=True, tag="said"):
    """What a fact was answered with, by the name a plan gives it (`v1.age`); null is "I don't know yet"."""

    fact: str
    value: Any


class Entered(msgspec.Struct, frozen=True, tag="entered"):
    """An entry of the incident's own log, as an incident file has it."""

    entry: dict[str, Any]


class Brought(msgspec.Struct, frozen=True, tag="brought"):
    """What an incident file says that no page asks for: whose file it is, its hours and days, what was searched."""

    keys: dict[str, Any]


Record = Opened | Chosen | Began | Listed | Said | Entered | Brought


class Line(msgspec.Struct, frozen=True):
    """A record and when it was made, in UTC."""

    at: datetime
    record: Record


class Kept(msgspec.Struct, frozen=True):
    """A case as a list of cases shows it: its reference, and when its log began and was last added to."""

    reference: str
    opened: datetime
    last: datetime
