"""The site in a real browser: the search, contrast and width, its own policy. Skipped where there is no Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from html_page import Element, read
from protocolkit.site.book import gather
from protocolkit.site.search_index import fold
from protocolkit.site.site_files import write_site
from rule_site import Site, write_demo

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHECKS = (Path(__file__).parents[1] / "files" / "accessibility.js").read_text("utf-8")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--allow-file-access-from-files",
)  # fmt: skip
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
FOLDED = ("Әділет; Їжак, Élan", "деректердi бұйрық", "ґанок-Є п’ять", "2, dash 1", "kz/interagency#notify")
# The browser's own window has a least width; a frame has none.
FRAME = """<!doctype html><html><body style="margin:0"><iframe id="f" src="checked.html" width="WIDTH" height="2000"
style="border:0"></iframe><script>
f.onload = () => {
  const look = () => {
    const said = f.contentDocument.getElementById("findings");
    if (said) document.body.append(said.cloneNode(true)); else setTimeout(look, 20);
  };
  look();
};
</script></body></html>"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: the site is not tried in one"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("demo")
    write_site(gather(["demo/both"], [write_demo(folder)], folder / "texts"), folder / "site", ("en", "kk"))
    return Site(folder / "site")


def shown(page: Path, profile: Path, *options: str) -> tuple[Element, list[str]]:
    """The page as the browser leaves it, and what its console says."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", "--dump-dom", "--virtual-time-budget=20000",
               "--enable-logging=stderr", "--v=0", *options, page.as_uri()]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert "<body" in ran.stdout, ran.stderr[-2000:]
    return read(ran.stdout[ran.stdout.index("<html") :]), [
        line for line in ran.stderr.splitlines() if "CONSOLE" in line
    ]


def with_script(site: Site, name: str, script: str, copy: str) -> Path:
    """A copy of a page beside it with a script of the test, which the page's own policy would refuse."""
    text = POLICY.sub("", (site.out / name).read_text("utf-8")).replace("</body>", f"<script>{script}</script></body>")
    path = (site.out / name).parent / copy
    path.write_text(text, encoding="utf-8")
    return path


TYPING = """
addEventListener("load", () => {
  const input = document.querySelector("form.search input");
  input.focus(); input.dispatchEvent(new Event("focus"));
  input.value = WORDS; input.dispatchEvent(new Event("input"));
  setTimeout(() => {
    const down = new KeyboardEvent("keydown", {key: "ArrowDown", bubbles: true});
    input.dispatchEvent(down);
    const said = document.createElement("pre");
    said.id = "said"; said.textContent = document.activeElement.getAttribute("href") ?? "nothing";
    document.body.append(said);
  }, 2000);
});
"""


def typed(site: Site, words: str, folder: Path) -> tuple[list[str], str, str]:
    """What the search offers for some words: the addresses, what it says of them, and where the arrow key leads."""
    script = TYPING.replace("WORDS", json.dumps(words))
    page, console = shown(with_script(site, "kk/demo/school/index.html", script, "typed.html"), folder / "profile")
    assert console == []
    form = page.one("form", "search")
    return (
        [one.attributes["href"] for one in form.all("a")],
        form.one("p", "count").text,
        page.one("pre", id="said").text,
    )


def test_the_search_works_from_a_folder_and_from_the_keyboard(site: Site, tmp_path: Path) -> None:
    found, said, reached = typed(site, "полицияга САГАТТА", tmp_path)
    assert found == ["../../demo/school/rule-tell-police.html"]
    assert reached == found[0]
    assert "1" in said
    nothing, said, reached = typed(site, "zzz", tmp_path)
    assert (nothing, reached) == ([], "nothing")
    assert said


def test_the_browser_folds_words_as_the_index_does(site: Site, tmp_path: Path) -> None:
    script = (site.out / "assets/site.js").read_text("utf-8")
    body = script[script.index("const fold =") : script.index("const title =")]
    said = f"JSON.stringify({json.dumps(FOLDED)}.map(one => fold(one).join(' ')))"
    test = f"const index = window.ruleSite; {body} document.querySelector('pre').textContent = {said};"
    index = (site.out / "assets/search.js").read_text("utf-8")
    scripts = f"<script>{index}</script><script>{test}</script>"
    page = tmp_path / "fold.html"
    page.write_text(f'<html><meta charset="utf-8"><body><pre></pre>{scripts}</body></html>', encoding="utf-8")
    found, _console = shown(page, tmp_path / "profile")
    assert json.loads(found.one("pre").text) == [fold(one) for one in FOLDED]


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 400)])
@pytest.mark.parametrize("name", ["index.html", "demo/school/rule-tell-police.html", "demo/school/point-1.html"])
def test_every_word_can_be_read_and_nothing_sticks_out(
    site: Site, name: str, theme: str, width: int, tmp_path: Path
) -> None:
    checked = with_script(site, f"en/{name}", CHECKS, "checked.html")
    frame = checked.parent / "frame.html"
    frame.write_text(FRAME.replace("WIDTH", str(width)), encoding="utf-8")
    colours = f"--blink-settings=preferredColorScheme={0 if theme == 'dark' else 1}"
    page, _console = shown(frame, tmp_path / "profile", "--window-size=1600,1000", colours)
    said = json.loads(page.one("pre", id="findings").text)
    assert said["found"] == []
    assert (said["dark"], said["width"]) == (theme == "dark", width)
    assert said["words"] > 20


def test_a_page_opened_from_a_folder_keeps_to_its_own_policy(site: Site, tmp_path: Path) -> None:
    page, console = shown(site.out / "en/demo/school/rule-tell-police.html", tmp_path / "profile")
    assert console == []
    assert "hidden" not in page.one("form", "search").attributes
