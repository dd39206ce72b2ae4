"""A whole page: one file with its style in it, that asks nothing of a network and lets nothing in."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from protocolkit.showing.html_parts import link
from protocolkit.showing.markup import BEFORE_ALL, Child, Markup, element, fragment

# Some browsers print what is folded away as folded; without the script they print the headings of it.
SCRIPT = """\
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach(one => {
  one.open = true; one.dataset.folded = "";
}));
addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]").forEach(one => {
  one.open = false; delete one.dataset.folded;
}));
"""


def document(
    title: str, language: str, *body: Child, styles: tuple[str, ...] = (), skip: str = "", running: str = "",
    base: str = "base", script: str = SCRIPT,
) -> str:  # fmt: skip
    """The page as text. `styles` are sheets beside the base one, `skip` is the text of the link past the top.

    `running` stands at the foot of every printed sheet: a loose sheet must say which case it belongs to. The page works
    without its `script`.
    """
    style = "".join(map(sheet, (base, *styles))) + _running(running)
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    head = element(
        "head", None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("meta", {"name": "robots", "content": "noindex"}),
        element("title", None, title),
        element("style", None, Markup(style)),
    )  # fmt: skip
    past = link("main", skip, kind="skip") if skip else None
    inner = fragment(head, "\n", element("body", None, past, "\n", body, "\n", element("script", None, Markup(script))))
    return f"{BEFORE_ALL}{element('html', {'lang': language, 'dir': 'ltr'}, inner)}\n"


@cache
def sheet(name: str) -> str:
    """A style sheet of this package."""
    return files(__package__).joinpath("style", f"{name}.css").read_text("utf-8")


def _running(words: str) -> str:
    return f"@page {{ @bottom-left {{ content: {css_text(words)} }} }}\n" if words else ""


def css_text(text: str) -> str:
    """A text as a string of CSS, which it cannot leave.

    >>> css_text('x"; }</style>')
    '"x\\\\22 \\\\3b \\\\20 \\\\7d \\\\3c \\\\2f style\\\\3e "'
    """
    return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):x} " for c in text) + '"'


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
