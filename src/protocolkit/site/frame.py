"""The frame of every page: head, way back, languages, search, foot. Style and script are files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from protocolkit.languages import _, speaking
from protocolkit.showing.html_document import sheet
from protocolkit.showing.html_parts import link, listed, paragraph
from protocolkit.showing.markup import BEFORE_ALL, Attribute, Child, Markup, element, escaped, fragment
from protocolkit.site.addresses import ASSETS, INDEX, NAMES, anchor, names_page, way
from protocolkit.site.voice import Voice
from protocolkit.version import __version__

SPOKEN = {"en": "English", "ru": "Русский", "kk": "Қазақша", "uk": "Українська"}
STYLE, SCRIPT, SEARCH = "site.css", "site.js", "search.js"
# A page may be opened from a folder, where only `file:` names its own assets.
POLICY = "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'"

Field = tuple[str, Child]


class Head(NamedTuple):
    """What stands at the top: the title of the window, the one h1, the line above it and what else is below it.

    `under` is the text that a page belongs to; empty for a page that is one step below the first, which has none.
    """

    title: str
    heading: Child
    under: str | None = None
    above: Child = None
    below: Child = None


def frame(say: Voice, top: Head, *body: Child) -> str:
    """A page as text."""
    here = f"{say.language}/{say.here}"
    assets = way(here, ASSETS)
    head = _head(top.title, assets, scripted=True)
    band = element(
        "div", {"class": "band"},
        element("div", {"class": "bar"}, _ways(say), _tongues(say)),
        _search(say, assets) if say.around.search else None,
        _crumbs(say, top.under), paragraph("kind", top.above) if top.above else None,
        element("h1", None, top.heading), top.below,
    )  # fmt: skip
    page = element(
        "body", None, link("main", _("Skip to the content"), kind="skip"), "\n",
        element("header", {"class": "top"}, band), "\n",
        element("main", {"id": "main"}, body), "\n", _foot(),
    )  # fmt: skip
    return f"{BEFORE_ALL}{element('html', {'lang': say.language, 'dir': 'ltr'}, head, page)}\n"


def _head(title: str, assets: str, *, scripted: bool = False) -> Markup:
    return element(
        "head", None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", None, title),
        Markup(f'<link rel="stylesheet" href="{assets}/{STYLE}">'),
        Markup(f'<script defer src="{assets}/{SCRIPT}"></script>') if scripted else None,
    )  # fmt: skip


def _ways(say: Voice) -> Markup:
    """To the texts and to the lists of names; before them, out of the site to what it stands in."""
    pages = [(INDEX, _("Texts")), (names_page(NAMES[0]), _("Names"))]
    out = [Markup(f'<a href="{escaped(address)}">{escaped(words)}</a>') for address, words in say.around.ways]
    links = listed([*out, *(say.link(page, words) for page, words in pages)], bare=True)
    return element("nav", {"class": "ways", "aria-label": _("Parts of the site")}, links)


def _tongues(say: Voice) -> Markup | None:
    """The same page in the other languages."""
    if len(say.languages) < 2:
        return None
    here = f"{say.language}/{say.here}"
    found: list[Child] = []
    for one in say.languages:
        if one == say.language:
            found.append(element("span", {"aria-current": "true"}, SPOKEN[one]))
        else:
            found.append(anchor(way(here, f"{one}/{say.here}"), SPOKEN[one], lang=one, hreflang=one))
    return element("nav", {"class": "tongues", "aria-label": _("Language")}, listed(found, bare=True))


def _search(say: Voice, assets: str) -> Markup:
    """Shown by the script alone: without it nothing could answer."""
    data: dict[str, Attribute] = {
        "class": "search", "role": "search", "hidden": True, "data-assets": assets,
        "data-root": way(f"{say.language}/{say.here}", say.language), "data-lang": say.language,
        "data-none": _("nothing found"), "data-some": _("found: {n}"), "data-more": _("and {n} more; add a word"),
    }  # fmt: skip
    field = {
        "id": "search", "type": "search", "autocomplete": "off", "aria-controls": "found",
        "placeholder": _("a word, a role, a point, a rule's id"),
    }  # fmt: skip
    return element(
        "form", data, element("label", {"for": "search"}, _("Search")), element("input", field),
        element("p", {"class": "count", "role": "status"}),
        element("ol", {"id": "found", "class": "found", "role": "list"}),
    )  # fmt: skip


def _crumbs(say: Voice, under: str | None) -> Markup | None:
    """The way back."""
    if under is None:
        return None
    links = [say.link(INDEX, _("Texts")), *([say.text(under)] if under else [])]
    return element("nav", {"class": "crumbs", "aria-label": _("Where this page is")}, listed(links, bare=True))


def _foot() -> Markup:
    made = _("Made by protocolkit {version}. The official texts bind; this site is a reading of them.")
    return element("footer", {"class": "foot dim"}, paragraph("", made.format(version=__version__)))


def fields(found: Iterable[Field]) -> Markup:
    """Named values, one below the other."""
    rows = (element("div", None, element("dt", None, name), element("dd", None, value)) for name, value in found)
    return element("dl", {"class": "fields"}, rows)


def crossroads(languages: Sequence[str]) -> str:
    """The page above the languages, which only leads to each of them."""
    links: list[Child] = []
    for one in languages:
        with speaking(one):
            words = _("The rules, point by point")
        links.append(
            [
                anchor(f"{one}/{INDEX}", SPOKEN[one], lang=one, hreflang=one),
                " — ",
                element("span", {"lang": one}, words),
            ]
        )
    title = "protocolkit"
    head = _head(title, ASSETS)
    body = fragment(
        element("header", {"class": "top"}, element("div", {"class": "band"}, element("h1", None, title))),
        element("main", {"id": "main"}, listed(links, "languages")),
    )
    lang = escaped(languages[0])
    return f'{BEFORE_ALL}<html lang="{lang}" dir="ltr">{head}<body>{body}</body></html>\n'


def style() -> str:
    """The one style sheet: that of the other pages, and what only this site has."""
    return sheet("base") + asset(STYLE)


def asset(name: str) -> str:
    """A file of this package."""
    from importlib.resources import files

    return files(__package__).joinpath("assets", name).read_text("utf-8")
