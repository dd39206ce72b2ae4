"""Rule tests as pages: what a case gives, at which instant, and what it expects of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.languages import _
from protocolkit.model.rule import Rule
from protocolkit.model.say import flow
from protocolkit.reading.nodes import Node
from protocolkit.showing.html_parts import code, folded, listed, paragraph, section, span
from protocolkit.showing.markup import Child, Markup, between, element
from protocolkit.site.book import Book
from protocolkit.site.casebook import Test
from protocolkit.site.excerpts import written
from protocolkit.site.frame import Head, fields, frame
from protocolkit.site.voice import Voice, filled


def listings() -> dict[str, str]:
    """What each list of expectations says of a rule."""
    return {
        "duties": _("a duty"), "undetermined": _("not certain yet"), "awaiting": _("waiting for its moment"),
        "gaps": _("a gap: nobody may do it"), "prohibitions": _("a ban in force"), "permissions": _("allowed"),
        "sanctions": _("a sanction engaged"), "conflicts": _("a conflict"), "absent": _("does not apply"),
    }  # fmt: skip


def tests_page(file: str, book: Book) -> str:
    """The address of the page of a file of tests."""
    return f"tests/{book.test_slugs[file]}.html"


def pinned(rule: Rule, say: Voice) -> Child:
    """The cases that expect something of a rule."""
    words, found = listings(), []
    for one in say.book.casebook.of_rule.get(rule.id, ()):
        said = ", ".join(words[key] for key in one.lists)
        page = f"{tests_page(one.test.file, say.book)}#case-{one.test.number}"
        found.append([say.link(page, say.marked(one.test.case.name, "en")), " ", span("dim", "— ", said)])
    if not found:
        return paragraph("dim", _("no rule test names it"))
    shown, rest = listed(found[:6]), found[6:]
    return [shown, folded(_("{n} more").format(n=len(rest)), listed(rest)) if rest else None]


def cases_page(file: str, say: Voice) -> str:
    """All cases of one file."""
    name = say.book.file(file)
    heading = filled(_("Rule tests: {file}"), file=code(name))
    body = [_case(one, say) for one in say.book.casebook.files[file]]
    return frame(say, Head(_("Rule tests: {file}").format(file=name), heading, ""), body)


def _case(test: Test, say: Voice) -> Markup:
    case = test.case
    about = [say.short(case.protocol), " ", code(f"{say.book.file(test.file)}:{case.place.line}")]
    source = written(case.place)
    yaml = folded(_("as it is written"), source) if source else None
    return section(
        f"case-{test.number}", say.marked(case.name, "en"), paragraph("dim", about),
        fields(_given(test, say)), yaml, kind="case",
    )  # fmt: skip


def _given(test: Test, say: Voice) -> Iterator[tuple[str, Child]]:
    incident = test.case.incident
    if facts := incident.get("facts"):
        yield _("Facts"), listed(_fact(name, value, say) for name, value in facts.map.items())
    if parties := incident.get("parties"):
        yield _("Parties"), listed(
            [say.role(role), ": ", _flow(one)] for role, several in parties.map.items() for one in several.list
        )  # fmt: skip
    if events := incident.get("events"):
        yield _("Events"), listed(_event(one, test, say) for one in events.list)
    if as_of := incident.get("as_of"):
        yield _("As of"), element("time", None, as_of.text)
    words = listings()
    for key, head in words.items():
        if entries := test.case.expect.get(key):
            yield _("Expected: {what}").format(what=head), listed(_expected(one, test, say) for one in entries.list)
    if warnings := test.case.expect.get("warnings"):
        yield _("Expected: {what}").format(what=_("warnings")), listed(_flow(one) for one in warnings.list)


def _fact(name: str, value: Node, say: Voice) -> Child:
    values = [one.value for one in value.list if not isinstance(one.value, dict | list)]
    plain = len(values) == len(value.list) and values
    said = [[", " if i else None, say.value(name, one)] for i, one in enumerate(values)] if plain else _flow(value)
    return [say.fact(name), ": ", span("value", said)]


def _event(one: Node, test: Test, say: Voice) -> Child:
    event, at = one.get("event"), one.get("at")
    name = event.text if event else ""
    known = name in say.book.vocabulary.events
    when = [element("time", None, at.text), " — "] if at else None
    return [when, say.name("events", name) if known else code(name), _more(one, ("event", "at"), test, say)]


def _expected(one: Node, test: Test, say: Voice) -> Child:
    if not isinstance(one.value, dict):
        return _value("rule", one, test, say)
    first = [_value(key, node, test, say) for key, node in one.map.items() if key in ("rule", "id")]
    return [first, _more(one, ("rule", "id"), test, say)]


def _more(one: Node, said: Sequence[str], test: Test, say: Voice) -> Child:
    """The other keys of an entry with their values."""
    heads = {
        "to": _("to"), "for": _("for"), "by": _("by"), "due": _("due"), "status": _("state"), "document": _("paper"),
        "event": _("event"), "events": _("events"), "trigger": _("trigger"), "would_be_due": _("would be due"),
        "facts": _("facts"), "content": _("content"), "via_only": _("only by"), "amount": _("amount"),
        "role": _("role"), "also_required_by": _("also required by"), "governs": _("governs"), "do": _("act"),
        "manner": _("conduct"),
    }  # fmt: skip
    return [
        [" · ", span("dim", heads.get(key, key), ": "), _value(key, node, test, say)]
        for key, node in one.map.items() if key not in said
    ]  # fmt: skip


NAMED = {"document": "documents", "event": "events", "do": "actions", "via_only": "channels", "facts": "facts"}


def _value(key: str, node: Node, test: Test, say: Voice) -> Child:
    """A value as its key wants it: rules and names by their labels, the rest as written."""
    names = say.book.casebook.names(test.case.protocol)
    plain = [one.text for one in node.list if not isinstance(one.value, dict | list)]
    if len(plain) < len(node.list):
        return _flow(node)
    if key in ("rule", "rules", "governs", "also_required_by", "manner"):
        rules = ((names.rule(one) if names else None, one) for one in plain)
        return between(", ", [say.rule(id) if id else code(one) for id, one in rules])
    if key in ("to", "by", "role"):
        known = {*say.book.vocabulary.roles, *say.book.vocabulary.groups}
        return between(", ", [say.role(one) if one in known else code(one) for one in plain])
    if key == "content":
        return between(", ", (say.name("contents", one) for one in plain))
    if key == "status":
        return say.other("statuses", node.text)
    if kind := NAMED.get(key):
        return between(", ", [say.name(kind, one) if say.entry(kind, one) else code(one) for one in plain])
    return _flow(node)


def _flow(node: Node) -> Markup:
    """A value as flow YAML spells it."""
    return code(flow(node.plain()))
