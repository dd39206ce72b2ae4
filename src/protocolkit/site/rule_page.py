"""The page of a rule: what it says, the words it rests on, how else it may be read, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.languages import _
from protocolkit.languages.saying import said
from protocolkit.model import conventions
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.dues import describe as due_text
from protocolkit.model.rule import Rule
from protocolkit.showing.html_parts import code, link, listed, paragraph, section
from protocolkit.showing.markup import Child, Markup, element, fragment
from protocolkit.site.addresses import INDEX, text_page
from protocolkit.site.beside import conflicting, neighbouring, ordered
from protocolkit.site.clock_words import clock
from protocolkit.site.condition_words import amount, condition
from protocolkit.site.evidence import pinned
from protocolkit.site.excerpts import excerpt
from protocolkit.site.frame import Field, fields, frame
from protocolkit.site.moment_words import moment
from protocolkit.site.people_words import people, several
from protocolkit.site.reading_words import changed
from protocolkit.site.term_words import due
from protocolkit.site.voice import ORDER, Voice, filled, tag


def rule_page(rule: Rule, say: Voice, languages: Sequence[str]) -> str:
    """The whole page."""
    ruleset = rule.id.partition("#")[0]
    crumbs = [(INDEX, _("Texts")), (text_page(ruleset), say.label(say.book.titles.get(ruleset, {}), ruleset))]
    tags = fragment(tag(say.other("modalities", rule.modality), f"is-{rule.modality}"), " ", code(rule.id))
    parts: list[tuple[str, str, Child]] = [
        ("says", _("What the rule says"), fields(_says(rule, say))),
        ("words", _("The words of the text"), _words(rule, say)),
        ("readings", _("How else it may be read"), _readings(rule, say)),
        ("clock", _("What may change its clock"), clock(rule, say)),
        ("note", _("Note"), paragraph("", say.because(rule.note)) if rule.note else None),
        ("changes", _("What variants change"), _changes(rule, say)),
        ("order", _("Before and after it"), ordered(rule, say)),
        ("conflicts", _("Conflicts on record"), conflicting(rule, say)),
        ("neighbours", _("Neighbours"), neighbouring(rule, say)),
        ("tests", _("Tests that pin it"), pinned(rule, say)),
        ("source", _("As it is written"), _source(rule, say)),
    ]
    there = [(id, title, body) for id, title, body in parts if body is not None]
    contents = listed((link(id, title) for id, title, _body in there), bare=True)
    return frame(
        say, languages, f"{say.plain(rule.say, rule.name)} · {ruleset}", say.title(rule),
        element("nav", {"class": "contents", "aria-label": _("On this page")}, contents),
        [section(id, title, body) for id, title, body in there],
        crumbs=crumbs, above=tags, below=_labels(rule, say),
    )  # fmt: skip


def _labels(rule: Rule, say: Voice) -> Markup | None:
    """What the rule is called in the other languages."""
    others = [one for one in (*ORDER, *rule.say) if one != say.language and rule.say.get(one)]
    if not others:
        return None
    names = (element("span", {"lang": one}, rule.say[one]) for one in dict.fromkeys(others))
    return listed(names, "also", bare=True)


def _says(rule: Rule, say: Voice) -> Iterator[Field]:
    defines, routes = rule.modality == "definition", rule.modality == "route"
    if rule.by is not None:
        yield (_("Who faces it") if rule.modality == "sanction" else _("Who")), people(rule.by, say)
    yield _verb(rule), _acts(rule, say)
    if rule.to is not None:
        yield _("To whom"), people(rule.to, say)
    if rule.each:
        yield _("For each"), filled(_("{party} for whom the condition holds: a duty apiece"), party=say.role(rule.each))
    if rule.documents:
        heads = {"any": _("one of these papers:"), "all": _("all of these papers:"), "each": _("each of these papers:")}
        head = heads.get(rule.document_mode) if len(rule.documents) > 1 else None
        papers = several(say.name("documents", one) for one in rule.documents)
        yield _("Paper"), [paragraph("dim", head) if head else None, papers]
    if not defines:
        yield from _times(rule, say)
    elif rule.after is not None:
        yield _("From when"), moment(rule.after, say)
    if rule.if_ != ALWAYS:
        yield (_("Holds if") if defines else _("On condition")), condition(rule.if_, say)
    elif not defines:
        yield _("On condition"), _("none: it always applies")
    yield from _manner(rule, say)
    if rule.amount is not None:
        yield _("Amount"), [amount(rule.amount, say), _parameters(rule, say)]
    if routes:
        beside = _("in place of this procedure") if rule.instead else _("beside this procedure")
        yield _("How"), beside
        if rule.keeps:
            yield _("Rules that stay"), several(say.rule(one) for one in rule.keeps)


def _verb(rule: Rule) -> str:
    return {
        "obligation": _("Must"), "prohibition": _("Must not"), "recommendation": _("Should"), "permission": _("May"),
        "right": _("Has the right to"), "power": _("Can"), "sanction": _("Faces"), "definition": _("Says what this is"),
        "route": _("Leads to another procedure"),
    }[rule.modality]  # fmt: skip


def _acts(rule: Rule, say: Voice) -> Child:
    if rule.modality == "definition":
        return [say.fact(rule.acts[0]), " ", code(rule.acts[0])]
    if rule.modality == "route":
        return say.text(rule.acts[0])
    found = several([say.name("actions", act), " ", code(act)] for act in rule.acts)
    heads = {"any": _("one of these is enough:"), "all": _("all of these together:")}
    head = heads.get(rule.act_mode) if len(rule.acts) > 1 else None
    return [paragraph("dim", head) if head else None, found]


def _times(rule: Rule, say: Voice) -> Iterator[Field]:
    """Trigger, due time and end."""
    if rule.every is not None:
        yield _("Each time"), moment(rule.every, say)
    if rule.after is not None:
        yield (_("Beginning with") if rule.every is not None else _("Starts with")), moment(rule.after, say)
    if rule.during:
        yield (
            _("While"),
            filled(_("this is being done: {acts}"), acts=several(say.name("actions", a) for a in rule.during)),
        )
    if rule.standing:
        yield _("When"), _("at all times")
    if rule.due is not None:
        written = due_text(rule.due, lambda _test: "…")
        yield _("By when"), [due(rule.due, say), " ", code(written)]
        yield from _conventions(rule)
    if rule.until is not None:
        yield _("Until"), moment(rule.until, say)


def _conventions(rule: Rule) -> Iterator[Field]:
    """How days are counted, where it is not as everywhere."""
    if counted := conventions.said(rule.time):
        yield _("How it is counted"), several(map(said, counted))


def _manner(rule: Rule, say: Voice) -> Iterator[Field]:
    channels = (
        (_("Only by these channels"), rule.via.only), (_("By one of these channels"), rule.via.any),
        (_("Never by these channels"), rule.via.never),
    )  # fmt: skip
    for head, names in channels:
        if names:
            yield head, several(say.name("channels", name) for name in names)
    for head, items in ((_("Content"), rule.content), (_("Never in it"), rule.content_never)):
        if items:
            yield head, several(say.item(name) for name in items)


def _parameters(rule: Rule, say: Voice) -> Child:
    """What the units of the text are worth."""
    ruleset = say.book.rulesets.get(rule.ruleset)
    found = []
    for name, values in ruleset.params.items() if ruleset else ():
        for one in values:
            worth = f"{one.value:g} {one.unit or ''}".strip()
            since = _("from {day}").format(day=say.day(one.from_)) if one.from_ else ""
            found.append([code(name), f" = {worth} ", since])
    return listed(found, "several dim") if found else None


def _words(rule: Rule, say: Voice) -> Child:
    cites = [[say.point(rule.ruleset, cite.point), " ", say.quote(cite.words, rule.ruleset)] for cite in rule.cites]
    own = rule.id.partition("#")[0]
    inherited = rule.ruleset != own and rule.ruleset in say.book.rulesets
    head = paragraph("dim", filled(_("taken over from {text}"), text=say.text(rule.ruleset))) if inherited else None
    return [head, listed(cites, "quotes")]


def _readings(rule: Rule, say: Voice) -> Child:
    if not rule.readings:
        return None
    chosen = _("The rule as it stands above is the reading chosen. These are recorded beside it:")
    return [paragraph("dim", chosen), listed((changed(one, rule, say) for one in rule.readings), "readings")]


def _changes(rule: Rule, say: Voice) -> Child:
    """What variants did to this rule, and why."""
    kinds = {"changed": _("changed in {text}"), "removed": _("removed in {text}")}
    found = [
        [filled(kinds.get(one.kind, "{text}"), text=say.text(variant)), ": ", say.because(one.because)]
        for variant, one in say.book.changes.get(rule.id, ())
    ]
    return listed(found) if found else None


def _source(rule: Rule, say: Voice) -> Child:
    """The YAML of the rule, and where it stands."""
    place = f"{say.book.file(rule.place.file)}:{rule.place.line}"
    lines = excerpt(rule.place.file, rule.place.line)
    return [
        paragraph("dim", code(place)),
        element("pre", {"tabindex": "0", "lang": "zxx"}, code(lines)) if lines else None,
    ]
