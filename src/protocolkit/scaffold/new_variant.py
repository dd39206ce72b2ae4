"""A starting file for a variant: one change, one removal and one addition, each with its reason, and their tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.api import plan
from protocolkit.building.catalogue import Catalogue
from protocolkit.diagnostics import InputError, Place, Problems
from protocolkit.languages import N_, _
from protocolkit.messages import say
from protocolkit.model.ruleset import Protocol
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty
from protocolkit.scaffold.writing import in_language, is_id, scalar, write_new

_DAY = date(2026, 11, 16)
_FACTS = {"victim.age": 12, "offender.role": "pupil", "offender.age": 15}
_EVENTS = ("report_received", "fact_detected", "application_submitted")
_MOST_TRIED = 24
_TOLD = ("education_authority", "local_executive_body", "founder", "health_authority", "police")
ADDED = "tell-in-addition"
_HOUR = N_("Within an hour: {act}")
_TELL = N_("Tell, within a working day: {role}")

VARIANT = """\
# yaml-language-server: $schema={schemas}/{kind}.json
# {one_base}
{kind}: {id}
extends: {base}

change:                            # {changed_here}
  {changed}:
    because: {why_changed}
    set:
      due: {due}
      cites: {{point: "1", words: {hour}}}   # {own_words}
      say: {{{say_changed}}}

remove:                            # {removed_here}
  {removed}: {{because: {why_removed}}}

add:                               # {added_here}
  - id: {added}
    because: {why_added}
    cites: {{point: "2", words: {in_addition}}}
    by: education_org_head
    must: notify
    to: {told}
    after: {event}
    due: 1 working_day
    say: {{{say_added}}}
"""
TESTS = """\
# yaml-language-server: $schema={schemas}/ruletest.json
tests: {id}
cases:
  - name: {name}
    incident:
      facts: {{{facts}}}
      events: [{{event: {event}, at: "{at}"}}]
    as_of: "{at}"
    expect:
      duties:
        - {{{is_changed}}}
        - {{{is_added}}}
      warnings: [variant]
  - name: {name_of_base}
    protocol: {base}
    incident:
      facts: {{{facts}}}
      events: [{{event: {event}, at: "{at}"}}]
    as_of: "{at}"
    expect:
      duties:
        - {{{was_changed}}}
        - {{{was_removed}}}
