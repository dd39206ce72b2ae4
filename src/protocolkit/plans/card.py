"""A plan as one person on duty needs it: what presses now, one task for one act, and the rest as short lists.

Every name and sentence is in the plan's language, so that a page or a phone needs nothing beside it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from protocolkit.model.rule import Modality, Rank, Status
from protocolkit.plans.repeats import Repeated

Bucket = Literal["overdue", "now", "today", "week", "later", "undated", "untimed", "held", "closed"]
"""How soon a task presses: within the hour or at once, on the day of the plan, within seven days, ..."""


class Named(msgspec.Struct, frozen=True):
    """An id and what it is called."""

    id: str
    name: str


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """The words a task rests on, in the language of the text; `text` and `point` are in the reader's.

    `translation` is a working one into the reader's language: no official wording, and empty where none is needed.
    """

    words: str
    text: str
    point: str
    language: str = ""
    rank: Rank | None = None
    translation: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step by which a time was counted: the sentence, and the instants and rules in it."""

    said: str
    at: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a task is owed by its time: what began it, how it was counted, the words, and how else one may read them."""

    began: str = ""
    began_at: str = ""
    steps: tuple[Step, ...] = ()
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    conduct: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One box to tick: one duty of the plan, by its id.

    `label` is to whom, `party` of whom; both are empty for a task that is one box by itself.
    """

    duty: str
    rule: str
    label: str = ""
    party: str = ""
    to: str | None = None
    for_: str | None = msgspec.field(name="for", default=None)
    occurrence: str | None = None
    status: Status = "open"
    late: bool | None = False
    done_at: str | None = None
    done_by: str = ""


class Time(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a task is due. `at_once` since `target`; `closes` is the day with which `limit` comes, if a day does it."""

    at_once: bool = False
    target: str | None = None
    limit: str | None = None
    closes: str | None = None
    opens: str | None = None
    asks: bool = False


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """What returns, as one task: how many times nothing is recorded of, the first and last of them, the next, and when
    it was last done.
    """

    missed: Repeated
    next: str | None = None
    last_done: str | None = None


class Task(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act by one bearer: a row for each duty. `notice`: it goes to another body. `cite` is the first point.

    `act` tells it apart from other acts under the same title; `careful` is what to heed before it is done.
    """

    rule: str
    do: str
    title: str
    bucket: Bucket
    by: tuple[Named, ...]
    rows: tuple[Row, ...]
    by_mode: Literal["one", "any", "all", "each"] = "one"
    institution: str = ""
    modality: Modality = "obligation"
    notice: bool = False
    time: Time | None = None
    cite: str = ""
    document: str = ""
    via_only: tuple[str, ...] = ()
    via_any: tuple[str, ...] = ()
    via_never: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    content_never: tuple[str, ...] = ()
    check_first: tuple[str, ...] = ()
    careful: tuple[str, ...] = ()
    act: str = ""
    series: Series | None = None
    why: Why | None = None


class Asking(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact to find out: the question, in few words what about, and what hangs on it.

    `now`: something hangs on it that presses within the hour. `facts` are those that one question covers.
    """

    facts: tuple[str, ...]
    ask: str
    about: str
    hangs: tuple[str, ...]
    now: bool = False
    yes_or_no: bool = True


class Unnamed(msgspec.Struct, frozen=True, omit_defaults=True):
    """An act that nobody the text names may do or hear of: a person decides. `parties` are those it concerns."""

    rule: str
    title: str
    parties: tuple[str, ...] = ()
    time: Time | None = None
    late: bool | None = False


class Suspect(msgspec.Struct, frozen=True, omit_defaults=True):
    """The accused by post or relation: not to be told, not to act."""

    role: str
    name: str
    for_: str = msgspec.field(name="for", default="")
    who: str = ""


class Disagreement(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where texts differ, and what was taken; the points of each."""

    because: str
    cites: tuple[str, ...] = ()


class PartyShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person of the case under its reference: its roles in words, and its age where it is known."""

    id: str
    roles: tuple[str, ...]
    age: int | None = None


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the heading counts: towards the first `limit` of the lead since `began_at`, or how many are `overdue`."""

    bucket: Bucket
    overdue: int = 0
    limit: str | None = None
    closes: str | None = None
    began: str = ""
    began_at: str | None = None


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one institution does, hour by hour; `lead` is what its page opens with.

    `others` is what other bodies owe. `forms` are the forms of violence as the case names them, `superseded` the texts
    that newer acts may have replaced.
    """

    incident: str
    protocol: str
    language: str
    as_of: str
    zone: str
    institution: Named
    digest: str
    clock: Clock
    lead: tuple[Task, ...]
    next_change_at: str | None = None
    accused: tuple[Suspect, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    questions: tuple[Asking, ...] = ()
    today: tuple[Task, ...] = ()
    week: tuple[Task, ...] = ()
    later: tuple[Task, ...] = ()
    untimed: tuple[Task, ...] = ()
    closed: tuple[Task, ...] = ()
    others: tuple[Task, ...] = ()
    prohibitions: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    texts: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    parties: tuple[PartyShown, ...] = ()
    forms: tuple[str, ...] = ()
    calendar: str = ""
    card: int = 1

    @property
    def mine(self) -> tuple[Task, ...]:
        """Everything the institution still owes, most pressing first."""
        return (*self.lead, *self.today, *self.week, *self.later, *self.untimed)
