"""One case from the report to the next morning in a real browser: files, no server of ours, no network."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra web")

from browser import CHROMIUM
from devtools import Browser, browser
from protocolkit.play.packing import write
from protocolkit.play.runtime import runtime

RUNTIME = os.environ.get("PROTOCOLKIT_RUNTIME")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.skipif(RUNTIME is None, reason="PROTOCOLKIT_RUNTIME names no folder of a Python for browsers"),
]
CLOCK = "const real = Date.now.bind(Date), began = real(); Date.now = () => AT + real() - began;\n"
FILL = """
(fields, index, title) => {
  const every = [...document.querySelectorAll("form[method=post]")];
  const form = title
    ? every.find(one => one.closest("details")?.querySelector("summary").innerText.includes(title)) : every[index];
  for (const [name, given] of Object.entries(fields)) {
    const values = [given].flat();
    for (const one of form.querySelectorAll(`[name="${name}"]`)) {
      if (["radio", "checkbox"].includes(one.type)) one.checked = values.includes(one.value);
      else if (one.tagName !== "BUTTON") one.value = values[0];
    }
  }
  const buttons = [...form.querySelectorAll("button")];
  const button = buttons.find(one => one.name && fields[one.name] === one.value) ?? buttons.find(one => !one.value) ?? buttons[0];
  button.click();
}
"""


class Folder:
    """A plain server of files, whose browser has a clock that is set."""

    def __init__(self, folder: Path) -> None:
        self.at = 0.0
        own = self

        class Files(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path != "/worker.js":
                    return super().do_GET()
                script = CLOCK.replace("AT", str(int(own.at))) + (folder / "worker.js").read_text("utf-8")
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.end_headers()
                self.wfile.write(script.encode())
                return None

            def log_message(self, *_told: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@contextmanager
def served(folder: Path) -> Iterator[Folder]:
    own = Folder(folder)
    try:
        yield own
    finally:
        own.server.shutdown()
        own.server.server_close()


class Tab:
    """The officer's tab: what it shows, and the forms in it."""

    def __init__(self, driven: Browser, files: Folder) -> None:
        self.driven, self.files = driven, files

    def come(self, at: str) -> None:
        """Opens the folder anew, at an instant."""
        from datetime import datetime

        self.files.at = datetime.fromisoformat(at).timestamp() * 1000
        self.driven.open("about:blank")
        self.driven.open(self.files.address + "index.html")
        self.driven.until("!!document.querySelector('footer.play')")

    def words(self) -> str:
        return " ".join(str(self.driven.run("document.body.textContent")).split())

    def path(self) -> str:
        return str(self.driven.run("location.hash.slice(1)"))

    def go(self, path: str) -> None:
        self._after(f"location.hash = {json.dumps('#' + path)}")

    def send(self, index: int = 0, title: str = "", /, **fields: str | Sequence[str]) -> None:
        self.send_as(fields, index, title)

    def send_as(self, fields: dict[str, Any], index: int = 0, title: str = "") -> None:
        self._after(f"({FILL})({json.dumps(fields)}, {index}, {json.dumps(title)})")

    def _after(self, does: str) -> None:
        self.driven.run(f"document.body.dataset.old = 'yes'; {does}; null")
        self.driven.until("!document.body.dataset.old && !document.body.hasAttribute('aria-busy')")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("play")
    write(out, runtime(Path(str(RUNTIME))), ["kz/national", "ua/pdyut"])
    return out


INCIDENT = """\
incident: school-7/2026-102
protocol: kz/national
facts: {incident.forms: [bullying], victim.age: 12, offender.role: pupil}
events: [{event: report_received, at: "2026-11-20T14:30:00+05:00"}]
"""


