"""One task of a card in words: who does it, to whom, by which way, and the blanks to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from protocolkit.languages import _, pgettext
from protocolkit.plans.card import Row, Task
from protocolkit.showing.card_tags import Tag, Times
from protocolkit.showing.html_parts import span, strong
from protocolkit.showing.markup import Child, Markup, between, element


def tag(one: Tag | None) -> Markup | None:
    """A state in a few words."""
    if one is None:
        return None
    return span(f"tag {one.kind}".strip(), one.words, span("screen", f" · {one.aside}") if one.aside else None)


def people(task: Task) -> str:
    """Who may do it: any one of several, or all of them together."""
    between_them = " + " if task.by_mode == "all" else " / "
    return between_them.join(one.name for one in task.by)


def titled(task: Task, row: Row) -> Child:
    """The title of a task of one row; whom a notice tells stands out."""
    lead, colon, told = task.title.rpartition(": ")
    return [f"{lead}: ", strong("", told)] if colon and told == row.label else task.title


def about(task: Task, row: Row, times: Times) -> Iterator[Child]:
    """Who, to whom, by which way, and where it stands: one line below the title."""
    yield people(task)
    if row.label and not task.title.endswith(row.label):
        yield f"→ {row.label}"
    yield row.party
    yield task.act
    yield from _channels(task)
    if task.content:
        yield _("what to write: {things}").format(things=", ".join(task.content))
    yield from _untold(task)
    yield from _careful(task)
    if task.series:
        yield times.series(task.series)
    yield task.cite


def meta(task: Task, times: Times) -> Markup:
    """The same as a list of terms, for a task of several rows."""
    terms: Sequence[tuple[str, Child]] = (
        (pgettext("of a task", "Who"), people(task)),
        (pgettext("of a task", "How"), between(" · ", _channels(task))),
        (pgettext("of a task", "What to write"), between(" · ", (", ".join(task.content), *_untold(task)))),
        (pgettext("of a task", "Document"), task.document),
        (pgettext("of a task", "Careful"), between("; ", _careful(task))),
        (pgettext("of a task", "Returns"), times.series(task.series) if task.series else ""),
    )
    return element("dl", {"class": "meta"}, _terms(terms))


def blanks(task: Task) -> str:
    """What is written in by hand: the time, the outgoing number of a notice, the signature."""
    if task.notice:
        return _("time ___:___  out. No. _____  signature _____")
    return _("time ___:___  signature _____")


def _channels(task: Task) -> Iterator[Child]:
    """Those to use, and those that may not be."""
    if task.via_only or task.via_any:
        yield " / ".join(task.via_only or task.via_any)
    if task.via_never:
        yield span("not", _("not by: {channels}").format(channels=", ".join(task.via_never)))


def _untold(task: Task) -> Iterator[Markup]:
    if task.content_never:
        yield span("not", _("never: {things}").format(things=", ".join(task.content_never)))


def _careful(task: Task) -> Iterator[Markup]:
    return (span("not", words) for words in task.careful)


def _terms(terms: Iterable[tuple[str, Child]]) -> Iterator[Markup]:
    for name, value in terms:
        if value:
            yield element("div", None, element("dt", None, name), element("dd", None, value))
