"""The names of the vocabulary with their labels, and which rules use each."""

from __future__ import annotations

from protocolkit.languages import _, ngettext
from protocolkit.model.vocabulary import Action, Entry, Event, Fact, Role
from protocolkit.showing.html_parts import code, folded, listed, paragraph
from protocolkit.showing.markup import Child, Markup, between, element
from protocolkit.site.addresses import NAMES, name_anchor, names_page
from protocolkit.site.frame import Head, frame
from protocolkit.site.voice import Voice, filled

SHOWN = 4


def kinds() -> dict[str, str]:
    """The tables, by what they hold."""
    return {
        "roles": _("Roles"), "events": _("Events"), "facts": _("Facts"), "actions": _("Acts"),
        "documents": _("Papers"), "channels": _("Channels"), "lists": _("Contents"),
    }  # fmt: skip


def kind_page(kind: str, say: Voice) -> str:
    """One table: every name, those that no rule uses at its end."""
    words = kinds()
    every = entries(kind, say)
    used = [one for one in every if _rules(kind, one.name, say)]
    idle = [one for one in every if not _rules(kind, one.name, say)]
    ways: list[Child] = []
    for one in NAMES:
        current = one == kind
        ways.append(
            element("span", {"aria-current": "page"}, words[one]) if current else say.link(names_page(one), words[one])
        )
    ways_nav = element("nav", {"class": "contents", "aria-label": _("Names")}, listed(ways, bare=True))
    columns = (_("name"), _("in other languages"), _("rules that use it"))
    head = element("tr", None, (element("th", {"scope": "col"}, one) for one in columns))
    table = element(
        "table", None, element("caption", {"class": "hidden"}, words[kind]), element("thead", None, head),
        element("tbody", None, (_row(kind, one, say) for one in used)),
    )  # fmt: skip
    spare = folded(
        ngettext("{n} name that no rule here uses", "{n} names that no rule here uses", len(idle)).format(n=len(idle)),
        listed(
            element("span", {"id": name_anchor(one.name)}, say.label(one.label, one.name), " ", code(one.name))
            for one in idle
        ),
    ) if idle else None  # fmt: skip
    title = f"{_('Names')}: {words[kind]}"
    return frame(say, Head(title, words[kind], "", above=_("Names")), ways_nav, table, spare)


def entries(kind: str, say: Voice) -> list[Entry]:
    """The names of a table; groups stand with the roles, and parties of their own too."""
    vocabulary = say.book.vocabulary
    found: dict[str, Entry] = dict(getattr(vocabulary, kind))
    if kind == "roles":
        found |= {name: one for name, one in vocabulary.groups.items() if name not in found}
    return list(found.values())


def _rules(kind: str, name: str, say: Voice) -> list[str]:
    uses = say.book.uses
    found = [*uses.get((kind, name), ()), *(uses.get(("groups", name), ()) if kind == "roles" else ())]
    return list(dict.fromkeys(found))


def _row(kind: str, one: Entry, say: Voice) -> Markup:
    rules = _rules(kind, one.name, say)
    shown, rest = rules[:SHOWN], rules[SHOWN:]
    more = ngettext("{n} more", "{n} more", len(rest)).format(n=len(rest))
    used = [listed(say.rule(id) for id in shown), folded(more, listed(say.rule(id) for id in rest)) if rest else None]
    head = element(
        "th", {"scope": "row", "id": name_anchor(one.name)},
        say.label(one.label, one.name), " ", code(one.name), _about(one, say),
    )  # fmt: skip
    return element("tr", None, head, element("td", None, say.also(one.label, None)), element("td", None, used))


def _about(one: Entry, say: Voice) -> Child:
    """How a name relates to others."""
    lines: list[Child] = []
    match one:
        case Role(within=within) if within:
            lines.append(filled(_("acts within: {role}"), role=say.role(within)))
        case Event(is_=is_) if is_:
            lines.append(filled(_("counts as: {event}"), event=say.name("events", is_)))
        case Action(is_=is_) if is_:
            lines.append(filled(_("a kind of: {act}"), act=say.name("actions", is_)))
        case Fact(of=of) if of:
            values = between("; ", [say.value(one.name, value) for value in of])
            lines.append(filled(_("values: {values}"), values=values))
    return [paragraph("dim", line) for line in lines]
