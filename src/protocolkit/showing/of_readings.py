"""How else the words of a rule may be read, and what each reading would come to; and the facts that decide how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from protocolkit.languages import _
from protocolkit.languages.enumerating import all_of
from protocolkit.plans.plan_entries import Norm
from protocolkit.plans.plan_parts import DueTime, Reading
from protocolkit.showing.of_due import due_notes, moving
from protocolkit.showing.of_means import channels, things
from protocolkit.showing.sheet import Field, Phrase, Span, Words, phrase, woven
from protocolkit.showing.wording import Wording


def otherwise(reading: Reading, due: DueTime | None, say: Wording) -> Phrase:
    """Another reading, and what it would make of the rule."""
    words = _("read otherwise ({effect}): {because}")
    said = woven(words, effect=_effect(reading, due, say), because=say.said(reading.because))
    # Of a duty that several rules ask for, each has readings of its own.
    return phrase(said, " ", Span(f"({reading.rule})", "code")) if isinstance(reading.rule, str) else said


def _effect(reading: Reading, due: DueTime | None, say: Wording) -> Words:
    if reading.applies is False:
        return _("then it would not apply")
    if reading.awaits is not msgspec.UNSET:
        events = all_of(say.event(event) for event in reading.awaits)
        if reading.at is None:
            return _("then it would wait for: {events}").format(events=events)
        words = _("then it would wait for: {events}, due at the latest {when}")
        return woven(words, events=events, when=say.ending(reading))
    if due and reading in moving(due) and reading.at:
        return woven(_("then due {when}"), when=say.ending(reading))
    if reading.applies is None:
        return _("then it is not known whether it applies")
    return _("the date stays") if due else _("then it applies all the same")


def amount_asks(asks: Sequence[str], say: Wording) -> Iterator[Field]:
    """The facts that decide how much."""
    if asks:
        questions = tuple(say.question(fact) for fact in asks)
        yield Field(_("find out"), (Span(_("the amount depends on:"), "ask"),), questions)


def norm_notes(norm: Norm, say: Wording) -> Iterator[Field]:
    """What else must be known of a ban, a right, a power or a sanction."""
    yield from channels(norm, say)
    if norm.content:
        yield things(_("content"), "", [say.content(item) for item in norm.content])
    yield from amount_asks(norm.asks, say)
    yield from due_notes(norm.due, say)
    shown = moving(norm.due) if norm.due else []
    yield from undated([reading for reading in norm.readings if reading not in shown], norm.due, say)
    for warning in norm.warnings:
        yield Field(_("careful"), (say.said(warning.message, "ask"),))


def undated(readings: Iterable[Reading], due: DueTime | None, say: Wording) -> Iterator[Field]:
    """Readings that no date tells of."""
    for reading in readings:
        yield Field(_("or"), otherwise(reading, due, say))
