"""From a protocol, an incident and an instant to findings: the seam between what is found and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.calendars.instants import exact
from protocolkit.diagnostics import InputError, Problems
from protocolkit.evaluation import hearing, standing
from protocolkit.evaluation.attempts import Attempt
from protocolkit.evaluation.breaches import breaches
from protocolkit.evaluation.case import Case
from protocolkit.evaluation.conduct import LICENCES, Conduct
from protocolkit.evaluation.conflicts import between, recorded
from protocolkit.evaluation.consent import not_held
from protocolkit.evaluation.decision import Decided, decided
from protocolkit.evaluation.due.found import Caution
from protocolkit.evaluation.engines import DEFAULT, Engine, evaluator
from protocolkit.evaluation.findings import (
    Breach,
    Conflict,
    Duty,
    Gap,
    Idle,
    Norm,
    NotHeld,
    Question,
    Undated,
    Waiting,
    sources_of,
)
from protocolkit.evaluation.history import evaluations, known_late
from protocolkit.evaluation.idle import without_effect
from protocolkit.evaluation.licences import against
from protocolkit.evaluation.log import is_idle
from protocolkit.evaluation.merge import left
from protocolkit.evaluation.rules import Evaluation, Window
from protocolkit.evaluation.settle import Settling, undated
from protocolkit.evaluation.triggers import SECOND
from protocolkit.messages import say
from protocolkit.model.incident import Incident, LogEntry
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol
from protocolkit.model.walk import events_read


class Content(msgspec.Struct, frozen=True):
    """What was found, apart from when it was asked: equal content gives equal plans."""

    duties: tuple[Duty, ...]
    awaiting: tuple[Waiting | Undated, ...]
    questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    prohibitions: tuple[Norm, ...]
    permissions: tuple[Norm, ...]
    sanctions: tuple[Norm, ...]
    routes: tuple[Attempt, ...]
    conflicts: tuple[Conflict, ...]
    cautions: tuple[Caution, ...]
    accused: tuple[tuple[str, str | None, str | None], ...]
    without_effect: tuple[Idle, ...] = ()
    taken_back: tuple[tuple[LogEntry, LogEntry], ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    breaches: tuple[Breach, ...] = ()


class Findings:
    """What the rules of a protocol make of one incident at one instant, and the attempts that explain it.

    What is owed is decided when it is made; what a reader is told besides is worked out when he asks for it, once.
    """

    def __init__(
        self, evaluation: Evaluation, decided: Decided, again: Callable[[datetime], Findings], engine: Engine
    ) -> None:
        self.evaluation = evaluation
        self._decided = decided
        self.again = again
        """The findings of the same case at another instant."""
        self.engine: Engine = engine

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The duties with their due times and statuses, and nothing else of what `content` tells of them.

        >>> import protocolkit
        >>> case = {"incident": "demo/1", "protocol": "kz/interagency", "as_of": "2026-11-20T14:30:00+05:00",
        ...         "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}]}
        >>> found = protocolkit.find(*protocolkit.load_incident(case))
        >>> notice = next(one for one in found.duties if one.lead.to == "police")
        >>> notice.lead.id, notice.lead.life.status, notice.limit.isoformat()
        ('kz/interagency#notify-authorities/police', 'open', '2026-11-20T10:30:00+00:00')
        """
        return tuple(self._decided.duties)

    @cached_property
    def states(self) -> list[tuple[str, str]]:
        """The ids of the duties with their statuses: where these differ, so do the plans."""
        return [(one.lead.id, one.lead.life.status) for one in self.duties]

    @cached_property
    def content(self) -> Content:
        """Everything a plan says."""
        return _content(self.evaluation, self._decided)

    @property
    def case(self) -> Case:
        """The incident under its protocol at the instant: its log, facts, persons and clock."""
        return self.evaluation.case

    def attempts(self, rule: Rule) -> tuple[Attempt, ...]:
        """Every way in which a rule was tried, and how far each came."""
        _ = self.content  # what is told comes first: explaining may bring up more
        return tuple(self.evaluation.found(rule).attempts)

    @cached_property
    def shown(self) -> frozenset[str]:
        """The rules that are this case's business, rather than the organisation's own year."""
        return frozenset(self.evaluation.all())

    @property
    def turns(self) -> Iterator[datetime]:
        """The instants at which an open duty cannot be shown as it is now: just after the limit it is shown with.

        Whatever else comes by then, it is overdue, over, gone, or its limit is another. One that is several rules' may
        be shown with another's limit, and is left to `later`.
        """
        for one in self.content.duties:
            life = one.lead.life
            shown = one.due.limit if one.due and not one.twins else None
            if shown is not None and life.status == "open" and shown == life.limit:
                yield shown + SECOND

    def later(self, until: datetime | None = None) -> Iterator[Findings]:
        """The findings at each later instant (before `until`) at which the same log may say something else, and does.

        Not evaluated again where only entries come that no rule reads, and time has changed nothing either.
        """
        last, case, _ = self, self.case, self.content  # telling may bring up further instants
        coming = [entry for entry in case.incident.log if entry.counts_from > case.as_of]
        read = events_read(case.protocol) if coming else frozenset[str]()
        acting = {entry.counts_from for entry in coming if not is_idle(entry, read) or hearing.spreads(entry, case)}
        acting |= {one.at for one in case.incident.searched if one.at > case.as_of}
        for instant in sorted(case.changes):
            if until is not None and instant >= until:
                return
            if instant in acting or last.case.turns_by(instant):
                last = self.again(instant)
                if last.states != self.states or last.content != self.content:
                    yield last


