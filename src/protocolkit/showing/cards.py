"""A card for each thing to do: duties alike but for their recipients, or a question that facts must decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from protocolkit.languages import _, pgettext
from protocolkit.plans.plan import Duty, Undetermined
from protocolkit.plans.urgency import Block, Urgency
from protocolkit.showing.card_fields import bearer, check_first, fields, how, who, why
from protocolkit.showing.citations import citations
from protocolkit.showing.due_panel import Field, due_fields, due_panel, ended, facts
from protocolkit.showing.html_parts import code, paragraph, span, strong
from protocolkit.showing.markup import Child, Markup, element
from protocolkit.showing.speech import Speech
from protocolkit.showing.symbols import STATES, badge, state, words_of


class Entry(NamedTuple):
    """A block and the id of its card."""

    block: Block
    anchor: str


def entries(blocks: Iterable[Block]) -> list[Entry]:
    """Blocks with ids that stay the same as long as the duties do."""
    taken: dict[str, int] = {}
    found = []
    for block in blocks:
        one = block.question
        name = f"{one.rule}/{one.to or ''}/{one.for_ or ''}" if one else block.duties[0].id
        slug = "d-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        taken[slug] = taken.get(slug, 0) + 1
        found.append(Entry(block, slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"))
    return found


def groups(found: Sequence[Entry], say: Speech) -> dict[str, list[Entry]]:
    """Cards under whoever owes them, in the order in which bearers first appear: most pressing first."""
    bearers: dict[str, list[Entry]] = {}
    for entry in found:
        one = entry.block.question
        by, mode = (one.by, "one") if one else (entry.block.duties[0].by, entry.block.duties[0].by_mode)
        bearers.setdefault(bearer(by, mode, say), []).append(entry)
    return bearers


def card(entry: Entry, as_of: str, say: Speech) -> Markup:
    """The card of a block."""
    block = entry.block
    if block.question is not None:
        return _question(entry, block.question, as_of, say)
    duty = block.duties[0]
    if block.urgency is Urgency.CLOSED:
        over = [*who(block.duties, say), *why(block.duties, say)]
        return _card(entry, say.titled(duty), tags(duty, say), ended(duty, say), over, say)
    panel = due_panel(duty.due, duty.trigger, duty.status, as_of, say)
    found = [
        *check_first(duty, say), *_not_done(duty, say), *who(block.duties, say), *how(duty, say),
        *due_fields(duty.due, say), *why(block.duties, say),
    ]  # fmt: skip
    return _card(entry, say.titled(duty), tags(duty, say), panel, found, say)


def state_words(block: Block, say: Speech) -> str:
    """The state of a block in words."""
    if block.question is not None:
        return _("not certain")
    if block.urgency is Urgency.CLOSED:
        return say.name("statuses", block.duties[0].status)
    return words_of(STATES[block.urgency])


def _card(
    entry: Entry, title: Child, told_apart: list[str], panel: Markup, found: Iterable[Field], say: Speech
) -> Markup:
    name = state(entry.block)
    head = paragraph("tags", badge(name, state_words(entry.block, say)), (span("tag", tag) for tag in told_apart))
    body = head, element("h4", None, title), panel, fields(found)
    return element("div", {"class": f"card s-{name}", "id": entry.anchor}, body)


def _question(entry: Entry, one: Undetermined, as_of: str, say: Speech) -> Markup:
    told_apart = [] if one.modality == "obligation" else [say.name("modalities", one.modality)]
    # Its clock does not wait for the answer, so it may be as late as a duty.
    status = "overdue" if entry.block.urgency is Urgency.OVERDUE else "open"
    panel = due_panel(one.due, None, status, as_of, say, before=_("if it applies:"))
    found: list[Field] = [(_("Find out"), strong("ask", facts(one.facts, say)))]
    found += [(pgettext("a field of a duty", "To"), say.role(one.to))] if one.to else []
    found += [(pgettext("a field of a duty", "About"), say.role(one.for_))] if one.for_ and one.for_ != one.to else []
    found += due_fields(one.due, say)
    found += [(_("Source"), citations(one.sources, say)), (_("Rule"), code(one.rule))]
    return _card(entry, say.titled(one), told_apart, panel, found, say)


def tags(duty: Duty, say: Speech) -> list[str]:
    """What tells a duty from others under the same label: its kind, its act, which time it is."""
    found = [] if duty.modality == "obligation" else [say.name("modalities", duty.modality)]
    if duty.id.startswith(f"{duty.rule}/{duty.do}"):
        # The rule asks for several acts, and its label speaks of all of them.
        found.append(say.name("actions", duty.do))
    if duty.occurrence:
        found.append(say.occurrence(duty.occurrence))
    for acts, words in ((duty.do_any, _("one of: {acts}")), (duty.do_all, _("all of: {acts}"))):
        if acts is not msgspec.UNSET:
            found.append(words.format(acts=", ".join(say.name("actions", act) for act in acts)))
    return found


def _not_done(duty: Duty, say: Speech) -> Iterable[Field]:
    if duty.not_done_at:
        recorded = pgettext("before a moment", "recorded"), " ", say.time(duty.not_done_at)
        yield _("Not done"), strong("alarm", recorded)
