"""The pages of the documentation: their blocks, the commands they name, and the list of what nobody runs.

A comment right above a block may say more:

    <!-- exit: 1 -->            how its commands end, one number for all or one each
    <!-- needs: django -->      a library without which the block is only compiled
    <!-- file: case.yaml -->    the block is this file, which later blocks use; `append:` adds to it
    <!-- shown: in part -->     lines are left out of an output, though no `...` says so
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import NamedTuple

from markdown_it import MarkdownIt

_NOTES = re.compile(r"(\w+): ([^;]+?)(?=;|\s*-->)")
_KNOWN_NOTES = {"exit", "needs", "file", "append", "shown"}
COMMENT = re.compile(r"(?:^|\s+)#\s.*$")


class PageError(AssertionError):
    """A block does not do what its page says. The message begins with page and line."""


class Block(NamedTuple):
    page: str
    line: int
    language: str
    text: str
    notes: dict[str, str]

    def wrong(self, what: str) -> PageError:
        return PageError(f"{self.page}:{self.line}: {what}")


class NotRun(NamedTuple):
    """Commands or blocks of `page` (a pattern) that begin with `start`, and why nothing runs them here."""

    page: str
    start: str
    because: str

    def covers(self, page: str, text: str) -> bool:
        """A `$` at the end of `start` means that nothing follows."""
        return fnmatch(page, self.page) and f"{text.strip()}$".startswith(self.start)


def blocks(text: str, page: str) -> list[Block]:
    """Every block of code of a page. Raises PageError for one without a fence: it cannot say what it is."""
    found, notes = [], {}
    for token in MarkdownIt().parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            notes = dict(_NOTES.findall(token.content))
            if unknown := set(notes) - _KNOWN_NOTES:
                raise PageError(f"{page}:{line}: no note is called {', '.join(sorted(unknown))}")
            continue
        if token.type == "code_block":
            raise PageError(f"{page}:{line}: an indented block of code; put it in a fence that says its language")
        if token.type == "fence":
            found.append(Block(page, line + 1, token.info.strip(), token.content, notes))
        notes = {}
    return found


def commands_named(text: str) -> Iterator[str]:
    """Every command of this program that a page names, in running text and in blocks."""
    for token in MarkdownIt().enable("table").parse(text):
        lines = token.content.splitlines() if token.type == "fence" and token.info in ("sh", "console") else []
        lines += [child.content for child in token.children or () if child.type == "code_inline"]
        for line in lines:
            for command in COMMENT.sub("", line.strip()).split(" && "):
                if command.startswith("protocolkit "):
                    yield " ".join(command.split())


def excused(not_run: list[NotRun], page: str, text: str) -> bool:
    """Whether a command or a block stands on the list of what is not run."""
    return any(one.covers(page, text) for one in not_run)
