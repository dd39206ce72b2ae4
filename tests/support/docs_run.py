"""Runs a page of the documentation: every block from top to bottom, in one folder.

`sh` and `console` are command lines, `python` shares one namespace, `yaml`, `json` and `toml` must be readable (and right,
where they are a whole file), `text` is what the block before it prints.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from command_line import CommandLine
from docs_outputs import differs, in_the_catalogue, samples
from docs_pages import COMMENT, Block, NotRun, excused
from protocolkit.analysis.file_check import check_paths
from protocolkit.diagnostics import Problems
from protocolkit.reading.documents import kind_of
from protocolkit.reading.nodes import Node
from protocolkit.reading.yaml12 import read_text
from protocolkit.watching.look import ALSO


def _put_down(block: Block) -> None:
    """A block that is a file stands in the page's folder from here on."""
    if "file" in block.notes:
        Path(block.notes["file"]).write_text(block.text, encoding="utf-8")


class Desk:
    """One page at work. The current folder is the page's; what the last block printed stands in `said`."""

    def __init__(self, cli: CommandLine, monkeypatch: pytest.MonkeyPatch, not_run: list[NotRun], ends: int = 0) -> None:
        self.cli, self.monkeypatch, self.not_run, self.ends = cli, monkeypatch, not_run, ends
        self.said: list[str] | None = None
        self.namespace: dict[str, Any] = {"__name__": "page"}
        # How a YAML fragment of this page is judged; gives what is printed about it.
        self.judge: Callable[[Block], list[str] | None] = lambda _: None

    def run(self, page: list[Block]) -> None:
        for block in page:
            self.block(block)

    def block(self, block: Block) -> None:
        match block.language:
            case "sh" | "console":
                self._commands(block, [COMMENT.sub("", line) for line in _lines(block.text)])
            case "python":
                self._python(block)
            case "yaml":
                self._yaml(block)
            case "json":
                json.loads(block.text)
                _put_down(block)
            case "csv":
                _put_down(block)
            case "toml":
                tomllib.loads(block.text)
            case "text":
                self._text(block)
            case other:
                raise block.wrong(f"nothing runs a block of `{other}`")

    # -- commands

    def _commands(self, block: Block, lines: list[str]) -> None:
        ends = [int(number) for number in block.notes.get("exit", str(self.ends)).split()]
        commands = [line for line in lines if line]
        if len(ends) not in (1, len(commands)):
            raise block.wrong(f"{len(commands)} commands and {len(ends)} exit codes")
        self.said = None  # what is not run prints nothing that could be compared
        for number, line in enumerate(commands):
            self._line(block, line, ends[number if len(ends) > 1 else 0])

    def _line(self, block: Block, line: str, expected: int) -> None:
        """A line of a shell: commands joined by `&&`; `|| true` forgives the last."""
        forgiven = line.removesuffix("|| true")
        for command in forgiven.split(" && "):
            if excused(self.not_run, block.page, command):
                continue
            code, out, err = self._command(block, command)
            if code != expected and not (forgiven != line and code == 1):
                raise block.wrong(f"exit code {code}, not {expected}: {command}\n{err}{out[-2000:]}")

    def _command(self, block: Block, command: str) -> tuple[int, str, str]:
        tokens = list(_tokens(command))
        stdin, target, words = b"", None, []
        while tokens:
            match tokens.pop(0):
                case "<":
                    source = Path(tokens.pop(0))
                    if not source.is_file():
                        raise block.wrong(f"no file {source}: {command}")
                    stdin = source.read_bytes()
                case ">":
                    target = Path(tokens.pop(0))
                case word:
                    words.append(word)
        with self.monkeypatch.context() as patched:
            cli = CommandLine(self.cli.capsys, patched)
            patched.delenv("PROTOCOLKIT_LANG", raising=False)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                name, _, value = words.pop(0).partition("=")
                patched.setenv(name, value)
            if words[:3] == ["python", "-m", "protocolkit"]:
                words[:3] = ["protocolkit"]
            if not words or Path(words[0]).name != "protocolkit":
                raise block.wrong(f"neither run nor on the list of what is not run: {command}")
            code, out, err = cli(*words[1:], stdin=stdin)
        if target is not None:
            target.write_text(out, encoding="utf-8")
            if not out and code == 0:
                raise block.wrong(f"nothing is written into {target}: {command}")
            out = ""
        self.said = [*(self.said or ()), err, out]
        return code, out, err

    # -- what is printed

    def _text(self, block: Block) -> None:
        if excused(self.not_run, block.page, block.text):
            return
        if self.said is None:
            if unsaid := [line for line in samples(block.text) if not in_the_catalogue(line)]:
                raise block.wrong("nothing above prints this, and no message reads so:\n" + "\n".join(unsaid))
            return
        if difference := differs(block.text, self.said, in_part="shown" in block.notes):
            raise block.wrong(difference)

    # -- code and data

    def _python(self, block: Block) -> None:
        name = f"{block.page}:{block.line}"
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, self.namespace, name, name, 0)
            heard = io.StringIO()
            if doctest.DocTestRunner(verbose=False).run(test, out=heard.write, clear_globs=False).failed:
                raise block.wrong(heard.getvalue())
            self.namespace |= test.globs
            return
        code = compile("\n" * (block.line - 1) + block.text, block.page, "exec")
        if "needs" in block.notes and importlib.util.find_spec(block.notes["needs"]) is None:
            return
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(code, self.namespace)
        except Exception as error:
            raise block.wrong(f"{type(error).__name__}: {error}") from error
        self.said = [printed.getvalue()]

    def _yaml(self, block: Block) -> None:
        if excused(self.not_run, block.page, block.text):
            return
        if (printed := self.judge(block)) is not None:
            self.said = printed
            return
        path = Path(block.notes.get("file") or block.notes.get("append") or "block.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if "append" in block.notes else ""
        path.write_text(before + block.text, encoding="utf-8")
        problems = Problems()
        node = read_text(before + block.text, path.name, problems)
        found = [str(one) for one in problems]
        if node is not None and kind_of(node) is not None:
            found = [
                line for line in checked([path, *(p for p in (Path("rules"),) if p.is_dir())]) if str(path) in line
            ]
        elif node is not None:
            steps = [text for text in _texts(node) if text.startswith(("protocolkit ", "pip "))]
            self._commands(block, steps) if steps else None
        if found:
            raise block.wrong("\n".join(found))
        if not block.notes.keys() & {"file", "append"}:
            path.unlink()


def checked(paths: list[Path]) -> list[str]:
    """What `check` says of some files, a line a problem."""
    report = check_paths(paths, ALSO)
    return [str(problem) for problem in report.problems]


def _tokens(command: str) -> Iterator[str]:
    lexer = shlex.shlex(command, posix=True, punctuation_chars="<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    return iter(lexer)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\\\n", " ").splitlines()]


def _texts(node: Node) -> Iterator[str]:
    """Every text in a document, in order."""
    match node.value:
        case str() as text:
            yield text
        case list() as items:
            for item in items:
                yield from _texts(item)
        case dict() as entries:
            for value in entries.values():
                yield from _texts(value)