def find(
    protocol: Protocol, incident: Incident, at: datetime | None = None, *, window: Window | None = None,
    engine: Engine = DEFAULT,
) -> Findings:  # fmt: skip
    """What is owed, open, forbidden and in conflict in a case at an instant (default: the incident's own `as_of`).

    `window` asks for the organisation's year: the duties that arise or fall due between two instants. `engine` is who
    works it out; the findings are the same.
    Raises InputError if there is no instant, or if the log says what it may not say.
    """
    at = instant_of(incident, at)
    earlier, evaluation = evaluations(protocol, incident, at, window, evaluator(engine))
    again = partial(find, protocol, incident, window=window, engine=engine)
    return Findings(evaluation, decided(evaluation, earlier), again, engine)


def instant_of(incident: Incident, at: datetime | None) -> datetime:
    """The instant asked for, else the incident's own, in whole seconds of UTC."""
    at = at or incident.as_of
    if at is None:
        help = say("give `as_of` in the file, or `--as-of now` on the command line")
        problems = Problems()
        problems.error("no-as-of", say("the plan needs the instant it is for"), incident.place, help)
        raise InputError(problems)
    return exact(at).astimezone(ZoneInfo("UTC")).replace(microsecond=0)


def _content(now: Evaluation, stands: Decided) -> Content:
    """What a reader is told of all that stands."""
    case, (routes, in_force, bans) = now.case, stands.norms
    found = {id: f for id, f in now.all().items() if not left(case.protocol.rule(id), routes)}
    conflicts = [*stands.exclusions, *against(bans, in_force, case), *between(stands.duties, case)]
    came_out = {id: f.by_outcome() for id, f in found.items()}
    speaks = {id for id, f in found.items() if f.owed or not _SPEAKING.isdisjoint(came_out[id])}
    awaited = {id for id, one in came_out.items() if "awaiting" in one}
    during = {rule.id for rule in case.protocol.rules if rule.during}
    conflicts = [*conflicts, *recorded(case, speaks, awaited | during)]
    late = known_late(stands.duties, stands.earlier, case)
    settling, conduct = Settling(now), Conduct(case, now.scopes.leaves_out)
    settled = tuple(settling.duty(one, conduct.under_duty(one), late.get(one.lead.id)) for one in stands.duties)
    licences = [a for a in in_force if a.rule.modality in LICENCES]
    permissions = tuple(settling.norm(a, conduct.under_norm(a)) for a in licences)
    gaps = tuple(settling.gap(a, o) for one in came_out.values() for a in one.get("gap", ()) for o in a.owed)
    # Some party's trigger came: then the rule is not awaited as a whole.
    started = {id for id in awaited & speaks if not any(a.party for a in came_out[id]["awaiting"])}
    waiting = [settling.waiting(one["awaiting"]) for id, one in came_out.items() if id in awaited - started]
    unsure = (one["undetermined"] for one in came_out.values() if "undetermined" in one)
    questions = [question for several in unsure for question in settling.questions(several)]
    broken = breaches(now, stands.earlier)
    recorded_so = {one.entry.index for one in broken}
    idle = without_effect(case, [*stands.owed, *stands.pending])
    return Content(
        duties=settled,
        awaiting=(*waiting, *undated(settled)),
        questions=(*questions, *(settling.question([a]) for a in conduct.unsure.values())),
        gaps=gaps,
        prohibitions=tuple(map(settling.norm, bans)),
        permissions=permissions,
        sanctions=tuple(settling.norm(a) for a in in_force if a.rule.modality == "sanction"),
        routes=tuple(routes),
        conflicts=(*conflicts, *dict.fromkeys(map(_of_gap, gaps))),
        cautions=(
            *standing.cautions(case.protocol, case.incident, case.days),
            *now.scopes.cautions(),
            *hearing.cautions(case),
            *case.cautions,
        ),
        accused=tuple(case.safety.known()),
        without_effect=tuple(one for one in idle if one.entry.index not in recorded_so),
        taken_back=case.incident.taken_back(case.as_of),
        not_held=tuple(not_held([a for f in found.values() for a in f.attempts], case)),
        breaches=tuple(broken),
    )


_SPEAKING = frozenset(("undetermined", "gap", "in_force"))


def _of_gap(gap: Gap) -> Conflict:
    rule = gap.attempt.rule
    return Conflict("accused", (rule.id,), None, gap.why, sources_of(rule))
