"""The pages in a real browser: contrast, width, headings, the script, print. Needs Chromium; skipped where there is none.

`PROTOCOLKIT_AXE=/path/to/axe.min.js` adds the rules of axe-core.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from browser import AXE, chromium, findings, needed, printed
from protocolkit import load_incident
from protocolkit.calendars import load_calendar
from protocolkit.diagnostics import Problems
from protocolkit.plans.present import evaluate
from protocolkit.resources import examples_dir
from protocolkit.tracing.trace_output import as_data
from protocolkit.tracing.tracing import trace
from shown import plan_html, trace_html, year_html

PAGES = ("plan", "plan-ua", "trace", "year", "year-projected")

pytestmark = [pytest.mark.slow, needed]


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
    pdf = printed(tmp_path, made("plan-ua"))
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) > 1
    assert all("club-3/2026-007" in sheet for sheet in sheets)
    assert "may be superseded by" in " ".join(text.split())
    assert re.search(rf"{len(sheets)} ?/ ?{len(sheets)}\s*\Z", sheets[-1])
