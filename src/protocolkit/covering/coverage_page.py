"""Coverage as a sheet, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from protocolkit.covering.coverage import Coverage, Covered, OfRuleset
from protocolkit.covering.criteria import GROUPS, Group
from protocolkit.languages import N_, _, language, ngettext, speaking
from protocolkit.languages.point_words import point_words
from protocolkit.showing.plainly import plainly
from protocolkit.showing.sheet import Item, Phrase, Row, Section, Sheet, Span, Table, phrase
from protocolkit.showing.wording import Wording
from protocolkit.tracing.points import read_point

FORMAT = 1
NAMES: dict[Group, str] = {
    "outcome": N_("outcome"), "condition": N_("condition"), "beginning": N_("beginning"), "time": N_("time"),
    "people": N_("people"), "readings": N_("readings"),
}  # fmt: skip


def coverage_sheet(coverage: Coverage, at_least: int, language: str = "en") -> Sheet:
    """The sheet of a coverage in a language: each ruleset point by point, what is left open in words."""
    with speaking(language):
        say = _wording(coverage, language)
        sections = [_section(one, at_least, say) for one in coverage.rulesets]
        failed = tuple(Item(phrase(Span(name, "strong"), f" {place}")) for name, place in coverage.failed)
        sections.append(Section("failed", phrase(Span(_("Cases that fail cover nothing"), "alarm")), failed))
        cases = ngettext("{n} case", "{n} cases", coverage.cases).format(n=coverage.cases)
        return Sheet(
            say.language, "protocolkit", (Span(_("What the rule tests cover"), "title"),), about=(phrase(cases),),
            sections=tuple(one for one in sections if one.blocks), look="trace",
        )  # fmt: skip


def _wording(coverage: Coverage, language: str) -> Wording:
    rules = [one.rule for of in coverage.rulesets for one in of.rules]
    names = coverage.protocol.vocabulary
    for of in coverage.rulesets:
        names = names.with_names(of.ruleset.own_names)
    return Wording(names, coverage.protocol.zone, language, {rule.id: dict(rule.say) for rule in rules})


def _section(one: OfRuleset, at_least: int, say: Wording) -> Section:
    since = f" ({one.ruleset.in_force.from_})" if one.ruleset.in_force.from_ else ""
    share = Span(_percent(one.share), "good" if one.share >= at_least else "alarm")
    counts = _("{covered} of {wanted} covered").format(covered=one.covered, wanted=one.wanted)
    rows = tuple(_row(covered, say) for covered in _in_order(one.rules))
    heads = (_("point"), _("rule"), _("covered"), _("left open"))
    blocks = (Table(heads, rows, one.ruleset.id, tally=True),) if rows else ()
    return Section(
        one.ruleset.id.replace("/", "-") + (f"-{one.ruleset.in_force.from_}" if since else ""),
        phrase(one.ruleset.id, since, " ", share), blocks, note=phrase(counts, ". ", _by_group(one)),
    )  # fmt: skip


def _in_order(rules: tuple[Covered, ...]) -> list[Covered]:
    return sorted(rules, key=lambda one: min((read_point(point).order for point in one.points), default=()))


def _by_group(one: OfRuleset) -> str:
    parts = []
    for group in GROUPS:
        every = [met for rule in one.rules for met in rule.met if met.criterion.group == group]
        if every:
            parts.append(f"{_(NAMES[group])} {sum(met.case is not None for met in every)}/{len(every)}")
    return ", ".join(parts)


def _row(covered: Covered, say: Wording) -> Row:
    points = "; ".join(map(point_words, covered.points))
    left = tuple(Item(phrase(plainly(one.said, say))) for one in covered.open)
    n = len(covered.met)
    state = "done" if not left else "overdue" if len(left) == n else "late"
    title: Phrase = phrase(say.title(covered.rule.id), " ", Span(covered.rule.name, "dim"))
    cells = ((Item(title),), (Item(phrase(f"{n - len(left)}/{n}")),), left or (Item(()),))
    return Row(phrase(points), cells, state=state)


def _percent(share: float) -> str:
    """Downwards, so that only what is whole says 100."""
    text = f"{int(share * 10) / 10:g}"
    return f"{text}%" if language() == "en" else f"{text.replace('.', ',')}\u00a0%"


# -- as data


def as_data(coverage: Coverage, at_least: int, language: str = "en") -> dict[str, Any]:
    """The coverage as plain values; what is left open in words of a language."""
    with speaking(language):
        say = _wording(coverage, language)
        return {
            "coverage": FORMAT, "cases": coverage.cases, "at_least": at_least,
            "failed": [{"case": name, "place": str(place)} for name, place in coverage.failed],
            "rulesets": [
                {"id": one.ruleset.id, "from": one.ruleset.in_force.from_, "covered": one.covered,
                 "wanted": one.wanted, "share": round(one.share, 1), "rules": list(_rules(one, say))}
                for one in coverage.rulesets
            ],
        }  # fmt: skip


def _rules(one: OfRuleset, say: Wording) -> Iterator[dict[str, Any]]:
    for covered in one.rules:
        yield {
            "rule": covered.rule.id, "points": list(covered.points),
            "criteria": [
                {"group": met.criterion.group, "key": met.criterion.key, "said": plainly(met.criterion.said, say),
                 "case": met.case, "inherited": met.inherited}
                for met in covered.met
            ],
        }  # fmt: skip
