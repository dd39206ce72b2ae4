"""A letter as a Word document: the few parts of WordprocessingML it needs, by the standard library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import assert_never
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from protocolkit.correspondence.letter import Field, Filled, Letter, Paragraph, Piece, Ticks
from protocolkit.languages import _, pgettext, speaking
from protocolkit.showing.layout import harmless

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NO_DATE = (1980, 1, 1, 0, 0, 0)  # the same letter makes the same bytes, whenever

TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
OF_DOCUMENT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:sz w:val="24"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    "</w:styles>"
)
LINE = "_" * 40
FULL = "_" * 68


def letter_docx(letter: Letter) -> bytes:
    """The letter as the bytes of a `.docx` file: A4, blanks as lines to write on."""
    with speaking(letter.language):
        body = "".join(_body(letter))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" '
        'w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    )
    document = f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}{page}</w:body></w:document>'
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document),
            ("word/styles.xml", STYLES), ("word/_rels/document.xml.rels", OF_DOCUMENT),
        ):  # fmt: skip
            package.writestr(ZipInfo(name, NO_DATE), text.encode(), ZIP_DEFLATED)
    return file.getvalue()


def _body(letter: Letter) -> Iterator[str]:
    office = letter.to.office or letter.recipient
    yield _line(letter.sender.office or _blank(_("Name of the institution")), side="right")
    if office:
        yield _line(_("To: {recipient}").format(recipient=office), side="right", bold=True)
        known = [part for part in (letter.to.address, letter.to.email, letter.to.phone) if part]
        yield from (_line(one, side="right") for one in known or [_blank(_("name, address, e-mail"))])
    yield _line(f"{_('Outgoing No.')} ____________   {pgettext('of a letter', 'Date and time')} ____________")
    yield _line(letter.title, side="center", bold=True, size=28)
    if letter.about:
        yield _line(letter.about, side="center")
    for piece in letter.pieces:
        yield from _piece(piece)
    post = letter.signature or pgettext("who signs", "post")
    signs = (post, pgettext("who signs", "signature"), pgettext("who signs", "surname, initials"))
    yield _line("")
    yield _line("   ".join(f"______________ ({one})" for one in signs))
    yield _line(" ".join(letter.foot), size=18)


def _piece(piece: Piece) -> Iterator[str]:
    match piece:
        case Paragraph(words=words):
            yield _line(words)
        case Filled(label=label, value=value):
            yield _runs(((f"{label}: ", True), (value, False)))
        case Field(label=label, rows=1, head=head):
            if head:
                yield _line(head, bold=True)
            yield _line(f"{label}: {LINE}")
        case Field(label=label, rows=rows):
            yield _line(label, bold=True)
            yield from (_line(FULL) for _row in range(rows))
        case Ticks(label=label, options=options):
            yield _line(f"{label}: " + "   ".join(f"☐ {one}" for one in options))
        case _:
            assert_never(piece)


def _blank(label: str) -> str:
    return f"{LINE} ({label})"


def _line(words: str, *, side: str = "left", bold: bool = False, size: int | None = None) -> str:
    return _runs(((words, bold),), side, size)


def _runs(runs: Iterable[tuple[str, bool]], side: str = "left", size: int | None = None) -> str:
    """One paragraph. Whatever stands in it is text: a case or a rule cannot become markup."""
    made = []
    for words, bold in runs:
        look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
        made.append(f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(harmless(words))}</w:t></w:r>')
    return f'<w:p><w:pPr><w:jc w:val="{side}"/></w:pPr>{"".join(made)}</w:p>'
