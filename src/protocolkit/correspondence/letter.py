"""A letter filled from a plan: what the case says is written in, names and numbers are left for the print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from protocolkit.correspondence.contacts import Contact, Contacts
from protocolkit.correspondence.templates import Blank, Channels, Content, Lines, Template, Text, When
from protocolkit.languages import _, pgettext, speaking
from protocolkit.languages.civil_days import locale, spaced
from protocolkit.languages.short_times import clock
from protocolkit.model.vocabulary import Label, label_for
from protocolkit.plans.card import Card, PartyShown
from protocolkit.plans.card_words import CardWords
from protocolkit.plans.plan import Plan
from protocolkit.plans.plan_entries import Duty, recipients
from protocolkit.plans.present import Judged

NO_CONTACTS = Contacts()


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    words: str


class Filled(msgspec.Struct, frozen=True, tag=True):
    """What the case says already."""

    label: str
    value: str


class Field(msgspec.Struct, frozen=True, tag=True):
    """What is written on the print: one line, or several. `label` may stand once above several fields (`head`)."""

    label: str
    rows: int = 1
    head: str = ""


class Ticks(msgspec.Struct, frozen=True, tag=True):
    """Ways to send it, to tick."""

    label: str
    options: tuple[str, ...]


Piece = Paragraph | Filled | Field | Ticks


class Letter(msgspec.Struct, frozen=True):
    """One letter in one language. It names nobody: `pieces` have blanks for names, and nothing keeps what is typed."""

    language: str
    incident: str
    duty: str
    template: str
    title: str
    about: str
    recipient: str
    to: Contact
    sender: Contact
    pieces: tuple[Piece, ...]
    signature: str
    foot: tuple[str, ...]


def letter(judged: Judged, duty: Duty, template: Template, contacts: Contacts = NO_CONTACTS) -> Letter:
    """The letter of a duty, in the language of the plan."""
    protocol, incident, plan = judged
    card = plan.view("card")
    with speaking(card.language):
        return _Filling(plan, duty, template, card, CardWords(plan, protocol, incident), contacts).made()


class _Filling:
    def __init__(
        self, plan: Plan, duty: Duty, template: Template, card: Card, words: CardWords, contacts: Contacts
    ) -> None:
        self.plan = plan
        self.duty = duty
        self.template = template
        self.card = card
        self.words = words
        self.contacts = contacts

    def made(self) -> Letter:
        roles = recipients(self.duty)
        return Letter(
            language=self.words.language,
            incident=self.plan.incident,
            duty=self.duty.id,
            template=self.template.id,
            title=self._said(self.template.title),
            about=self._said(self.template.about),
            recipient=", ".join(self.words.role(role) for role in roles),
            to=self.contacts.of(roles[0] if roles else None),
            sender=self.contacts.sender,
            pieces=tuple(self._pieces()),
            signature=self._said(self.template.signature),
            foot=tuple(self._foot()),
        )

    def _pieces(self) -> Iterator[Piece]:
        for part in self.template.parts:
            match part:
                case Text(words=words, if_=when):
                    if when is None or self._holds(when):
                        yield Paragraph(self._said(words))
                case Blank(words=words, each=""):
                    yield Field(self._said(words))
                case Blank(words=words, each=each):
                    yield from self._people(each, words)
                case Lines(words=words, rows=rows):
                    yield Field(self._said(words), rows)
                case Channels(words=words):
                    yield from self._channels(words)
                case Content():
                    for item in self.duty.content or self.template.content:
                        yield from self._item(item)
                case _:
                    assert_never(part)

    def _item(self, item: str) -> Iterator[Piece]:
        label = self.words.content((item,))[0]
        label = label[:1].upper() + label[1:]
        match self.template.items.get(item, "line"):
            case "each_victim":
                yield from self._people("victim", {self.words.language: _("Child {n}{age}")}, head=label)
            case "lines":
                yield Field(label, 6)
            case "forms" if self.card.forms:
                yield Filled(label, "; ".join(self.card.forms))
            case "line" | "forms":
                yield Field(label)
            case other:
                assert_never(other)

    def _people(self, role: str, words: Label, head: str = "") -> Iterator[Piece]:
        """A line for each person of a role; where the case lists none, one line."""
        label = self.words.role(role)
        people = [one for one in self.card.parties if label in one.roles] or [PartyShown("", (label,))]
        for number, one in enumerate(people, 1):
            age = _(", aged {n}").format(n=one.age) if one.age is not None else ""
            said = self._said(words, n=str(number), age=age)
            yield Field(said, head=head if number == 1 else "")

    def _channels(self, words: Label) -> Iterator[Piece]:
        every = self.words.names("channels", self.duty.via_only or self.duty.via_any)
        if every:
            yield Ticks(self._said(words), every)

    def _holds(self, when: When) -> bool:
        """Whether a relative, or a post of the institution, is known to be the accused."""
        of_kin = [self.words.vocabulary.belongs_to(one.role) is not None for one in self.plan.accused]
        match when:
            case "kin_accused":
                return any(of_kin)
            case "post_accused":
                return not all(of_kin)
            case _:
                assert_never(when)

    def _said(self, label: Label, **more: str) -> str:
        words = label_for(label, self.words.language, self.words.vocabulary.language)
        return words.format(**self._known(), **more) if words else ""

    def _known(self) -> dict[str, str]:
        """What the words of a template may name in braces."""
        duty, trigger = self.duty, self.duty.trigger
        accused = ", ".join(one.name for one in self.card.accused)
        return {
            "recipient": self.words.role(duty.to) if duty.to else "",
            "received": self._moment(trigger.at) if trigger else "______________",
            "cite": self.words.cite(duty.sources[0]) if duty.sources else "",
            "incident": self.plan.incident,
            "accused": accused,
            "task": self.words.title(duty),
            "document": self.words.name("documents", duty.document) if duty.document else "",
        }

    def _moment(self, at: str) -> str:
        from babel.dates import format_date

        moment = self.words.local(at)
        day = spaced(format_date(moment.date(), "long", locale=locale(self.words.language)))
        return f"{day}, {clock(moment)}"

    def _foot(self) -> Iterator[str]:
        """The sentence it rests on, until when it is due, and that nobody has approved the form."""
        duty = self.duty
        quotes = list(self.words.quotes(duty.sources))[:2]
        cited = "; ".join(f"{one.text}, {one.point}: «{one.words}»" for one in quotes)
        yield _("Rests on: {sources}.").format(sources=cited)
        due = duty.due
        if due and due.limit:
            yield _("Limit: {moment}.").format(moment=self._moment(due.limit))
        elif due and due.kind == "immediate":
            yield pgettext("of a letter", "Due at once.")
        if duty.via_never:
            never = ", ".join(self.words.names("channels", duty.via_never))
            yield _("Do not send it by: {channels}.").format(channels=never)
        yield _("Nobody has approved this form: it only keeps what must be told.")
