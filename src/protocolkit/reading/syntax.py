"""The parser's complaint about broken YAML or JSON, in plain words."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from protocolkit.diagnostics import Place, Problems
from protocolkit.reading.json_events import NotJson

Words = tuple[str, str, str]  # code, message, help


class _Broken:
    """Where the parser stopped, what stands there, and where the construct it was in began."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        self.reason = str(error.problem or error.context or "broken text")
        self.context = str(error.context or "")
        self.mark = error.problem_mark or error.context_mark
        self.began = error.context_mark or error.problem_mark
        self.sign = _character(text, self.mark)
        self.opening = _character(text, self.began)

    @property
    def since(self) -> str:
        return f"line {self.began.line + 1}" if self.began else "above"


def explain(error: yaml.YAMLError, text: str, file: str, problems: Problems) -> None:
    """Add the diagnostic for an error of the parser behind the events of `text`."""
    if not isinstance(error, yaml.MarkedYAMLError):
        problems.error("yaml-syntax", str(error).splitlines()[0].lower(), Place(file))
        return
    broken = _Broken(error, text)
    code, message, help = ("yaml-syntax", broken.reason, "") if isinstance(error, NotJson) else _words(broken)
    # An unclosed quote or a forgotten colon is noticed far below the place to mend.
    at_start = "end of stream" in broken.reason or "expected ':'" in broken.reason
    mark = broken.began if at_start else broken.mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    problems.error(code, message, place, help)


def _words(broken: _Broken) -> Words:
    if broken.sign == "\t" or "tab character" in broken.reason:
        return "tab-indent", "a tab where only spaces can stand", "indent with spaces"
    for needle, words in _WORDS:
        if needle in broken.reason or needle in broken.context:
            return words(broken)
    return "yaml-syntax", broken.reason, ""


def _character(text: str, mark: yaml.Mark | None) -> str:
    if mark is None:
        return ""
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return line[mark.column : mark.column + 1]


def _plain(message: str, help: str = "", code: str = "yaml-syntax") -> Callable[[_Broken], Words]:
    return lambda _: (code, message, help)


def _unclosed(bracket: str) -> Callable[[_Broken], Words]:
    return lambda broken: (
        "yaml-syntax",
        f"`,` or `{bracket}` expected in what `{broken.opening}` opened on {broken.since}",
        f"close it with `{bracket}`, or quote a text that holds `,`, `:` or quotes",
    )


def _misfit(what: str) -> Callable[[_Broken], Words]:
    return lambda broken: (
        "yaml-syntax",
        f"this does not go on with the {what} begun on {broken.since}",
        "check the indentation; quote a text that holds quotes or begins with one",
    )


# The first needle found in the parser's reason or context decides; both of PyYAML's parsers are covered.
_WORDS: list[tuple[str, Callable[[_Broken], Words]]] = [
    ("cannot start any token", lambda b: ("yaml-syntax", f"a value cannot begin with `{b.sign}`", "quote it")),
    ("mapping values are not allowed", _plain("a colon where no key can stand",
        "quote a text that holds a colon and a space; check the indentation of this line and the one above")),
    ("sequence entries are not allowed", _plain("a list cannot begin on the line of its key",
        "put the `-` on the next line, or write the list as `[a, b]`")),
    ("',' or ']'", _unclosed("]")),
    ("',' or '}'", _unclosed("}")),
    ("unexpected end of stream", _plain("the quote opened here never closes")),
    ("unexpected document indicator", _plain("`---` or `...` inside a quoted text", "indent the line")),
    ("expected ':'", _plain("`:` expected after the key on this line")),
    ("unknown escape", _plain("an escape that does not exist, in a double-quoted text",
        "write `\\\\` for a backslash, or use single quotes")),
    ("escape code", _plain("an escape that names no character")),
    ("hexdecimal", _plain("an escape that names no character")),
    ("hexadecimal", _plain("an escape that names no character")),
    ("scanning an alias", _plain("a bare `*` or an alias without a name", "quote a text that begins with `*`")),
    ("scanning an anchor", _plain("a bare `&` or an anchor without a name", "quote a text that begins with `&`")),
    ("tag", _plain("a tag that is not used here", "quote a text that begins with `!`", "unknown-tag")),
    ("directive", _plain("a line that begins with `%` is a directive, and none is used here")),
    ("incompatible YAML", _plain("the file asks for another version of YAML", "leave the `%YAML` line out")),
    ("<document start>", _plain("text after the end of the document")),
    ("block scalar", _plain("what follows `|` or `>` must begin on the next line, indented")),
    ("node content", lambda b: ("yaml-syntax", f"a value expected, found `{b.sign}`", "quote a text that begins so")),
    ("parsing a block mapping", _misfit("map")),
    ("parsing a block collection", _misfit("list")),
    ("parsing a block sequence", _misfit("list")),
]  # fmt: skip
