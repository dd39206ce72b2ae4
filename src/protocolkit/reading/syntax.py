"""The parser's complaint about broken YAML or JSON, in plain words."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_
from protocolkit.messages import NOTHING, Message, say
from protocolkit.reading.json_events import NotJson

Words = tuple[str, Message, Message]  # code, message, help


class _Broken:
    """Where the parser stopped, what stands there, and where the construct it was in began."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        self.reason = str(error.problem or error.context or "broken text")
        self.context = str(error.context or "")
        self.mark = error.problem_mark or error.context_mark
        self.began = error.context_mark or error.problem_mark
        self.sign = _character(text, self.mark)
        self.opening = _character(text, self.began)
        # Copied from an office program; it looks like a space and is none to YAML.
        lines = {line for mark in (self.mark, self.began) if mark for line in (mark.line - 1, mark.line)}
        self.no_break = any("\u00a0" in _line(text, line) for line in lines)

    @property
    def line(self) -> int:
        """The line on which the construct began."""
        return self.began.line + 1 if self.began else 1


def explain(error: yaml.YAMLError, text: str, file: str, problems: Problems) -> None:
    """Add the diagnostic for an error of the parser behind the events of `text`."""
    if not isinstance(error, yaml.MarkedYAMLError):
        problems.error("yaml-syntax", _unexplained(str(error).splitlines()[0].lower()), Place(file))
        return
    broken = _Broken(error, text)
    if isinstance(error, NotJson):
        code, message, help, mark = "yaml-syntax", error.message, NOTHING, broken.mark
    else:
        code, message, help = _words(broken)
        # An unclosed quote or a forgotten colon is noticed far below the place to mend.
        at_start = "end of stream" in broken.reason or "expected ':'" in broken.reason
        mark = broken.began if at_start else broken.mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    problems.error(code, message, place, help)


def _words(broken: _Broken) -> Words:
    if broken.sign == "\t" or "tab character" in broken.reason:
        return "tab-indent", say("a tab where only spaces can stand"), say("indent with spaces")
    for needle, words in _WORDS:
        if needle in broken.reason or needle in broken.context:
            code, message, help = words(broken)
            return code, message, say("type plain spaces: there is a no-break space here") if broken.no_break else help
    return "yaml-syntax", _unexplained(broken.reason), NOTHING


def _unexplained(reason: str) -> Message:
    """What the parser says in its own English."""
    return say("this cannot be read: {reason}", reason=reason)


def _character(text: str, mark: yaml.Mark | None) -> str:
    return _line(text, mark.line)[mark.column : mark.column + 1] if mark is not None else ""


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if 0 <= number < len(lines) else ""


def _plain(message: str, help: str = "", code: str = "yaml-syntax") -> Callable[[_Broken], Words]:
    return lambda broken: (code, say(message, sign=broken.sign), say(help))


def _unclosed(bracket: str) -> Callable[[_Broken], Words]:
    def words(broken: _Broken) -> Words:
        opened: dict[str, str | int] = {"bracket": bracket, "opening": broken.opening, "line": broken.line}
        message = say("`,` or `{bracket}` expected in what `{opening}` opened on line {line}", **opened)
        help = say("close it with `{bracket}`, or quote a text that holds `,`, `:` or quotes", bracket=bracket)
        return "yaml-syntax", message, help

    return words


def _misfit(message: str) -> Callable[[_Broken], Words]:
    def words(broken: _Broken) -> Words:
        help = say("check the indentation; quote a text that holds quotes or begins with one")
        return "yaml-syntax", say(message, line=broken.line), help

    return words


_MAP = N_("this does not go on with the map begun on line {line}")
_LIST = N_("this does not go on with the list begun on line {line}")

# The first needle found in the parser's reason or context decides; both of PyYAML's parsers are covered.
_WORDS: list[tuple[str, Callable[[_Broken], Words]]] = [
    ("cannot start any token", _plain(N_("a value cannot begin with `{sign}`"), N_("quote it"))),
    ("mapping values are not allowed", _plain(N_("a colon where no key can stand"),
        N_("quote a text that holds a colon and a space; check the indentation of this line and the one above"))),
    ("sequence entries are not allowed", _plain(N_("a list cannot begin on the line of its key"),
        N_("put the `-` on the next line, or write the list as `[a, b]`"))),
    ("',' or ']'", _unclosed("]")),
    ("',' or '}'", _unclosed("}")),
    ("unexpected end of stream", _plain(N_("the quote opened here never closes"))),
    ("unexpected document indicator", _plain(N_("`---` or `...` inside a quoted text"), N_("indent the line"))),
    ("expected ':'", _plain(N_("`:` expected after the key on this line"), N_("write a space after the `:`"))),
    ("unknown escape", _plain(N_("an escape that does not exist, in a double-quoted text"),
        N_("write `\\\\` for a backslash, or use single quotes"))),
    ("escape code", _plain(N_("an escape that names no character"))),
    ("hexdecimal", _plain(N_("an escape that names no character"))),
    ("hexadecimal", _plain(N_("an escape that names no character"))),
    ("scanning an alias", _plain(N_("a bare `*` or an alias without a name"), N_("quote a text that begins with `*`"))),
    ("scanning an anchor", _plain(N_("a bare `&` or an anchor without a name"),
        N_("quote a text that begins with `&`"))),
    ("tag", _plain(N_("a tag that is not used here"), N_("quote a text that begins with `!`"), "unknown-tag")),
    ("directive", _plain(N_("a line that begins with `%` is a directive, and none is used here"))),
    ("incompatible YAML", _plain(N_("the file asks for another version of YAML"), N_("leave the `%YAML` line out"))),
    ("<document start>", _plain(N_("text after the end of the document"))),
    ("block scalar", _plain(N_("what follows `|` or `>` must begin on the next line, indented"))),
    ("node content", _plain(N_("a value expected, found `{sign}`"), N_("quote a text that begins so"))),
    ("parsing a block mapping", _misfit(_MAP)),
    ("parsing a block collection", _misfit(_LIST)),
    ("parsing a block sequence", _misfit(_LIST)),
]  # fmt: skip
