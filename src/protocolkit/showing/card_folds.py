"""What a card keeps folded: the other times, questions, bans, what is recorded, what others owe, where texts differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from protocolkit.languages import _, pgettext
from protocolkit.plans.card import Asking, Card, Disagreement, Row, Task
from protocolkit.showing.card_tags import Times
from protocolkit.showing.card_task import people, tag
from protocolkit.showing.html_parts import listed, span
from protocolkit.showing.markup import Child, Markup, between, element, fragment

Asked = Callable[[Asking, Child], Child]
Shown = Callable[[Task, Row], Markup]


def folds(card: Card, times: Times, question: Asked, row: Shown | None) -> Markup:
    """Each part with its count; an empty one is a line that cannot be opened."""
    lead = card.clock.bucket if card.lead else ""
    parts: list[Markup | None] = []
    timed = (("today", pgettext("a part of a card", "Today"), card.today), ("week", _("Within a week"), card.week),
             ("later", pgettext("a part of a card", "Later"), card.later))  # fmt: skip
    for bucket, title, tasks in timed:
        if bucket != lead and (tasks or bucket != "later"):
            parts.append(_fold(title, len(tasks), _tasks(tasks, times, row)))
    if card.breaches:
        parts.append(_fold(_("Bans broken"), len(card.breaches), listed(card.breaches, bare=True)))
    parts += [
        _fold(_("No time in the text"), len(card.untimed), _by_bearer(card.untimed, times, row)),
        _fold(pgettext("a part of a card", "Questions"), len(card.questions),
              listed((_question(one, question) for one in card.questions), bare=True)),
        _fold(pgettext("a part of a card", "Forbidden"), len(card.prohibitions), listed(card.prohibitions, bare=True)),
        _fold(pgettext("a part of a card", "Recorded"), len(card.closed), _tasks(card.closed, times, row)),
        _fold(_("Duties of others"), len(card.others), _by_bearer(card.others, times, None)),
        _fold(_("For a lawyer: where texts differ"), len(card.disagreements),
              listed(map(_differs, card.disagreements), bare=True)) if card.disagreements else None,
    ]  # fmt: skip
    return element("section", {"class": "folds screen", "aria-label": _("The rest")}, parts)


def _fold(title: str, count: int, body: Child) -> Markup:
    number = span("n", str(count))
    if not count:
        return element("p", {"class": "fold none"}, span("", title), number)
    head = element("summary", None, span("", title), number)
    return element("details", {"class": "fold"}, head, element("div", None, body))


def _tasks(tasks: Sequence[Task], times: Times, row: Shown | None) -> Child:
    """Tasks as lines; where a host records them, as boxes to tick."""
    if row is not None:
        return [element("div", {"class": "task panel"}, [row(task, one) for one in task.rows]) for task in tasks]
    return listed((_line(task, times) for task in tasks), bare=True)


def _by_bearer(tasks: Sequence[Task], times: Times, row: Shown | None) -> list[Markup]:
    """Tasks under whoever owes them, in the order in which these appear."""
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(people(task), []).append(task)
    return [
        fragment(element("h3", None, f"{name} · {len(own)}"), _tasks(own, times, row)) for name, own in groups.items()
    ]


def _line(task: Task, times: Times) -> Markup:
    about = between(" · ", _about(task, times))
    small = element("small", {"class": "soft"}, about) if about else None
    return fragment(span("", task.title), tag(times.tag(task)), small)


def _about(task: Task, times: Times) -> Iterator[str]:
    told = dict.fromkeys(row.label for row in task.rows if row.label and not task.title.endswith(f": {row.label}"))
    if told:
        yield "→ " + ", ".join(told)
    yield ", ".join(dict.fromkeys(row.party for row in task.rows if row.party))
    yield task.act
    yield task.document
    if task.series:
        yield times.series(task.series)
    yield task.cite


def _question(one: Asking, question: Asked) -> Markup:
    return fragment(span("", question(one, one.ask)), element("small", {"class": "soft"}, "; ".join(one.hangs)))


def _differs(one: Disagreement) -> Markup:
    return fragment(span("", one.because), element("small", {"class": "soft"}, "; ".join(one.cites)))
