"""The duty card in a real browser: every language, a phone and a desk, light and dark, one sheet of paper.

Needs Chromium; skipped where there is none. `PROTOCOLKIT_AXE=/path/to/axe.min.js` adds the rules of axe-core.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import protocolkit
from browser import AXE, chromium, findings, needed, printed, sheets
from protocolkit.api import catalogue_of
from protocolkit.correspondence.letter import letter
from protocolkit.correspondence.letter_html import letter_page
from protocolkit.correspondence.templates import offered
from protocolkit.plans.present import Judged
from protocolkit.showing.card_page import card_page

pytestmark = [pytest.mark.slow, needed]

PHONE, SCREEN, SCREENS = 375, 812, 4
LANGUAGES = ("en", "ru", "kk", "uk")
PARENT = {"id": "o1", "role": "legal_representative", "represents": ["v1"]}
HEAD = {"id": "o2", "role": "staff", "is_head": True}
PUPIL = {"id": "o3", "age": 15, "role": "pupil"}
VICTIMS = [{"id": f"v{n}", "age": 10 + n} for n in range(1, 5)]
CASES: dict[str, dict[str, Any]] = {
    "in-force": {"protocol": "kz/in-force", "victim": VICTIMS[:2], "offender": [PARENT]},
    "national": {"protocol": "kz/national", "victim": VICTIMS[:2], "offender": [PARENT]},
    "heavy": {"protocol": "kz/national", "victim": VICTIMS, "offender": [PARENT, HEAD, PUPIL]},
}
HEIGHT = "<script>document.title = document.documentElement.scrollHeight + ' ' + document.documentElement.scrollWidth</script>"


@cache
def made(name: str, language: str, as_of: str = "2026-11-20T14:45:00+05:00") -> str:
    about = CASES[name]
    form = "sexual_violence" if name == "heavy" else "psychological_violence"
    case = {
        "incident": "school-7/2026-101",
        "protocol": about["protocol"],
        "as_of": as_of,
        "parties": {"victim": about["victim"], "offender": about["offender"]},
        "facts": {"incident.forms": ["cyberbullying", form]},
        "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    }
    return card_page(protocolkit.plan(case, language=language))


def framed(html: str, width: int) -> str:
    """The page in a frame of a width; the browser's own window has a least one."""
    inner = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html).replace("</body>", f"{HEIGHT}</body>")
    escaped = inner.replace("&", "&amp;").replace('"', "&quot;")
    look = 'onload="document.title = this.contentDocument.title"'
    return f'<!doctype html><title></title><iframe style="border:0;height:100px;width:{width}px" {look} srcdoc="{escaped}"></iframe>'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_is_one_sheet_of_paper(name: str, language: str, tmp_path: Path) -> None:
    assert sheets(printed(tmp_path, made(name, language))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["in-force", "national"])
def test_it_is_at_most_four_screens_of_a_phone(name: str, language: str, tmp_path: Path) -> None:
    ran = chromium(tmp_path, framed(made(name, language), PHONE), "--dump-dom", "--virtual-time-budget=10000")
    found = re.search(r"<title>(\d+) (\d+)</title>", ran.stdout)
    assert found, ran.stderr[-500:]
    height, width = map(int, found.groups())
    assert width == PHONE
    assert height <= SCREENS * SCREEN


@pytest.mark.parametrize("width", [1280, PHONE, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_word_can_be_read_and_nothing_sticks_out(language: str, theme: str, width: int, tmp_path: Path) -> None:
    scheme = f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}"
    said = findings(tmp_path, made("national", language), width, scheme)
    assert said["found"] == []
    assert ("axe" in said) == (AXE is not None)
    assert (said["dark"], said["width"]) == (theme == "dark", width)


def test_the_page_keeps_to_its_own_policy_and_says_when_it_is_out_of_date(tmp_path: Path) -> None:
    ran = chromium(tmp_path, made("national", "en", "2024-11-20T14:45:00+05:00").replace("2026", "2024"), "--dump-dom",
                   "--enable-logging=stderr", "--v=0")  # fmt: skip
    assert [line for line in ran.stderr.splitlines() if "CONSOLE" in line] == []
    stale = re.search(r'<strong[^>]*id="stale"[^>]*>', ran.stdout)
    assert stale
    assert "hidden" not in stale[0]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine: the print is not read")
def test_the_sheet_has_every_box_with_its_blanks_and_nothing_that_opens(tmp_path: Path) -> None:
    pdf = printed(tmp_path, made("national", "ru"))
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("___:___") == 12
    assert "Почему?" not in text
    assert "Не сообщать и не привлекать" in text
    assert "Карточка устарела" not in text


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_letter_can_be_read_filled_in_and_is_one_sheet(width: int, theme: str, tmp_path: Path) -> None:
    about = CASES["national"]
    case = {
        "incident": "school-7/2026-101",
        "protocol": about["protocol"],
        "as_of": "2026-11-20T14:45:00+05:00",
        "parties": {"victim": about["victim"], "offender": about["offender"]},
        "facts": {"incident.forms": ["cyberbullying", "psychological_violence"]},
        "events": [{"event": "report_received", "at": "2026-11-20T14:30:00+05:00"}],
    }
    found, incident = protocolkit.load_incident(case)
    with protocolkit.speaking("kk"):
        judged = Judged(found, incident, protocolkit.evaluate(found, incident))
    duty, template = next(one for one in offered(judged, catalogue_of(())) if one[0].to == "police")
    html = letter_page(letter(judged, duty, template))
    scheme = f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}"
    said = findings(tmp_path, html, width, scheme)
    assert said["found"] == []
    assert sheets(printed(tmp_path, html)) == 1


def test_a_second_sheet_and_a_fifth_screen_would_be_noticed(tmp_path: Path) -> None:
    html = made("national", "ru")
    lead = re.search(r'<section class="lead".*?</section>', html, re.DOTALL)
    assert lead
    longer = html.replace(lead[0], lead[0] * 3)
    assert sheets(printed(tmp_path, longer)) > 1
    ran = chromium(tmp_path, framed(longer, PHONE), "--dump-dom", "--virtual-time-budget=10000")
    found = re.search(r"<title>(\d+) ", ran.stdout)
    assert found
    assert int(found[1]) > SCREENS * SCREEN
