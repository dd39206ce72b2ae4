"""`protocolkit demo`: one case from the report on, step by step, each with the command that makes it."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Colors, Language

if TYPE_CHECKING:
    from protocolkit.cli.options import Color
    from protocolkit.demo.story import Story

COMMANDS = "commands.txt"
CARD = "card.html"
Country = Literal["kz", "ua"]


def run(
    country: Annotated[
        Country | None, Parameter(name="COUNTRY", help="kz or ua; default: ua in Ukrainian, else kz.")
    ] = None,
    /,
    *,
    write: Annotated[
        Path | None, Parameter(help="A folder for the case and the commands, to go on with; it is left there.")
    ] = None,
    lang: Language = None,
    color: Colors = "auto",
) -> int:
    """Walk through one case in five minutes, with the commands to repeat each step."""
    from tempfile import TemporaryDirectory

    from protocolkit.demo.story import STORIES
    from protocolkit.languages import language, speaking

    with speaking(lang or language()):
        story = STORIES[country or ("ua" if language() == "uk" else "kz")]
        if write is not None:
            return _told(story, _written(story, write), color, kept=write)
        with TemporaryDirectory(prefix="protocolkit-demo-") as scratch:
            return _told(story, _written(story, Path(scratch)), color, kept=None)


def _written(story: Story, folder: Path) -> Path:
    """Writes the case and the commands; what is already there is never overwritten. Raises InputError."""

    from protocolkit.demo.demo_case import case
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say
    from protocolkit.resources import schemas_seen_from

    commands = "".join(f"{_command(step.command, story)}\n" for step in story.steps if step.command)
    texts = {
        folder / story.example: case(story, f"{schemas_seen_from(folder)}/incident.json"),
        folder / COMMANDS: commands,
    }
    problems = Problems()
    for path, text in texts.items():
        if path.exists() and path.read_bytes() != text.encode():
            message = say("`{path}` is there already", path=str(path))
            problems.error("file-exists", message, Place(str(path)), say("choose another folder"))
    problems.raise_if_errors()
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return folder.resolve()


def _told(story: Story, folder: Path, color: Color, kept: Path | None) -> int:
    from protocolkit.cli.screen import show, width
    from protocolkit.demo.demo_case import excerpt
    from protocolkit.demo.demo_output import chosen, heading, more, shown

    text = (folder / story.example).read_text(encoding="utf-8")
    with contextlib.chdir(folder):
        for number, step in enumerate(story.steps, 1):
            if number > 1 and not _goes_on():
                return 0
            command = _command(step.command, story)
            show(heading(step, number, len(story.steps), width()), color)
            show(shown(excerpt(text, *step.lines) if step.lines else (), command, width()), color)
            left_out = 0
            if command:
                code, answer = _answered(command, color)
                if code:
                    return code
                said, left_out = chosen(answer, step.marks)
                sys.stdout.write("\n" + said)
            show(more(left_out, width()), color)
            sys.stdout.flush()
    _card(story, folder, kept, color)
    _end(story, kept, color)
    return 0


def _card(story: Story, folder: Path, kept: Path | None, color: Color) -> None:
    """The same case as one screen: in a browser where somebody at a terminal has one, else how to make it."""
    from protocolkit.cli.screen import show, width
    from protocolkit.languages import _
    from protocolkit.showing.layout import Page, Span

    page = Page(width())
    page.put(Span(_("The whole of it on one screen, and on one sheet"), "title"))
    command = f"protocolkit plan {story.example} --as-of {story.card_at} --format card{_language()}"
    page.put(Span(f"$ {command} > {CARD}", "strong"), indent=2)
    show(page, color)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or not _has_browser():
        return
    if not _goes_on(_("Enter opens it in a browser, q does not: ")):
        return
    import webbrowser
    from tempfile import mkdtemp

    with contextlib.chdir(folder):
        _code, text = _answered(command, color)
    # It stays there: the browser reads it when we are gone.
    file = (kept or Path(mkdtemp(prefix="protocolkit-card-"))) / CARD
    file.write_text(text, encoding="utf-8")
    webbrowser.open(file.resolve().as_uri())


def _has_browser() -> bool:
    """Whether there is a browser with windows to open a page in."""
    import webbrowser

    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return not isinstance(found, webbrowser.GenericBrowser) or isinstance(found, webbrowser.BackgroundBrowser)


def _command(command: str, story: Story) -> str:
    return command.format(case=story.example) + _language() if command else ""


def _language() -> str:
    """The option that makes a command speak as we do, where it would not by itself."""
    from protocolkit.cli.spoken_language import VARIABLE
    from protocolkit.languages import language

    return f" --lang {language()}" if language() != "en" or os.environ.get(VARIABLE) else ""


def _answered(command: str, color: Color) -> tuple[int, str]:
    """The exit code of a command and what it wrote, as it would write it here."""
    from protocolkit.cli import main

    heard = _Heard(sys.stdout.isatty())
    with contextlib.redirect_stdout(heard):
        code = main([*shlex.split(command)[1:], *(["--color", color] if color != "auto" else [])])
    return code, heard.getvalue()


class _Heard(io.StringIO):
    """Keeps what is written, and says for a terminal that it is one."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def _goes_on(asking: str = "") -> bool:
    """Waits for Enter where somebody is there to press it; anything that begins with q ends."""
    from protocolkit.languages import _

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        answer = input(asking or _("Enter goes on, q ends: "))
    except EOFError:
        return False
    sys.stdout.write("\n")
    return not answer.strip().lower().startswith("q")


def _end(story: Story, kept: Path | None, color: Color) -> None:
    from protocolkit.cli.screen import show, width
    from protocolkit.languages import _
    from protocolkit.showing.layout import Page, Span

    page = Page(width())
    page.put(Span(_("Your turn"), "title"))
    page.put(_("Change a fact or a time in the case and ask again."))
    if kept is not None:
        page.put(_("The case and the commands are in `{folder}`.").format(folder=kept))
    else:
        page.put(_("This leaves the case and the commands in a folder to play with:"))
        page.put(Span(f"$ protocolkit demo {story.name}{_language()} --write try", "strong"), indent=2)
    for path in _pages():
        page.put(_("To go on: {page}").format(page=path))
    show(page, color)


def _pages() -> Iterator[str]:
    """The tutorial, where the source tree is at hand."""
    from protocolkit.building.rule_files import shown
    from protocolkit.resources import data_root

    page = data_root() / "docs" / "learn" / "report-to-plan.md"
    if page.is_file():
        yield shown(page)
