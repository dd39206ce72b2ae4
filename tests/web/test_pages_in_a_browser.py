"""The pages in a real browser: every word can be read, nothing sticks out, the card is one sheet.

`PROTOCOLKIT_AXE=/path/to/axe.min.js` adds the rules of axe-core.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
from browser import AXE, findings, needed, printed, sheets
from devtools import browser
from officer import Clock, Officer
from protocolkit.web import MemoryStore, application

CASE = "/case/school-7~2026-101"
PAGES = {
    "start": "/", "what": f"{CASE}/questions/1", "when": f"{CASE}/questions/2", "where": f"{CASE}/questions/3",
    "hurt": f"{CASE}/questions/4", "accused": f"{CASE}/questions/5", "topic": f"{CASE}/questions/6",
    "check": f"{CASE}/questions", "card": CASE, "record": f"{CASE}/record", "lost": "/nothing", "find": "/find",
    "bench": "/workbench", "text": "/workbench/order.yaml", "compare": "/compare",
    "compared": "/compare?a=ua/pdyut&b=edited:lyceum/order", "rule": "/rules/{}/kz/interagency/rule-notify-authorities.html",
}  # fmt: skip
VARIANT = """\
ruleset: lyceum/order
extends: ua/pdyut
text: {title: {en: The procedure as a lyceum applies it}, language: uk}
change: {convene-commission: {because: the lyceum shortens the term, set: {due: 2 working_days}}}
"""

pytestmark = [pytest.mark.slow, needed]


@cache
def pages(language: str) -> dict[str, str]:
    """Each page of a case some of whose limits have passed, as one file: the styles it asks for stand in it."""
    clock, folder = Clock("2026-11-20T14:45:00+05:00"), Path(mkdtemp())
    (folder / "order.yaml").write_text(VARIANT, encoding="utf-8")
    app = application(MemoryStore(), protocols=["kz/national", "ua/pdyut"], clock=clock, workbench=folder)
    officer = Officer(app, language=language)
    officer.begin()
    officer.open(f"{CASE}/record")
    officer.send(lambda form: form["action"].endswith("/done"))
    clock.set("2026-11-20T15:44:00+05:00")
    officer.open(f"{CASE}/record")
    officer.send(lambda form: form["action"].endswith("/done"))
    letter = re.findall(rf'href="({CASE}/letter/[0-9a-f]+)"', officer.open(CASE))[0]
    one = re.findall(rf'href="({CASE}/record/[0-9a-f]+)"', officer.open(CASE))[0]
    made = {}
    for name, path in (PAGES | {"letter": letter, "one": one}).items():
        page = re.sub(r"<script[^>]*></script>", "", officer.open(path.format(language)))
        here = officer.page.url
        made[name] = re.sub(
            r'<link rel="stylesheet" href="([^"]+)">',
            lambda found, here=here: f"<style>{officer.client.get(str(here.join(found[1]))).text}</style>", page,
        )  # fmt: skip
    rmtree(folder)
    return made


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("kk", "dark", 375), ("ru", "light", 375), ("uk", "dark", 1280), ("en", "light", 1280)],
)
def test_every_word_can_be_read_and_nothing_sticks_out(language: str, theme: str, width: int, tmp_path: Path) -> None:
    for name, page in pages(language).items():
        folder = tmp_path / name
        folder.mkdir()
        said = findings(folder, page, width, f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}")
        assert said["found"] == [], name
        assert ("axe" in said) == (AXE is not None)
        assert (said["dark"], said["width"]) == (theme == "dark", width)


def test_the_checks_find_what_is_wrong(tmp_path: Path) -> None:
    wrong = pages("ru")["record"].replace("--soft: #4b555e", "--soft: #b5bac1").replace("</h2>", "</h2><h5>x</h5>", 1)
    assert findings(tmp_path, wrong, 375)["found"]


@pytest.mark.parametrize("language", ["kk", "ru", "uk", "en"])
def test_the_card_is_one_sheet_of_paper(language: str, tmp_path: Path) -> None:
    assert sheets(printed(tmp_path, pages(language)["card"])) == 1


def test_enter_goes_on_from_every_question(tmp_path: Path) -> None:
    with browser(tmp_path / "profile") as tab:
        for name in ("what", "when", "where", "hurt", "accused", "topic"):
            page = tmp_path / f"{name}.html"
            page.write_text(pages("ru")[name], encoding="utf-8")
            tab.open(page.as_uri())
            tab.until(f"location.pathname.endsWith('/{name}.html') && document.readyState === 'complete'")
            tab.run(
                "addEventListener('submit', e => { e.preventDefault(); window.pressed = [e.submitter.value] });"
                "document.querySelector('.q input:not([type=hidden])').focus()"
            )
            for kind in ("keyDown", "keyUp"):
                tab.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r",
                         windowsVirtualKeyCode=13)  # fmt: skip
            assert tab.until("window.pressed") == [""], name
