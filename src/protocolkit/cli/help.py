"""`--help` in the language being spoken: said when it is printed, for the commands are read once in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from protocolkit.cli.options import LANGUAGE_HELP
from protocolkit.languages import LANGUAGES, N_, _

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

# What the parser says by itself.
OWN_WORDS = (
    N_("Commands"), N_("Arguments"), N_("Parameters"), N_("Display this message and exit."),
    N_("Display application version."), N_("COMMAND"), N_("OPTIONS"), N_("ARGS"), N_("STR"), N_("INT"), N_("CHOICE"),
    N_("PATH"),
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b")
_UNSAID = ("False", "()")  # defaults that only say that an option may be left out


class SpokenHelp:
    """Formats help pages for a terminal, or plainly, in whatever language is spoken."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Prints one group of commands or options."""
        from cyclopts.help.formatters import DefaultFormatter, PlainFormatter

        entries = [_entry(one, plain=self.plain) for one in panel.entries]
        if any("--help" in one.positive_names for one in panel.entries):
            entries.append(_entry(_language(), plain=self.plain))
        title = _(panel.title) if isinstance(panel.title, str) else panel.title
        formatter: Any = PlainFormatter() if self.plain else DefaultFormatter(column_specs=_columns(panel.format))
        formatter(console, options, panel.copy(title=title, entries=entries))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:  # noqa: ARG002
        from rich.text import Text

        said = _("Usage: {command}").format(command=placeholders(_plain(usage)))
        console.print(Text(said, style="" if self.plain else "bold"), highlight=False)
        console.print()

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:  # noqa: ARG002
        said = _(_plain(description))
        if said:
            console.print(said, highlight=False, markup=False)
            console.print()


def placeholders(text: str) -> str:
    """A usage, or the name of an argument, with the words in capitals that stand for what somebody gives."""
    return _PLACEHOLDER.sub(lambda found: _(found[0]), text)


def _plain(text: Any) -> str:
    """The words of what the parser made of a docstring or a `help=`."""
    inner = getattr(text, "primary_renderable", text)
    return str(getattr(inner, "plain", inner if inner is not None else "")).strip()


def _entry(entry: HelpEntry, *, plain: bool) -> HelpEntry:
    """An entry whose description holds all that is said of it."""
    said: dict[str, Any] = {
        "description": _described(entry),
        "choices": None,
        "default": None,
        "required": entry.required and not plain,
    }
    for name in ("metavar", "positional_label"):
        if value := getattr(entry, name, None):
            said[name] = placeholders(value)
    return entry.copy(**said)


def _described(entry: HelpEntry) -> Text:
    from rich.text import Text

    parts = [Text(_(_plain(entry.description)))]
    if entry.choices:
        parts.append(Text(_("[choices: {choices}]").format(choices=", ".join(entry.choices)), "cyclopts.choices"))
    if entry.default is not None and entry.default not in _UNSAID:
        parts.append(Text(_("[default: {default}]").format(default=entry.default), "cyclopts.default"))
    if entry.required:
        parts.append(Text(_("[required]"), "cyclopts.required"))
    return Text(" ").join(part for part in parts if part.plain)


def _columns(format: str) -> Any:
    """The columns of a terminal's table: the mark of what is required, names, and descriptions as they are."""
    if format == "command":
        return None
    from cyclopts.help.specs import get_default_parameter_columns

    def columns(console: Any, options: Any, entries: Any) -> tuple[Any, ...]:
        *first, last = get_default_parameter_columns(console, options, entries)
        return (*first, last.copy(renderer=lambda entry: entry.description))

    return columns


def _language() -> HelpEntry:
    from cyclopts.help import HelpEntry

    return HelpEntry(positive_names=("--lang",), description=LANGUAGE_HELP, choices=LANGUAGES)