def test_an_incident_file_is_opened_where_there_is_no_server(folder: Path, tmp_path: Path) -> None:
    give = """{ const form = document.querySelector("form[enctype]"), all = new DataTransfer();
    all.items.add(new File([TEXT], "case.yaml"));
    form.querySelector("input[type=file]").files = all.files;
    form.querySelector("button").click() }"""
    with served(folder) as files, browser(tmp_path / "profile", "--lang=ru", "--accept-lang=ru") as driven:
        tab = Tab(driven, files)
        tab.come("2026-11-20T14:45:00+05:00")
        tab._after(give.replace("TEXT", json.dumps(INCIDENT.replace("bullying", "bulying"))))
        assert "`bulying`" in tab.words()
        tab._after(give.replace("TEXT", json.dumps(INCIDENT)))
        assert tab.path() == "/case/school-7~2026-102"
        assert "15:30" in tab.words()


def test_a_case_from_the_report_to_the_next_morning(folder: Path, tmp_path: Path) -> None:
    with served(folder) as files, browser(tmp_path / "profile", "--lang=ru", "--accept-lang=ru") as driven:
        tab = Tab(driven, files)
        tab.come("2026-11-20T14:45:00+05:00")
        tab.go("/?lang=ru")
        case = "/case/school-7~2026-101"
        tab.send(reference="school-7/2026-101")
        tab.send(forms=["cyberbullying", "psychological_violence"])
        tab.send(day="0", time="14:30")
        tab.send(protocol="kz/national")
        tab.send(then="more")
        tab.send_as({"age-v1": "13", "age-v2": "11"})
        tab.send_as({"role-o1": "legal_representative", "parent-o1": ["v1"]})
        assert tab.path() == f"{case}/questions/6"
        assert "Вопрос 6 из" in tab.words()
        while "/questions/" in tab.path():
            tab.send()  # nothing is known yet: every question can be left open
        assert "Пока не знаю" in tab.words()

        tab.go(case)
        assert "до 15:30" in tab.words()
        for whom in ("органы внутренних дел", "органы прокуратуры"):
            tab.go(f"{case}/record")
            tab.send(0, whom, when="0")
            assert f"{whom}, 14:4" in tab.words().replace(" ,", ",")
        tab.go(f"{case}/record")
        tab.send(0, "Региональный уполномоченный", when="0")
        undo = "document.querySelector('form[action$=\"/undo\"] button').click()"
        tab._after(undo)
        assert "Отменено в 14:4" in tab.words()
        assert "Записано в срок: 2, позже: 0." in tab.words()

        # The page is loaded again, and later on the browser is closed and opened.
        driven.call("Page.reload")
        driven.until("!!document.querySelector('footer.play')")
        assert "Записано в срок: 2, позже: 0." in tab.words()
        saved = driven.run(
            "new Promise(done => { const url = URL.createObjectURL; URL.createObjectURL = blob => { blob.text().then(done); return url(blob) }; document.querySelector('.play button').click() })"
        )
        rows = json.loads(saved)["cases"]
        assert {row["case"] for row in rows} == {"school-7/2026-101"}
        asked = [one for one in driven.requests if not one.startswith((files.address, "about:", "blob:"))]
        assert asked == [], "nothing but the files of the folder"

    with served(folder) as files, browser(tmp_path / "another") as driven:
        # The next morning on another machine: the file is loaded there.
        tab = Tab(driven, files)
        tab.come("2026-11-21T08:05:00+05:00")
        assert "school-7/2026-101" not in tab.words()
        give = f"const file = document.querySelector('.play input'), all = new DataTransfer(); all.items.add(new File([{json.dumps(saved)}], 'cases.json')); file.files = all.files; file.onchange()"
        tab._after(give)
        assert "school-7/2026-101" in tab.words()
        tab.go(f"{case}/record?lang=ru")
        assert "Записано в срок: 2, позже: 0." in tab.words()
        assert "предел прошёл" in tab.words()
        tab.send(0, "Комитет по охране прав детей", when="other", time="07:50", date="21.11.2026")
        assert "позже: 1." in tab.words()
        assert [one for one in driven.requests if not one.startswith((files.address, "about:", "blob:"))] == []
