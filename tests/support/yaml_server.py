"""A yaml-language-server spoken to as an editor does: what it offers, and what it underlines, at a place of a text."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

COMMAND = "YAML_LANGUAGE_SERVER"
"""The variable that names the server's program; else it is looked for among the programs."""
CURSOR = "|"
FIRST_LINE = "# yaml-language-server: $schema="


def program() -> str | None:
    """The server, if there is one."""
    return shutil.which(os.environ.get(COMMAND, "yaml-language-server"))


class YamlServer:
    """One server over stdio. Each document names its schema in its first line, as the project's files do."""

    def __init__(self, command: str) -> None:
        self._process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._opened = 0
        self._asked = 0
        self._problems: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> YamlServer:
        self._ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                             "publishDiagnostics": {}},
            "workspace": {"configuration": True}}})  # fmt: skip
        self._tell("initialized", {})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def offered(self, text: str, schema: Path) -> dict[str, dict[str, Any]]:
        """What is offered where `|` stands in a text, by its label."""
        whole, place = self._place(text)
        where = {"textDocument": {"uri": self._open(whole, schema)}, "position": place}
        found = self._ask("textDocument/completion", where)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def said(self, text: str, schema: Path) -> str:
        """What is explained of the place where `|` stands."""
        whole, place = self._place(text)
        where = {"textDocument": {"uri": self._open(whole, schema)}, "position": place}
        found = self._ask("textDocument/hover", where)
        contents = (found or {}).get("contents", "")
        return contents["value"] if isinstance(contents, dict) else str(contents)

    def underlined(self, text: str, schema: Path) -> list[str]:
        """The messages of all that is underlined in a text."""
        uri = self._open(text, schema)
        while uri not in self._problems:
            self._take(self._read())
        return [one["message"] for one in self._problems[uri]]

    def _open(self, text: str, schema: Path) -> str:
        self._opened += 1
        uri = f"file:///made-up/{self._opened}.yaml"
        self._tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": f"{FIRST_LINE}{schema.as_uri()}\n{text}"}})  # fmt: skip
        return uri

    @staticmethod
    def _place(text: str) -> tuple[str, dict[str, int]]:
        """The text without its cursor, and where that stands below the first line."""
        before, _, after = text.partition(CURSOR)
        return before + after, {"line": before.count("\n") + 1, "character": len(before.rpartition("\n")[2])}

    # -- the protocol

    def _ask(self, method: str, params: Any) -> Any:
        self._asked += 1
        number = self._asked
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._take(message)

    def _tell(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _take(self, message: dict[str, Any]) -> None:
        """Answers what the server asks, and keeps what it tells."""
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics" and params is not None:
            self._problems[params["uri"]] = params["diagnostics"]
        if "id" not in message or method is None:
            return
        result: Any = None
        if method == "workspace/configuration" and params is not None:
            result = [self._settings(one.get("section")) for one in params["items"]]
        self._write({"id": message["id"], "result": result})

    @staticmethod
    def _settings(section: str | None) -> dict[str, Any]:
        yaml = {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False},
                "yamlVersion": "1.2", "schemas": {}}  # fmt: skip
        return yaml if section == "yaml" else {}

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        size = 0
        while (line := self._process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        body = self._process.stdout.read(size)
        assert body, "the server has gone"
        message: dict[str, Any] = json.loads(body)
        return message
