"""A letter as a page to fill in and print. What is typed stays on the page: it is in no form and is sent nowhere."""

from __future__ import annotations

from typing import assert_never

from protocolkit.correspondence.letter import Field, Filled, Letter, Paragraph, Piece, Ticks
from protocolkit.languages import _, pgettext, speaking
from protocolkit.showing.html_document import document
from protocolkit.showing.html_parts import paragraph, strong
from protocolkit.showing.markup import Child, Markup, element, fragment

NOTHING = "\n"
"""A page of a letter needs no script."""


def letter_page(letter: Letter) -> str:
    """The letter as an HTML file that needs nothing else."""
    with speaking(letter.language):
        keep = _("Write the names in yourself: they stay on this page and are saved nowhere. The rest is filled in.")
        main = element("main", {"id": "main"}, paragraph("small soft screen", keep), letter_sheet(letter))
        return document(
            f"{letter.title}: {letter.incident}", letter.language, main, skip=_("Skip to the content"), base="letter",
            script=NOTHING,
        )  # fmt: skip


def letter_sheet(letter: Letter) -> Markup:
    """The sheet without the page around it, in the letter's language. Its style is the sheet `letter`."""
    with speaking(letter.language):
        office = letter.to.office or letter.recipient
        kept = [part for part in (letter.to.address, letter.to.email, letter.to.phone) if part]
        heads = element(
            "div", {"class": "heads"},
            element("div", None, _field(_("Outgoing No.")), _field(pgettext("of a letter", "Date and time"))),
            element(
                "div", None,
                _known_or_blank(letter.sender.office, _("Name of the institution")),
                paragraph("", strong("", _("To: {recipient}").format(recipient=office))) if office else None,
                [paragraph("small", one) for one in kept] or (_blank(_("name, address, e-mail")) if office else None),
            ),
        )  # fmt: skip
        about = paragraph("sub", letter.about) if letter.about else None
        signs = [letter.signature or pgettext("who signs", "post"), pgettext("who signs", "signature"),
                 pgettext("who signs", "surname, initials")]  # fmt: skip
        blanks = [element("label", None, _input(), element("small", None, one)) for one in signs]
        sign = element("div", {"class": "sign"}, blanks)
        foot = paragraph("src", " ".join(letter.foot))
        return element(
            "article", {"class": "sheet", "lang": letter.language},
            heads, element("h1", None, letter.title), about, [_piece(one) for one in letter.pieces], sign, foot,
        )  # fmt: skip


def _piece(piece: Piece) -> Markup:
    match piece:
        case Paragraph(words=words):
            return paragraph("", words)
        case Filled(label=label, value=value):
            return fragment(paragraph("head", strong("", label)), paragraph("auto", value))
        case Field(label=label, rows=1, head=head):
            return fragment(paragraph("head", strong("", head)) if head else None, _field(f"{label}:"))
        case Field(label=label, rows=rows):
            area = element("textarea", {"aria-label": label, "rows": rows, "placeholder": " "})
            rules = element("div", {"class": "rules", "aria-hidden": "true"}, [element("hr") for _row in range(rows)])
            return fragment(paragraph("head", strong("", label)), area, rules)
        case Ticks(label=label, options=options):
            boxes = [_box(one) for one in options]
            return element("div", {"class": "ticks"}, element("span", None, f"{label}: "), boxes)
        case _:
            assert_never(piece)


def _box(words: str) -> Markup:
    return element("label", {"class": "tick"}, element("input", {"type": "checkbox"}), words)


def _field(label: Child) -> Markup:
    return element("label", {"class": "f"}, element("span", None, label), _input())


def _blank(label: str) -> Markup:
    return element("input", {"type": "text", "aria-label": label, "placeholder": label, "autocomplete": "off"})


def _input() -> Markup:
    return element("input", {"type": "text", "autocomplete": "off"})


def _known_or_blank(known: str, label: str) -> Markup:
    return paragraph("", known) if known else _blank(label)
