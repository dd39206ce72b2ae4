"""Where output goes: how wide it is, whether it may have colours, and JSON."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any, Literal, assert_never

from protocolkit.showing.layout import Page, Style

if TYPE_CHECKING:
    from protocolkit.cli.options import Color
    from protocolkit.showing.sheet import Sheet

Readable = Literal["text", "html", "md"]

IN_A_PIPE = 100
WIDEST = 120  # longer lines are hard to read however wide the window is
STYLES: dict[Style, str] = {
    "title": "bold", "heading": "bold cyan", "alarm": "bold red", "soon": "bold yellow", "ask": "magenta",
    "good": "green", "strong": "bold", "dim": "dim", "": "",
}  # fmt: skip


def width() -> int:
    """The columns of the terminal; 100 where there is none."""
    if not sys.stdout.isatty():
        return IN_A_PIPE
    return min(shutil.get_terminal_size((IN_A_PIPE, 24)).columns, WIDEST)


def show_sheet(sheet: Sheet, format: Readable, color: Color) -> None:
    """Writes a sheet in one of the formats that people read."""
    match format:
        case "html":
            from protocolkit.showing.to_html import html

            write(html(sheet))
        case "md":
            from protocolkit.showing.to_markdown import markdown

            write(markdown(sheet))
        case "text":
            from protocolkit.showing.to_text import page

            show(page(sheet, width()), color)
        case _:
            assert_never(format)


def write(text: str) -> None:
    """Writes to standard output with the text's own ends of lines."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    sys.stdout.write(text)


def show_json(answer: Any) -> None:
    """Writes an answer as JSON, indented for people who look at it."""
    import msgspec

    write(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n")


def show(page: Page, color: Color) -> None:
    """Writes a page to standard output, in colours if asked for or if a person is looking."""
    if not _colourful(color):
        sys.stdout.write(page.plain())
        return
    from rich.console import Console
    from rich.text import Text

    text = Text(end="")
    for line in page.lines:
        for span in line:
            text.append(span.text, STYLES[span.style])
        text.append("\n")
    system: Literal["auto", "standard"] = "auto" if sys.stdout.isatty() else "standard"
    console = Console(
        file=sys.stdout, force_terminal=True, color_system=system, no_color=False, highlight=False, width=page.width
    )
    console.print(text, soft_wrap=True, end="")


def _colourful(color: Color) -> bool:
    if color == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return color == "always"
