"""What a rendering asks of a vocabulary. The vocabulary stands above the plans, so only its shape is named here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Label = dict[str, str]
PARTIES = ("victim", "offender", "witness")


class Named(Protocol):
    """Something with a label in each language."""

    @property
    def label(self) -> Label: ...


class Names(Protocol):
    """The tables and questions that renderings use; `protocolkit.vocabulary.Vocabulary` has them all."""

    @property
    def roles(self) -> Mapping[str, Named]: ...
    @property
    def groups(self) -> Mapping[str, Named]: ...
    @property
    def events(self) -> Mapping[str, Named]: ...
    @property
    def facts(self) -> Mapping[str, Named]: ...
    @property
    def actions(self) -> Mapping[str, Named]: ...
    @property
    def documents(self) -> Mapping[str, Named]: ...
    @property
    def agendas(self) -> Mapping[str, Named]: ...
    @property
    def lists(self) -> Mapping[str, Named]: ...
    @property
    def other(self) -> Mapping[str, Mapping[str, Label]]: ...

    def label(self, kind: str, name: str, language: str) -> str: ...

    def fact(self, name: str) -> Named | None: ...

    def act_is(self, act: str, family: str) -> bool: ...

    def institution(self, role: str) -> str: ...
