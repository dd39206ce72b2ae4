"""Two texts beside each other in the workbench, as `protocolkit compare` says it: those edited here, those shipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from protocolkit.api import catalogue_of
from protocolkit.building.catalogue import Catalogue, resolved
from protocolkit.comparing.compare import compare
from protocolkit.comparing.comparison_page import comparison_sheet
from protocolkit.comparing.sides import Named, Side
from protocolkit.diagnostics import Diagnostic, InputError
from protocolkit.languages import _
from protocolkit.showing.to_html import within
from protocolkit.web.visit import Visit

_KINDS = ("ruleset", "protocol")


class Offered(msgspec.Struct, frozen=True):
    """A text that may be chosen: how a form names it, what a page calls it, and where it is read from.

    `day` names an edition; null is the newest. No form names a folder.
    """

    key: str
    words: str
    id: str
    day: str | None
    catalogue: Catalogue

    def side(self) -> Side:
        return Side(Named(self.words, None, self.id, self.day), self.catalogue)


def show(visit: Visit) -> Response:
    """The two lists to choose from; with both chosen, what tells the texts apart."""
    query = visit.request.query_params
    edited, shipped = list(_edited(visit)), list(_shipped(visit))
    every = {one.key: one for one in (*edited, *shipped)}
    a, b = every.get(query.get("a", "")), every.get(query.get("b", ""))
    usual = edited[0].key if edited else ""
    groups = [(_("In this workbench"), edited), (_("As it stands without it"), shipped)]
    problems: Iterable[Diagnostic] = ()
    if a is not None and b is not None and "form" not in query:
        try:
            return _compared(visit, a, b)
        except InputError as error:
            problems = error.problems
    heading = _("Compare texts")
    return visit.show(
        "compare.html", status=422 if problems else 200, title=heading, heading=heading, problems=problems,
        groups=[(name, [(one.key, one.words) for one in found]) for name, found in groups if found],
        a=a.key if a else shipped[0].key, b=b.key if b else usual, cases="cases" in query,
    )  # fmt: skip


def _compared(visit: Visit, a: Offered, b: Offered) -> Response:
    cases = "cases" in visit.request.query_params
    found = compare(a.side(), b.side(), cases=cases)
    here, chosen = visit.to("compare"), {"a": a.key, "b": b.key}
    return visit.show(
        "compared.html", title=f"{a.words} · {b.words}", style="sheet.css", cases=cases,
        sheet=Markup(within(comparison_sheet(found, visit.language))),
        back=f"{here}?{urlencode(chosen | {'form': 'yes'} | ({'cases': 'yes'} if cases else {}))}",
        other=f"{here}?{urlencode(chosen | ({} if cases else {'cases': 'yes'}))}",
    )  # fmt: skip


def earlier(visit: Visit, name: str) -> tuple[str, str] | None:
    """The text that an edited one is best held against, and the page that does so; null where there is none.

    It is the text that a variant changes, else the same text as it is shipped. `name` is that of its file.
    """
    folder = visit.desk.workbench
    assert folder is not None
    catalogue = catalogue_of([folder])
    listed = next((one for one in catalogue.files if resolved(one.path) == resolved(folder / name)), None)
    if listed is None or listed.kind not in _KINDS:
        return None
    editions = catalogue.editions(listed.id) if listed.kind == "ruleset" else []
    base = editions[-1].extends if editions and editions[-1].extends else listed.id
    if not catalogue_of(visit.desk.rules).has(base):
        return None
    return base, f"{visit.to('compare')}?{urlencode({'a': base, 'b': f'edited:{listed.id}'})}"


def _edited(visit: Visit) -> Iterator[Offered]:
    """The texts of the folder, as they stand in it now."""
    folder = visit.desk.workbench
    assert folder is not None
    catalogue = catalogue_of([folder])
    own = sorted({one.id for one in Catalogue([folder], shipped=False).files if one.kind in _KINDS})
    for id in own:
        yield Offered(f"edited:{id}", _("{text}, as edited").format(text=id), id, None, catalogue)


def _shipped(visit: Visit) -> Iterator[Offered]:
    """All others, in their newest edition, and in each earlier one that there is."""
    # Not the one that pages of cases ask meanwhile: a catalogue reads as it is asked.
    catalogue = Catalogue(visit.desk.folders)
    files = Counter(one.id for one in catalogue.files if one.kind in _KINDS)
    for id, several in sorted(files.items()):
        yield Offered(id, id, id, None, catalogue)
        for one in reversed(catalogue.editions(id)[:-1]) if several > 1 else ():
            if day := one.in_force.from_:
                yield Offered(f"{id}@{day}", _("{text}, edition of {day}").format(text=id, day=day), id, day, catalogue)
