"""The first page, by country, and the pages of texts and protocols: what each is, its rules in order, its points."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.languages import _, ngettext
from protocolkit.model.dues import DueParts
from protocolkit.model.rule import Rule
from protocolkit.model.ruleset import Protocol, Ruleset
from protocolkit.model.say import due, names
from protocolkit.showing.html_parts import code, listed, paragraph, section, span
from protocolkit.showing.markup import Child, Markup, between, element, fragment
from protocolkit.site.beside import conflict
from protocolkit.site.evidence import tests_page
from protocolkit.site.frame import Field, Head, fields, frame
from protocolkit.site.relations import Recorded
from protocolkit.site.voice import Voice, filled
from protocolkit.tracing.trace_report import PointRow, named


def index_page(say: Voice) -> str:
    """The whole page."""
    countries: dict[str, tuple[list[Ruleset], list[Protocol]]] = {}
    for ruleset in say.book.rulesets.values():
        countries.setdefault(_country(ruleset.id, say), ([], []))[0].append(ruleset)
    for protocol in say.book.protocols.values():
        countries.setdefault(_country(protocol.id, say), ([], []))[1].append(protocol)
    about = _(
        "Every rule with the words of the text it rests on, every point of every text with the rules that stand for "
        "it, and the reason where none does."
    )
    return frame(
        say, Head(_("The rules, point by point"), _("The rules, point by point")),
        paragraph("lead", about),
        [_country_part(i, name, found, say) for i, (name, found) in enumerate(countries.items())],
    )  # fmt: skip


def _country(id: str, say: Voice) -> str:
    """The country as ids begin; what begins with no country stands under its own word."""
    code_ = id.partition("/")[0]
    return str(say.locale.territories.get(code_.upper(), code_)) if len(code_) == 2 else code_


def _country_part(number: int, name: str, found: tuple[list[Ruleset], list[Protocol]], say: Voice) -> Markup:
    rulesets, protocols = found
    volumes = [*(_protocol(one, say) for one in protocols), *(_shelved(one, say) for one in rulesets)]
    return section(f"country-{number}", name, element("ul", {"class": "shelf", "role": "list"}, volumes))


def _shelved(ruleset: Ruleset, say: Voice) -> Markup:
    lines: list[Child] = [
        element("h3", None, say.text(ruleset.id)),
        paragraph("dim", code(ruleset.id), " · ", counted(ruleset, say)),
        paragraph("", _("In force: {when}").format(when=in_force(ruleset, say))),
    ]
    if ruleset.extends:
        lines.append(paragraph("", filled(_("Variant of: {text}"), text=say.text(ruleset.extends))))
    if ruleset.reviewed_through:
        lines.append(paragraph("", _("Amendments known up to {day}").format(day=say.day(ruleset.reviewed_through))))
    for one in ruleset.may_be_superseded_by:
        day = f" ({say.day(one.date)})" if one.date else ""
        warned = element("strong", None, _("May be superseded by:"))
        lines.append(paragraph("superseded", warned, " ", say.because(one.act), day))
    return element("li", {"class": "volume"}, lines)


def _protocol(protocol: Protocol, say: Voice) -> Markup:
    texts = [one.id for one in protocol.rulesets if one.id != protocol.id]
    n = len(protocol.conflicts)
    order = between(" → ", map(say.short, texts))
    return element(
        "li", {"class": "volume is-protocol"}, element("h3", None, say.text(protocol.id)),
        paragraph("dim", code(protocol.id), " · ", _("protocol")),
        paragraph("", filled(_("Texts, by precedence: {texts}"), texts=order)),
        paragraph("", _("Same duty twice: the strictest time governs"), span(
            "dim", " · ", ngettext("{n} conflict on record", "{n} conflicts on record", n).format(n=n)
        )),
    )  # fmt: skip


def text_page(ruleset: Ruleset, say: Voice) -> str:
    """A text with its rules and points."""
    rows = say.book.points[ruleset.id]
    return frame(
        say, _top(ruleset.id, say),
        warnings(ruleset, say), section("about", _("About this text"), fields(_about(ruleset, say))),
        section("rules", _("Rules"), _rules(ruleset, say)),
        section("points", _("Points"), _legend(), listed((_point(row, say) for row in rows), "points", bare=True)),
        _tests(ruleset.id, say),
    )  # fmt: skip


def protocol_page(protocol: Protocol, say: Voice) -> str:
    """A protocol: its texts by precedence, how it unites them, and the conflicts it records."""
    texts = [one for one in protocol.rulesets if one.id != protocol.id]
    order = element("ol", None, (element("li", None, say.text(one.id), " ", code(one.id)) for one in texts))
    first = _("A tie between equal limits goes to the text named first.")
    merged = _("The same duty found twice is one duty: the strictest aim and limit govern, and every source is kept.")
    found = [conflict(Recorded(protocol.id, one), say) for one in protocol.conflicts]
    placed = [
        element("div", {"id": f"conflict-{one.id}"}, body) for one, body in zip(protocol.conflicts, found, strict=True)
    ]
    added = [say.rule(one.id, whole=False) for one in say.book.added.get(protocol.id, ())]
    settings: list[Field] = [(_("Time zone and calendar"), [protocol.zone, " · ", code(protocol.calendar.id)])]
    changes = [
        [say.rule(rule), ": ", say.because(one.because)]
        for rule, several_ in say.book.changes.items() for variant, one in several_ if variant == protocol.id
    ]  # fmt: skip
    return frame(
        say, _top(protocol.id, say),
        section("texts", _("Texts, by precedence"), order, paragraph("dim", first)),
        section("policy", _("How they are united"), paragraph("", merged), fields(settings)),
        section("added", _("Rules of its own"), listed(added)) if added else None,
        section("changes", _("What it changes"), listed(changes)) if changes else None,
        section("conflicts", _("Conflicts on record"), placed) if placed else None,
        _tests(protocol.id, say),
    )  # fmt: skip


def _top(id: str, say: Voice) -> Head:
    titles = say.book.titles.get(id, {})
    return Head(say.plain(titles, id), say.label(titles, id), "", code(id), say.also(titles))


def warnings(ruleset: Ruleset, say: Voice) -> Markup | None:
    """What may have superseded the text."""
    if not ruleset.may_be_superseded_by:
        return None
    items = []
    for one in ruleset.may_be_superseded_by:
        day = f", {say.day(one.date)}" if one.date else ""
        items.append([say.because(one.act), day, " — " if one.because else None, say.because(one.because)])
    head = paragraph("", element("strong", None, _("This text may have been superseded:")))
    return element("div", {"class": "notice"}, element("div", None, head, listed(items)))


def counted(ruleset: Ruleset, say: Voice) -> str:
    """`35 rules, 54 points`."""
    rules, points = len(ruleset.rules), len(say.book.points[ruleset.id])
    return ", ".join((
        ngettext("{n} rule", "{n} rules", rules).format(n=rules),
        ngettext("{n} point", "{n} points", points).format(n=points),
    ))  # fmt: skip


def in_force(ruleset: Ruleset, say: Voice) -> str:
    """From and until when the text is in force."""
    own = ruleset.in_force
    if own.from_ is None and own.until is None:
        return _("the text gives no date")
    since = _("from {day}").format(day=say.day(own.from_)) if own.from_ else ""
    until = _("until {day} (that day excluded)").format(day=say.day(own.until)) if own.until else ""
    return " ".join(one for one in (since, until) if one)


def _about(ruleset: Ruleset, say: Voice) -> Iterator[Field]:
    for text in ruleset.texts:
        spoken = say.locale.languages.get(text.language, text.language)
        file = [" · ", code(text.file)] if text.file else None
        yield _("Text"), [say.label(text.title), " · ", str(spoken), file]
    if ruleset.extends:
        yield _("Variant of"), say.text(ruleset.extends)
    yield _("In force"), in_force(ruleset, say)
    editions = say.book.catalogue.editions(ruleset.id)
    if len(editions) > 1:
        days = [say.day(one.in_force.from_) if one.in_force.from_ else _("undated") for one in editions]
        yield _("Editions"), [", ".join(days), span("dim", " — ", _("this site shows the newest"))]
    if ruleset.reviewed_through:
        yield _("Amendments known up to"), say.day(ruleset.reviewed_through)
    for check in ruleset.verified_by:
        yield _("Checked against the text"), [say.day(check.date), " · ", check.role, " · ", check.checked]
    if not ruleset.certified:
        yield _("Checked against the text"), _("by nobody qualified: what it computes is not certified")
    yield _("Time zone and calendar"), [ruleset.zone, " · ", code(ruleset.calendar)]
    protocols = [id for id, one in say.book.protocols.items() if ruleset.id in [r.id for r in one.rulesets]]
    if protocols:
        yield _("Applies with others in"), say.render(names("rulesets", protocols))
    yield _("Size"), counted(ruleset, say)
    yield _("Digest of its rules"), code(ruleset.digest)


def _rules(ruleset: Ruleset, say: Voice) -> Markup:
    """The rules under the leading number of the first point they cite."""
    rows = say.book.points[ruleset.id]
    groups = {row.named: named(row.group, row.act) for row in rows}
    # In the order of the text, whatever the order in which its rules were written.
    found: dict[str, list[Rule]] = {group: [] for group in groups.values()}
    for rule in ruleset.rules:
        point = named(rule.cites[0].point, rule.cites[0].act) if rule.cites else ""
        found.setdefault(groups.get(point, point), []).append(rule)
    return fragment(
        [element("h3", None, say.point_words(group)), listed((_rule(one, say) for one in rules), "rules", bare=True)]
        for group, rules in found.items() if rules
    )  # fmt: skip


def _rule(rule: Rule, say: Voice) -> Child:
    when = span("dim", " — ", say.render(due(rule.due))) if isinstance(rule.due, DueParts) else None
    return [say.rule(rule.id, whole=False), " ", say.modality(rule), when]


def _standing(row: PointRow) -> str:
    return "rule" if row.rules else "named" if row.names else "reason" if row.reason else "nothing"


def _stands() -> dict[str, str]:
    return {
        "rule": _("a rule stands for it"), "named": _("names are taken from it"), "reason": _("no rule, with a reason"),
        "nothing": _("nothing stands for it"),
    }  # fmt: skip


def _legend() -> Markup:
    return listed((span(f"point-{kind}", words) for kind, words in _stands().items()), "legend", bare=True)


def _point(row: PointRow, say: Voice) -> Markup:
    kind = _standing(row)
    hidden = span("hidden", " — ", _stands()[kind])
    number = span("dim", f" {len(row.rules)}") if len(row.rules) > 1 else None
    return element("span", {"class": f"point-{kind}"}, say.point(row.ruleset, row.point, row.act), number, hidden)


def _tests(id: str, say: Voice) -> Markup | None:
    """The files of rule tests with cases under a text or a protocol."""
    found = []
    for file, tests in say.book.casebook.files.items():
        if n := sum(test.case.protocol == id for test in tests):
            cases = ngettext("{n} case", "{n} cases", n).format(n=n)
            found.append([say.link(tests_page(file, say.book), code(say.book.file(file))), " — ", cases])
    return section("tests", _("Rule tests"), listed(found)) if found else None
