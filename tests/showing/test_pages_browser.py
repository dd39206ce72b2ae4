"""The pages in a real browser: contrast, width, headings, the script, print. Needs Chromium; skipped where there is none.

`PROTOCOLKIT_AXE=/path/to/axe.min.js` adds the rules of axe-core.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from html_page import read
from protocolkit import load_incident
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.plans.present import evaluate
from protocolkit.resources import examples_dir
from protocolkit.tracing.trace_output import as_data
from protocolkit.tracing.tracing import trace
from shown import plan_html, trace_html, year_html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = os.environ.get("PROTOCOLKIT_AXE")
CHECKS = (Path(__file__).parents[1] / "files" / "accessibility.js").read_text("utf-8")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
# The browser's own window has a least width; a frame has none.
FRAME = """<!doctype html><html><body style="margin:0"><iframe id="f" style="border:0;height:2000px;width:WIDTHpx"></iframe>
<script>
f.onload = () => {
  const look = () => {
    const said = f.contentDocument.getElementById("findings");
    if (said) document.body.append(said.cloneNode(true)); else setTimeout(look, 20);
  };
  look();
};
f.srcdoc = PAGE;
</script></body></html>"""
PAGES = ("plan", "plan-ua", "trace", "year", "year-projected")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: pages are not tried in a browser"),
]


@cache
def made(name: str) -> str:
    if name == "trace":
        return trace_html(as_data(trace()), "en")
    if name.startswith("year"):
        calendar = load_calendar("kz", Problems())
        assert calendar is not None
        return year_html(calendar, 2027 if name == "year-projected" else 2025, "ru")
    file, language, protocol = (
        ("ua-pdyut", "uk", None) if name == "plan-ua" else ("kz-interagency", "kk", "kz/national")
    )
    found, incident = load_incident(examples_dir() / f"{file}.yaml", protocol=protocol)
    return plan_html(evaluate(found, incident), found.vocabulary, language)


def chromium(folder: Path, html: str, *options: str) -> subprocess.CompletedProcess[str]:
    """One run of the browser on a page of its own, with a profile of its own."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    assert CHROMIUM is not None
    command = [CHROMIUM, *QUIET, f"--user-data-dir={folder / 'profile'}", *options, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def findings(folder: Path, html: str, width: int, *options: str) -> dict[str, object]:
    """What the checks say of a page. Its own policy would refuse them, so this copy has none."""
    scripts = "".join(
        f"<script>{text}</script>" for text in ((Path(AXE).read_text("utf-8"),) if AXE else ()) + (CHECKS,)
    )
    opened = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    framed = json.dumps(opened.replace("</body>", scripts + "</body>")).replace("</", "<\\/")
    frame = FRAME.replace("WIDTH", str(width)).replace("PAGE", framed)
    ran = chromium(folder, frame, "--dump-dom", "--virtual-time-budget=60000", "--window-size=1600,1000", *options)
    report = re.search(r'<pre id="findings">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert report, ran.stderr[-2000:]
    said: dict[str, object] = json.loads(read(f"<html><pre>{report[1]}</pre></html>").text)
    return said


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_word_can_be_read_and_nothing_sticks_out(name: str, theme: str, width: int, tmp_path: Path) -> None:
    said = findings(tmp_path, made(name), width, f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}")
    assert said["found"] == []
    assert ("axe" in said) == (AXE is not None)
    assert (said["dark"], said["width"]) == (theme == "dark", width)
    assert isinstance(said["words"], int)
    assert said["words"] > 300


def test_the_checks_find_what_is_wrong(tmp_path: Path) -> None:
    pale = made("plan-ua").replace("--soft: #555a61", "--soft: #b5bac1").replace(".chart {", ".chart { width: 150rem;")
    found = str(findings(tmp_path, pale, 400)["found"])
    assert "contrast" in found
    assert "wider than the window" in found


@pytest.mark.parametrize("name", PAGES)
def test_the_page_keeps_to_its_own_policy_and_asks_nothing_of_a_network(name: str, tmp_path: Path) -> None:
    ran = chromium(tmp_path, made(name), "--dump-dom", "--enable-logging=stderr", "--v=0")
    assert "<main" in ran.stdout
    said = [line for line in ran.stderr.splitlines() if "CONSOLE" in line]
    assert said == []


def test_the_policy_would_stop_a_script_that_got_in(tmp_path: Path) -> None:
    hostile = made("plan-ua").replace("</main>", "<script>document.title = 'owned'</script></main>")
    ran = chromium(tmp_path, hostile, "--dump-dom", "--enable-logging=stderr", "--v=0")
    assert "<title>owned" not in ran.stdout
    assert any("CONSOLE" in line and "Content Security Policy" in line for line in ran.stderr.splitlines())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine: the print is not read")
def test_the_print_holds_what_is_folded_and_names_the_case_on_every_sheet(tmp_path: Path) -> None:
    pdf = tmp_path / "plan.pdf"
    chromium(tmp_path, made("plan-ua"), f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) > 1
    assert all("club-3/2026-007" in sheet for sheet in sheets)
    assert "may be superseded by" in " ".join(text.split())
    assert re.search(rf"{len(sheets)} ?/ ?{len(sheets)}\s*\Z", sheets[-1])
