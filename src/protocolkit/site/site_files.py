"""Writes the site into a folder: only one that is empty, or that holds a site made before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import speaking
from protocolkit.messages import say
from protocolkit.site.addresses import ASSETS, INDEX, NAMES, names_page, rule_page, text_page
from protocolkit.site.book import Book
from protocolkit.site.evidence import cases_page, tests_page
from protocolkit.site.frame import SCRIPT, SEARCH, STYLE, asset, crossroads, style
from protocolkit.site.names_pages import kind_page
from protocolkit.site.point_page import point_page
from protocolkit.site.rule_page import rule_page as rule_markup
from protocolkit.site.search_index import search_script
from protocolkit.site.text_pages import index_page, protocol_page
from protocolkit.site.text_pages import text_page as text_markup
from protocolkit.site.voice import Voice

MARKER = ".protocolkit-rule-site"
HEAD = "made by `protocolkit docs rules`; these files are replaced when it is made again"


def write_site(book: Book, out: Path, languages: Sequence[str]) -> int:
    """Writes every page, removes those of an earlier site that are no more, and returns how many files there are.

    Raises InputError for a folder that holds anything else.
    """
    earlier = _earlier(out)
    written: dict[str, None] = {}
    out.mkdir(parents=True, exist_ok=True)
    # The list is there before the files it names: a run that was interrupted can be run again.
    with (out / MARKER).open("w", encoding="utf-8", newline="\n") as marker:
        marker.write("\n".join([HEAD, *earlier, ""]))
        for name, text in files(book, languages):
            marker.write(f"{name}\n")
            marker.flush()
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written[name] = None
    for name in earlier:
        if name not in written and (gone := out / name).is_file():
            gone.unlink()
            _prune(gone.parent, out)
    (out / MARKER).write_text("\n".join([HEAD, *sorted(written), ""]), encoding="utf-8", newline="\n")
    return len(written)


def files(book: Book, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every file of the site with its text."""
    yield f"{ASSETS}/{STYLE}", style()
    yield f"{ASSETS}/{SCRIPT}", asset(SCRIPT)
    yield f"{ASSETS}/{SEARCH}", search_script(book, tuple(languages))
    yield INDEX, crossroads(languages)
    for language in languages:
        with speaking(language):
            found = list(pages(book, language, languages))
        yield from ((f"{language}/{name}", text) for name, text in found)


def pages(book: Book, language: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every page of a language, which must be the one spoken."""
    for page, made in makers(book).items():
        yield page, made(Voice(book, language, page, languages))


def makers(book: Book) -> dict[str, Callable[[Voice], str]]:
    """Every page below the folder of a language, each with what makes it in a voice."""
    found: dict[str, Callable[[Voice], str]] = {INDEX: index_page}
    found |= {text_page(one.id): partial(text_markup, one) for one in book.rulesets.values()}
    found |= {text_page(one.id): partial(protocol_page, one) for one in book.protocols.values()}
    found |= {rule_page(one.id): partial(rule_markup, one) for one in book.rules.values()}
    for id, rows in book.points.items():
        for i, row in enumerate(rows):
            before, after = rows[i - 1] if i else None, rows[i + 1] if i + 1 < len(rows) else None
            found[book.point_page(id, row.named) or ""] = partial(point_page, row, before, after)
    found |= {names_page(kind): partial(kind_page, kind) for kind in NAMES}
    return found | {tests_page(file, book): partial(cases_page, file) for file in book.casebook.files}


def _earlier(out: Path) -> list[str]:
    """The files of the site that is there already; nothing for an empty folder or none."""
    problems, place = Problems(), Place(str(out))
    if out.exists() and not out.is_dir():
        message = say("`{path}` is a file, not a folder", path=str(out))
        problems.error("not-a-rule-site", message, place, say("name a new or an empty folder"))
    elif out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        message = say("`{path}` is not empty and holds no site of this command", path=str(out))
        help = say("name a new or an empty folder, or one with a site made before")
        problems.error("not-a-rule-site", message, place, help)
    problems.raise_if_errors()
    marker = out / MARKER
    names = marker.read_text("utf-8").splitlines()[1:] if marker.is_file() else []
    return [name for name in names if name and _inside(name)]


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _prune(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