"""


class Try(msgspec.Struct, frozen=True):
    """What a variant might change and remove, whom it tells besides, and the case that shows it."""

    event: str
    changed: Duty
    removed: Duty
    told: str


def new_variant(id: str | None, base: str, folder: Path, schemas: str, language: str, problems: Problems) -> list[Path]:
    """Writes `NAME.yaml` and `tests/NAME.yaml` for a variant of a ruleset or protocol; nothing is ever overwritten.

    What it varies are rules of the base that a plain case triggers, so that its tests hold as they stand.
    """
    id = id or f"region/{base.rpartition('/')[2]}"
    catalogue = Catalogue([folder] if folder.is_dir() else [])
    catalogue = catalogue.holding(base)
    if not is_id(id, problems):
        return []
    if not catalogue.has(base):
        message = say("no protocol or ruleset `{id}`", id=base)
        problems.error("unknown-protocol", message, Place("--of"), catalogue.near(base))
        return []
    protocol = catalogue.protocol(base)
    problems.found += catalogue.problems.errors
    if problems.errors or protocol is None:
        return []
    whole = base in catalogue.ids("protocol")
    name = id.rpartition("/")[2]
    paths = folder / f"{name}.yaml", folder / "tests" / f"{name}.yaml"
    writer = _Writer(id, base, protocol, whole=whole, schemas=schemas, language=language)
    for files in writer.files():
        return write_new(dict(zip(paths, files, strict=True)), problems)
    message = say("a plain case starts no two duties of `{id}`", id=base)
    problems.error("nothing-to-run", message, Place("--of"), say("write the variant by hand, with `extends`"))
    return []


class _Writer:
    def __init__(self, id: str, base: str, protocol: Protocol, *, whole: bool, schemas: str, language: str) -> None:
        self.id, self.base, self.protocol, self.whole = id, base, protocol, whole
        self.schemas, self.language = schemas, language
        days = [date.fromisoformat(r.in_force.from_) for r in protocol.rulesets if r.in_force.from_]
        at = datetime.combine(max([_DAY, *days]), time(10), ZoneInfo(protocol.zone))
        self.at = at.isoformat()

    def files(self) -> Iterator[tuple[str, str]]:
        """The variant and its tests, for each choice of rules under which both can be read and hold."""
        for tried in self._tries():
            text = self._variant(tried)
            with TemporaryDirectory() as folder:
                (Path(folder) / "variant.yaml").write_text(text, encoding="utf-8")
                # Rules that wait for what is removed cannot be read any more: then another is.
                try:
                    found = self._plan(self.id, tried.event, (Path(folder), *self._own()))
                except InputError:
                    continue
            changed = self._duty(found, self._varied(tried.changed.rule), tried.changed)
            added = [d for d in found.duties if d.rule == f"{self.id}#{ADDED}"]
            if changed and len(added) == 1 and changed.due and changed.due.at != _at(tried.changed):
                before = self._plan(self.base, tried.event, self._own())
                yield text, self._tests(tried, self._entry(changed, found), self._entry(added[0], found), before)

    def _own(self) -> tuple[Path, ...]:
        """Where the base's own files lie: shipped ones are found without being named."""
        return tuple(dict.fromkeys(Path(r.place.file).parent for r in self.protocol.rulesets if r.place.file))

    def _plan(self, protocol: str, event: str, rules: tuple[Path, ...]) -> Plan:
        case: dict[str, Any] = {
            "incident": "new/1", "facts": _FACTS, "events": [{"event": event, "at": self.at}], "as_of": self.at,
        }  # fmt: skip
        return plan(case, protocol=protocol, rules=rules)

    def _tries(self) -> Iterator[Try]:
        events = dict.fromkeys((*_EVENTS, *self.protocol.vocabulary.events))
        for event in [one for one in events if one in self.protocol.vocabulary.events][:_MOST_TRIED]:
            duties = [d for d in self._plan(self.base, event, self._own()).duties if d.status == "open"]
            longer = sorted((d for d in duties if self._takes_longer(d)), key=lambda d: not (d.due and d.due.limit))
            for changed in longer[:6]:
                others = {d.rule: d for d in reversed(duties) if d.rule != changed.rule}
                for removed in list(others.values())[-6:]:
                    for told in _TOLD:
                        if told in self.protocol.vocabulary.roles and told not in (d.to for d in duties):
                            yield Try(event, changed, removed, told)
                            break

    def _takes_longer(self, duty: Duty) -> bool:
        """Whether an hour from its trigger is a stricter limit, or the first."""
        if not duty.trigger or not duty.due or duty.due.kind in ("agenda", "decided"):
            return duty.trigger is not None and duty.due is None
        if not duty.due.limit:
            return True
        limit, began = (datetime.fromisoformat(one) for one in (duty.due.limit, duty.trigger.at))
        return limit - began > timedelta(hours=1)

    def _varied(self, rule: str) -> str:
        """A protocol keeps the ids of what it varies; a ruleset calls what it inherits its own."""
        return rule if self.whole else f"{self.id}#{rule.partition('#')[2]}"

    @staticmethod
    def _duty(found: Plan, rule: str, like: Duty) -> Duty | None:
        fitting = [d for d in found.duties if d.rule == rule and d.to == like.to and d.for_ == like.for_]
        return fitting[0] if len(fitting) == 1 else None

    def _ref(self, rule: str) -> str:
        return rule if self.whole else rule.partition("#")[2]

    def _labels(self, template: str, kind: str, name: str) -> str:
        languages = dict.fromkeys(("en", self.language, *{"kz": ("ru", "kk"), "ua": ("uk",)}.get(self.id[:2], ())))
        place = "act" if kind == "actions" else "role"
        said = {
            one: in_language(one, template).format(**{place: self.protocol.vocabulary.label(kind, name, one)})
            for one in languages
        }
        return ", ".join(f"{one}: {scalar(text)}" for one, text in said.items())

    def _variant(self, tried: Try) -> str:
        return VARIANT.format(
            schemas=self.schemas, kind="protocol" if self.whole else "ruleset", id=self.id, base=self.base,
            one_base=_("What is not named here is as in {base}, its warnings too.").format(base=self.base),
            changed=self._ref(tried.changed.rule), changed_here=_("other keys stay as they are"),
            why_changed=scalar(_("our council decided so")), due="1 hour",
            hour=scalar(in_language(self.language, N_("within one hour"))), own_words=_("words of your own text"),
            say_changed=self._labels(_HOUR, "actions", tried.changed.do),
            removed=self._ref(tried.removed.rule), removed_here=_("what does not apply here"),
            why_removed=scalar(_("another body does it here")),
            added=ADDED, added_here=_("what applies here besides"), why_added=scalar(_("our council asks for it")),
            in_addition=scalar(in_language(self.language, N_("within one working day"))),
            told=tried.told, event=tried.event, say_added=self._labels(_TELL, "roles", tried.told),
        )  # fmt: skip

    def _tests(self, tried: Try, changed: str, added: str, before: Plan) -> str:
        return TESTS.format(
            schemas=f"../{self.schemas}", id=self.id, base=self.base, event=tried.event, at=self.at,
            facts=", ".join(f"{fact}: {value}" for fact, value in _FACTS.items()),
            name=scalar(_("what is changed and what is added here")),
            name_of_base=scalar(_("how it is in {base}").format(base=self.base)),
            is_changed=changed, is_added=added,
            was_changed=self._entry(tried.changed, before), was_removed=self._entry(tried.removed, before),
        )  # fmt: skip

    @staticmethod
    def _entry(duty: Duty, among: Plan) -> str:
        """The duty as a test names it: by its rule, and by its id where the rule owes several of the kind."""
        like = [d for d in among.duties if (d.rule, d.to, d.for_) == (duty.rule, duty.to, duty.for_)]
        parts = [f"rule: {duty.rule}"] if len(like) == 1 else [f'id: "{duty.id}"']
        parts += [f"to: {duty.to}"] if duty.to and len(like) == 1 else []
        parts += [f"for: {duty.for_}"] if duty.for_ and len(like) == 1 else []
        parts.append(f'due: "{_at(duty)}"' if _at(duty) else "status: open")
        return ", ".join(parts)


def _at(duty: Duty) -> str | None:
    return duty.due.at if duty.due else None
