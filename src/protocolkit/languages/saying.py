"""Says messages: the one place where a value becomes a sentence in a language."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from protocolkit.languages.civil_days import told, told_month, told_of_any_year
from protocolkit.languages.enumerating import all_of, any_of
from protocolkit.languages.speaking import _, language, ngettext, pgettext, speaking
from protocolkit.messages import Clause, Labelled, Listed, Message, Month, Name, Part, Worded


def said(message: Part, in_language: str | None = None) -> str:
    """The sentence in a language: the one asked for, else the one being spoken.

    >>> from protocolkit.messages import any_of, say
    >>> said(say("the rule allows it by {people}", people=any_of(["police", "prosecutor"])))
    'the rule allows it by police or prosecutor'
    """
    if in_language is not None:
        with speaking(in_language):
            return _said(message)
    return _said(message)


def _said(part: Part) -> str:
    match part:
        case Message():
            return _sentence(part)
        case Listed(items=items, joined=joined):
            things = [_bracketed(one) if part.apart else _said(one) for one in items]
            if joined in ("and", "or"):
                return (all_of if joined == "and" else any_of)(things)
            return ("; " if joined == "each" else joined).join(things)
        case Worded(brief=brief):
            return _said(brief)
        case Labelled(name=name, labels=labels):
            known = dict(labels)
            own = known.get(language())
            return own or (_said(name) if isinstance(name, Message) else known.get("en") or name)
        case Name(name=name):
            return name
        case Month(month=month, day=day, of=of):
            return told_month(month, of=of) if day is None else told_of_any_year(day, month)
        case date():
            return told(part)
        case Clause(of=whole):
            line = _said(whole).partition("\n")[0]
            return line[:1].lower() + line[1:].rstrip(".")
        case str() | int() | float() | None:
            return str(part)
        case _:
            assert_never(part)


def _bracketed(part: Part) -> str:
    """A list of constructs within another shows where it ends."""
    within = isinstance(part, Listed) and part.apart and len(part.items) > 1
    return f"({_said(part)})" if within else _said(part)


def template(message: Message) -> str:
    """The template in the language being spoken, with its places still empty."""
    if message.many:
        n = dict(message.parts)["n"]
        assert isinstance(n, int)
        return ngettext(message.template, message.many, n)
    return pgettext(message.context, message.template) if message.context else _(message.template)


def _sentence(message: Message) -> str:
    parts, words = dict(message.parts), template(message)
    # A text of a file is a template without places: its braces are its own.
    return words.format(**{name: _said(value) for name, value in parts.items()}) if parts else words
