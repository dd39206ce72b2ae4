"""The first page: texts by country, and the protocols that unite them."""

from __future__ import annotations

from collections.abc import Sequence

from protocolkit.languages import _, ngettext
from protocolkit.model.ruleset import Protocol, Ruleset
from protocolkit.showing.html_parts import code, paragraph, section, span
from protocolkit.showing.markup import Child, Markup, between, element
from protocolkit.site.frame import frame
from protocolkit.site.text_page import counted, in_force
from protocolkit.site.voice import Voice, filled


def index_page(say: Voice, languages: Sequence[str]) -> str:
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
        say, languages, _("The rules, point by point"), _("The rules, point by point"),
        paragraph("lead", about),
        [_country_part(i, name, found, say) for i, (name, found) in enumerate(countries.items())],
    )  # fmt: skip


def _country(id: str, say: Voice) -> str:
    """The country as ids begin; what begins with no country stands under its own word."""
    code_ = id.partition("/")[0]
    return str(say.locale.territories.get(code_.upper(), code_)) if len(code_) == 2 else code_


def _country_part(number: int, name: str, found: tuple[list[Ruleset], list[Protocol]], say: Voice) -> Markup:
    rulesets, protocols = found
    volumes = [*(_protocol(one, say) for one in protocols), *(_ruleset(one, say) for one in rulesets)]
    return section(f"country-{number}", name, element("ul", {"class": "shelf", "role": "list"}, volumes))


def _ruleset(ruleset: Ruleset, say: Voice) -> Markup:
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
