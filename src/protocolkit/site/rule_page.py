"""The page of a rule: what it says, the words it rests on, how else it may be read, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from protocolkit.languages import _
from protocolkit.messages import Listed, Name, digits
from protocolkit.model import conventions
from protocolkit.model.conditions import ALWAYS
from protocolkit.model.dues import Due
from protocolkit.model.dues import describe as due_text
from protocolkit.model.rule import Patch, Rule
from protocolkit.model.say import amount, clock, condition, due, moment, names, people
from protocolkit.model.say_readings import changes
from protocolkit.showing.html_parts import code, link, listed, paragraph, section
from protocolkit.showing.markup import Child, element, fragment
from protocolkit.site.beside import conflicting, neighbouring, ordered
from protocolkit.site.evidence import pinned
from protocolkit.site.excerpts import written
from protocolkit.site.frame import Field, Head, fields, frame
from protocolkit.site.voice import Voice, filled


def rule_page(rule: Rule, say: Voice) -> str:
    """The whole page."""
    ruleset = rule.id.partition("#")[0]
    tags = fragment(say.modality(rule), " ", code(rule.id))
    parts: list[tuple[str, str, Child]] = [
        ("says", _("What the rule says"), fields(_says(rule, say))),
        ("words", _("The words of the text"), _words(rule, say)),
        ("readings", _("How else it may be read"), _readings(rule, say)),
        ("clock", _("What may change its clock"), _clock(rule, say)),
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
    title = f"{say.plain(rule.say, rule.name)} · {ruleset}"
    return frame(
        say, Head(title, say.title(rule), ruleset, above=tags, below=say.also(rule.say)),
        element("nav", {"class": "contents", "aria-label": _("On this page")}, contents),
        [section(id, title, body) for id, title, body in there],
    )  # fmt: skip


def _says(rule: Rule, say: Voice) -> Iterator[Field]:
    defines, routes = rule.modality == "definition", rule.modality == "route"
    if rule.by is not None:
        yield (_("Who faces it") if rule.modality == "sanction" else _("Who")), say.render(people(rule.by))
    yield _verb(rule), _acts(rule, say)
    if rule.to is not None:
        yield _("To whom"), say.render(people(rule.to))
    if rule.each:
        yield _("For each"), filled(_("{party} for whom the condition holds: a duty apiece"), party=say.role(rule.each))
    if rule.documents:
        yield _("Paper"), say.render(names("documents", rule.documents, rule.document_mode))
    if not defines:
        yield from _times(rule, say)
    elif rule.after is not None:
        yield _("From when"), say.render(moment(rule.after))
    if rule.restates:
        yield _("Says again"), say.render(names("rules", rule.restates))
    if rule.if_ != ALWAYS:
        yield (_("Holds if") if defines else _("On condition")), say.render(condition(rule.if_))
    elif not defines:
        yield _("On condition"), _("none: it always applies")
    yield from _manner(rule, say)
    if rule.amount is not None:
        yield _("Amount"), [say.render(amount(rule.amount)), _parameters(rule, say)]
    if routes:
        beside = _("in place of this procedure") if rule.instead else _("beside this procedure")
        yield _("How"), beside
        if rule.keeps:
            yield _("Rules that stay"), say.render(names("rules", rule.keeps))


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
    acts = (Listed((Name("actions", act), Name("written", act)), " ") for act in rule.acts)
    return say.render(Listed(tuple(acts), {"any": "or", "all": "and"}.get(rule.act_mode, "each"), apart=True))


def _times(rule: Rule, say: Voice) -> Iterator[Field]:
    """Trigger, due time and end."""
    if rule.every is not None:
        yield _("Each time"), say.render(moment(rule.every))
    if rule.after is not None:
        yield (_("Beginning with") if rule.every is not None else _("Starts with")), say.render(moment(rule.after))
    if rule.during:
        acts = say.render(names("actions", rule.during))
        yield _("While"), filled(_("this is being done: {acts}"), acts=acts)
    if rule.standing:
        yield _("When"), _("at all times")
    if rule.due is not None:
        yield _("By when"), _due(rule.due, say)
        yield from _conventions(rule, say)
    if rule.until is not None:
        yield _("Until"), say.render(moment(rule.until))


def _due(given: Due, say: Voice) -> Child:
    """A due time in words and as rules write it, where these are not the same."""
    words = say.render(due(given))
    written = due_text(given, lambda _test: "…")
    return [words, " ", code(written)] if words != written else words


def _clock(rule: Rule, say: Voice) -> Child:
    """What may change its clock; nothing where the text allows no change."""
    found = [say.render(one) for one in clock(rule.clock)]
    return listed(found) if found else None


def _conventions(rule: Rule, say: Voice) -> Iterator[Field]:
    """How days are counted, where it is not as everywhere."""
    if counted := conventions.said(rule.time):
        yield _("How it is counted"), say.render(Listed(tuple(counted), "; "))


def _manner(rule: Rule, say: Voice) -> Iterator[Field]:
    channels = (
        (_("Forbidden by these channels alone"), (*rule.via.only, *rule.via.any)),
        (_("Not forbidden by these channels"), rule.via.never),
    ) if rule.modality == "prohibition" else (
        (_("Only by these channels"), rule.via.only), (_("By one of these channels"), rule.via.any),
        (_("Never by these channels"), rule.via.never),
    )  # fmt: skip
    for head, several in channels:
        if several:
            yield head, say.render(names("channels", several))
    for head, several in ((_("Content"), rule.content), (_("Never in it"), rule.content_never)):
        if several:
            yield head, say.render(names("contents", several))


def _parameters(rule: Rule, say: Voice) -> Child:
    """What the units of the text are worth."""
    ruleset = say.book.rulesets.get(rule.ruleset)
    found = []
    for name, values in ruleset.params.items() if ruleset else ():
        for one in values:
            worth = f"{digits(one.value)} {one.unit or ''}".strip()
            since = _("from {day}").format(day=say.day(one.from_)) if one.from_ else ""
            found.append([code(name), f" = {worth} ", since])
    return listed(found, "several dim") if found else None


def _words(rule: Rule, say: Voice) -> Child:
    cites = [
        [say.point(rule.ruleset, cite.point, cite.act), " ", say.quote(cite.words, rule.ruleset, cite.text)]
        for cite in rule.cites
    ]
    own = rule.id.partition("#")[0]
    inherited = rule.ruleset != own and rule.ruleset in say.book.rulesets
    head = paragraph("dim", filled(_("taken over from {text}"), text=say.text(rule.ruleset))) if inherited else None
    return [head, listed(cites, "quotes")]


def _readings(rule: Rule, say: Voice) -> Child:
    if not rule.readings:
        return None
    chosen = _("The rule as it stands above is the reading chosen. These are recorded beside it:")
    return [paragraph("dim", chosen), listed((_reading(one, rule, say) for one in rule.readings), "readings")]


def _reading(patch: Patch, rule: Rule, say: Voice) -> Child:
    """One reading: the parts that would be otherwise, then the reason."""
    found = [[say.render(name), ": ", say.render(value)] for name, value in changes(patch, rule)]
    return [found[0] if len(found) == 1 else listed(found), paragraph("because", say.because(patch.because))]


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
    return [paragraph("dim", code(place)), written(rule.place)]
