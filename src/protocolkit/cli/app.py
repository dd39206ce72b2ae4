"""The commands by name. Each is a module with a `run`, imported only when it is asked for."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Any

from cyclopts import App, Group
from cyclopts.exceptions import CycloptsError

from protocolkit.cli.case_option import STDIN
from protocolkit.cli.help import SpokenHelp
from protocolkit.cli.mistakes import problem_of
from protocolkit.cli.spoken_language import without_leading
from protocolkit.cli.stderr import report
from protocolkit.languages import N_
from protocolkit.version import __version__

ABOUT = N_("Who must do what, to whom, by when, and under which sentence of which text, when a child is hurt.")
COMMANDS = {
    "demo": N_("Walk through one case in five minutes."),
    "plan": N_("Who must do what, to whom and by when, for one incident."),
    "ask": N_("Questions that can still change a plan; the answers go into the case file."),
    "serve": N_("Questions, duty card and record in a browser, on this machine."),
    "letter": N_("The letter of a duty, with blanks for names and numbers."),
    "play": N_("The same pages as files that run in the browser itself."),
    "explain": N_("Why each duty is owed, and why a rule did not fire."),
    "agenda": N_("What the organisation owes between two days, apart from any incident."),
    "due": N_("Work out one due time and show each step."),
    "calendar": N_("What each day of a year is, and under which source."),
    "check": N_("Check rulesets, vocabulary, calendars, incidents and tests."),
    "test": N_("Run rule tests."),
    "coverage": N_("What the rule tests cover of each point and rule, and what they leave open."),
    "compare": N_("Two texts or editions beside each other: what only one asks for, which is the stricter."),
    "effect": N_("What a change of rules does to standing cases: became late, moved, opened, closed."),
    "mutate": N_("Whether the rule tests notice a rule changed in one place."),
    "prove": N_("Promises about rules, proved over all cases or refuted by one."),
    "doctor": N_("Whether another system's export can feed protocolkit, and what each lack costs."),
    "new": N_("Start a ruleset, a variant or a calendar, or copy an example."),
    "trace": N_("Every rule with the point it cites, every point with its rules."),
    "batch": N_("The duties of many cases, from a table to a table."),
    "audit": N_("What a log says of duties kept and missed, counted by whatever it tells apart."),
    "mcp": N_("The answers as tools for agents, over the Model Context Protocol."),
    "export": N_("Rules as a table; the alarms and events of a case for other programs."),
    "review": N_("What of the rules is out of date, or about to be."),
    "docs": N_("A web site of the rules, point by point."),
    "completion": N_("What a shell needs to complete these commands."),
}
GROUPS = {
    N_("One case"): ("demo", "plan", "ask", "serve", "play", "letter", "explain", "agenda", "due", "calendar"),
    N_("Many cases, other programs"): ("doctor", "batch", "audit", "export", "mcp"),
    N_("Rules"): (
        "check", "test", "coverage", "compare", "effect", "mutate", "prove", "new", "trace", "review", "docs",
    ),
    N_("This program"): ("completion",),
}  # fmt: skip
"""Where each command stands on the page of help, in the order of the groups."""
UNUSABLE = 2


def dispatch(arguments: list[str]) -> int:
    """Parses a command line and runs its command. What cannot be understood is reported: exit code 2."""
    app = parser()
    try:
        # A lone `-` would be read as an option without a name.
        result = app(
            [STDIN if argument == "-" else argument for argument in without_leading(arguments)],
            exit_on_error=False, print_error=False, result_action="return_value",
        )  # fmt: skip
    except CycloptsError as error:
        report([problem_of(error, _known())])
        return UNUSABLE
    return result if isinstance(result, int) else 0


def _known() -> list[str]:
    return [name for name in COMMANDS if find_spec(f"protocolkit.cli.{name}_command")]


def parser() -> App:
    """The command line: each command is imported when it is asked for."""
    options: dict[str, Any] = {
        "help_formatter": SpokenHelp(plain=not sys.stdout.isatty()),
        "help_format": "plaintext",
    }
    app = App(
        name="protocolkit",
        help=ABOUT,
        version=f"protocolkit {__version__}",
        version_flags=["--version", "-V"],
        suppress_keyboard_interrupt=False,
        **options,
    )
    titles = [Group(title, sort_key=number) for number, title in enumerate(GROUPS)]
    for flag in ("--help", "--version"):
        app[flag].group = titles[-1]
    groups = {name: group for group, names in zip(titles, GROUPS.values(), strict=True) for name in names}
    for name in _known():
        app.command(f"protocolkit.cli.{name}_command:run", name=name, help=COMMANDS[name], group=groups[name])
    return app
