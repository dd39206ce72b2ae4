"""The application as a browser hosts it: rows in, pages and rows out; the folder, and what it lacks."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest

pytest.importorskip("starlette", reason="needs the extra web")

from protocolkit import InputError
from protocolkit.cli import main
from protocolkit.play import in_browser, packing
from protocolkit.play.in_browser import Host, checked, words
from protocolkit.play.packages import of_others
from protocolkit.play.runtime import FILES, runtime
from protocolkit.reading import document_cache

WHEEL = "msgspec-0.23.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
AT = datetime(2026, 11, 20, 9, 45, tzinfo=UTC)


class Asking:
    """What the script does: keeps cookies and rows."""

    def __init__(self) -> None:
        self.host = Host(["kz/interagency"], lambda: AT)
        self.rows: list[Any] = []
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, *, full: bool = False, **fields: str) -> dict[str, Any]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"accept-language": "ru", "cookie": cookie, "content-type": "application/x-www-form-urlencoded"}
        asked = {"method": method, "path": path, "headers": headers, "body": urlencode(fields)}
        told: dict[str, Any] = json.loads(asyncio.run(self.host.answer(json.dumps(asked), full=full)))
        for name, value in told["headers"]:
            if name == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        self.rows += told["added"]
        return told

    def begin(self, reference: str, *, full: bool = False) -> dict[str, Any]:
        page = self.ask("GET", "/")["body"]
        hidden = dict(re.findall(r'name="(key|once)" value="([^"]*)"', page))
        return self.ask("POST", "/new", full=full, reference=reference, **hidden)


def test_what_an_answer_added_is_handed_out_and_taken_in_again() -> None:
    one = Asking()
    assert one.begin("2026-041")["status"] == 303
    assert [row["case"] for row in one.rows] == ["2026-041"]
    other = Asking()
    assert "2026-041" not in other.ask("GET", "/")["body"]
    other.host.take(json.dumps(one.rows))
    assert "2026-041" in other.ask("GET", "/")["body"]
    assert other.begin("2026-041")["added"] == [], "a reference is given once"


def test_where_nothing_can_be_kept_the_page_says_so_and_nothing_is_added() -> None:
    one = Asking()
    told = one.begin("2026-041", full=True)
    assert (told["status"], told["added"]) == (503, [])
    assert "2026-041" not in one.ask("GET", "/")["body"]
    assert one.begin("2026-041")["status"] == 303


def test_a_letter_for_a_word_processor_comes_out_byte_for_byte() -> None:
    at = AT.isoformat()
    records = [
        {"type": "opened"}, {"type": "chosen", "protocol": "kz/interagency"}, {"type": "began", "at": at},
        {"type": "listed", "role": "victim", "persons": ["v1"]}, {"type": "said", "fact": "incident.forms", "value": ["bullying"]},
        {"type": "said", "fact": "offender.role", "value": "pupil"},
    ]  # fmt: skip
    one = Asking()
    one.host.take(json.dumps([{"case": "2026-041", "once": "x", "at": at, "records": records}]))
    link = re.search(r'href="(/case/2026-041/letter/[0-9a-f]+)"', one.ask("GET", "/case/2026-041")["body"])
    assert link is not None
    assert "letter.css" in one.ask("GET", link[1])["body"]
    file = one.ask("GET", f"{link[1]}/docx")["body"].encode("latin-1")
    assert "word/document.xml" in ZipFile(BytesIO(file)).namelist()


def test_a_file_of_cases_is_read_as_one_or_not_at_all() -> None:
    one = Asking()
    one.begin("2026-041")
    saved = json.dumps({"protocolkit": 1, "cases": one.rows})
    assert [row["case"] for row in json.loads(checked(saved))] == ["2026-041"]
    for other in (
        "",
        "{",
        "[]",
        "{}",
        '{"protocolkit": 1}',
        '{"protocolkit": 1, "cases": [{"case": "x"}]}',
        "[" * 9999,
    ):
        assert checked(other) == ""


@pytest.mark.parametrize("language", ["en", "ru", "kk", "uk"])
def test_what_stands_around_a_page_is_in_its_language(language: str) -> None:
    assert all(words(language).values())
    assert language == "en" or not set(words(language).values()) & set(words("en").values())


def runtime_folder(folder: Path, *, wheel: str = WHEEL, about: str | None = None) -> Path:
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text("")
    info = {"info": {"python": "3.14.2", "abi_version": "2026_0", "arch": "wasm32"}}
    (folder / "pyodide-lock.json").write_text(json.dumps(info) if about is None else about)
    (folder / wheel).write_text("")
    return folder


def test_a_runtime_is_taken_with_the_msgspec_that_was_built_for_it(tmp_path: Path) -> None:
    found = runtime(runtime_folder(tmp_path / "package"))
    assert (found.python, found.msgspec.name) == ("3.14", WHEEL)


@pytest.mark.parametrize(
    ("wheel", "about"),
    [
        (WHEEL.replace("2026_0", "2025_0"), None),
        (WHEEL.replace("cp314", "cp313"), None),
        ("msgspec-0.23.0-cp314-cp314-manylinux_2_28_x86_64.whl", None),
        (WHEEL, "{"),
        (WHEEL, "[]"),
    ],
)
def test_a_runtime_that_does_not_fit_together_is_refused(tmp_path: Path, wheel: str, about: str | None) -> None:
    with pytest.raises(InputError) as caught:
        runtime(runtime_folder(tmp_path / "package", wheel=wheel, about=about))
    assert [one.code for one in caught.value.problems] == ["runtime-missing"]


def test_without_a_runtime_one_line_says_how_to_get_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", str(tmp_path / "out")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "npm pack pyodide" in told.err
    assert "pip download" in told.err
    assert not (tmp_path / "out").exists()
    assert main(["play", str(tmp_path / "out"), "--runtime", str(tmp_path)]) == 2


def test_the_folder_holds_all_that_it_asks_for_and_nothing_compiled_for_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, given = tmp_path / "out", runtime_folder(tmp_path / "package")
    assert main(["play", str(out), "--runtime", str(given), "--protocol", "ua/pdyut"]) == 0
    assert str(out) in capsys.readouterr().out
    files = {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}
    page, script, worker = ((out / name).read_text("utf-8") for name in ("index.html", "play.js", "worker.js"))
    named = set(re.findall(r'(?:href|src)="([\w./-]+)"', page)) | set(
        re.findall(r'"(\w+\.(?:js|json))"', script + worker)
    )
    assert named <= files
    assert "//" not in re.sub(r"(?m)//.*$|http://localhost", "", script + worker), "no address of another server"
    about = json.loads((out / "about.json").read_text("utf-8"))
    assert about["protocols"] == ["ua/pdyut"]
    with ZipFile(out / about["archive"]) as archive:
        names = set(archive.namelist())
    assert {"protocolkit/play/in_browser.py", "protocolkit/_data/rules/vocabulary.yaml", "yaml/__init__.py"} <= names
    assert "protocolkit/languages/kk/interface.mo" in names
    assert not [name for name in names if name.endswith((".so", ".pyc", ".po")) or "/tests/" in name]


def test_a_protocol_that_is_not_there_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    given = runtime_folder(tmp_path / "package")
    assert main(["play", str(tmp_path / "out"), "--runtime", str(given), "--protocol", "kz/nothing"]) == 2
    assert not (tmp_path / "out").exists()


def test_packages_of_others_have_their_code_and_nothing_else() -> None:
    names = [str(path) for path, _ in of_others()]
    assert {"jinja2/environment.py", "markupsafe/_native.py", "pendulum/_helpers.py", "babel/locale-data/kk.dat"} <= {
        *names
    }
    assert "babel/locale-data/fr.dat" not in names
    assert not [name for name in names if name.startswith(("..", "/"))]


def test_rules_that_were_read_before_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / in_browser.READ_BEFORE).write_bytes(packing.read_before())
    monkeypatch.setenv(document_cache.VARIABLE, str(tmp_path / "kept"))
    monkeypatch.setattr(in_browser, "data_root", lambda: data)
    assert in_browser.seed() > 10
    file = packing.rules_dir() / "kz" / "interagency.yaml"
    node = document_cache.kept("ruleset", file.read_bytes(), str(file))
    assert node is not None
    assert node.map["ruleset"].text == "kz/interagency"


def test_a_folder_without_them_is_read_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_browser, "data_root", lambda: tmp_path)
    assert in_browser.seed() == 0
