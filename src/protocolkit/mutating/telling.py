"""What a change is about, in one line before and after it."""

from __future__ import annotations

import yaml

from protocolkit.mutating.edits import Edit, at, edited
from protocolkit.reading.nodes import Node

NOTHING = "(nothing)"


def telling(rule: Node, edit: Edit) -> tuple[str, str]:
    """The smallest part of the rule that says it, under the key it belongs to, as it was and as it is."""
    if not edit.path:
        changed = edited(rule, edit.path, edit.instead)
        was = {key: one.plain() for key, one in rule.map.items() if key not in changed.map}
        now = {key: one.plain() for key, one in changed.map.items() if key not in rule.map}
        return _bare(was), _bare(now)
    try:
        before: Node | None = at(rule, edit.path)
    except (KeyError, IndexError):
        before = None
    top, last = str(edit.path[0]), edit.path[-1]

    def said(one: Node | None) -> str:
        if one is None:
            return NOTHING
        inner = _bare({last: one.plain()}) if isinstance(last, str) else flow(one.plain())
        return inner if len(edit.path) == 1 else f"{top}: {inner}"

    return said(before), said(edit.instead)


def _bare(plain: dict[str, object]) -> str:
    return flow(plain).removeprefix("{").removesuffix("}")


def flow(plain: object) -> str:
    """A plain value as YAML in one line.

    >>> flow({"to": ["police"], "due": "24 hours"})
    '{to: [police], due: 24 hours}'
    """
    text = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False)
    return text.removesuffix("...\n").strip()
