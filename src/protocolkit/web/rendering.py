"""Templates made pages: words in the language being spoken, every value of a file escaped."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from protocolkit.languages import _, ngettext, pgettext
from protocolkit.showing.card_page import SCRIPT as CARD_SCRIPT
from protocolkit.showing.html_document import sheet
from protocolkit.showing.layout import harmless
from protocolkit.version import __version__

ASSETS = {"style.css": "text/css", "letter.css": "text/css", "sheet.css": "text/css", "form.js": "text/javascript"}


@cache
def environment() -> Environment:
    """The templates of this package."""
    made = Environment(
        loader=FileSystemLoader(str(files(__package__).joinpath("templates"))),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    made.globals |= {"_": _, "ngettext": ngettext, "pgettext": pgettext, "version": __version__}
    return made


def rendered(template: str, values: dict[str, Any]) -> str:
    """A page as text."""
    return environment().get_template(template).render(values)


def _shown(value: Any) -> Any:
    """A value as a page may show it: text without what turns the direction of a line, null as nothing."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return harmless(value)
    return "" if value is None else value


@cache
def asset(name: str) -> str:
    """A file that pages ask for; the style and the script of a card go before those of the pages around it."""
    if name == "letter.css":
        return sheet("letter")
    own = files(__package__).joinpath("assets", name).read_text("utf-8")
    match name:
        case "style.css":
            return sheet("card") + own
        case "sheet.css":
            return sheet("base") + sheet("trace") + own
        case _:
            return CARD_SCRIPT + own


@cache
def edition(name: str) -> str:
    """A short name of what such a file holds, so that no browser keeps an older one."""
    return sha256(asset(name).encode()).hexdigest()[:12]
