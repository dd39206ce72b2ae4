"""The addresses an institution writes to: a file of its own, which no case and no rule names."""

from __future__ import annotations

from pathlib import Path

import msgspec

from protocolkit.diagnostics import Problems
from protocolkit.reading.documents import load_document
from protocolkit.reading.nodes import Node


class Contact(msgspec.Struct, frozen=True):
    """Where a body is written to; what is not known is empty."""

    office: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class Contacts(msgspec.Struct, frozen=True):
    """The sender's own address and that of each role."""

    sender: Contact = Contact()
    roles: dict[str, Contact] = {}

    def of(self, role: str | None) -> Contact:
        return self.roles.get(role or "", Contact())


def read_contacts(path: Path) -> Contacts:
    """The contacts of a file. Raises InputError."""
    problems = Problems()
    node = load_document(path, "contacts", problems, str(path))
    problems.raise_if_errors()
    assert node is not None
    sender = node.get("sender")
    roles = {role: _contact(one) for role, one in node.map["roles"].map.items()}
    return Contacts(_contact(sender) if sender else Contact(), roles)


def _contact(node: Node) -> Contact:
    return Contact(**{key: one.text for key, one in node.map.items()})
