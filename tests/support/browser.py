"""Pages in a real browser: what it says of them, what it prints. Chromium by its command line, nothing beside it.

`PROTOCOLKIT_AXE=/path/to/axe.min.js` adds the rules of axe-core.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from html_page import read

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

needed = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: pages are not tried in a browser")


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


def printed(folder: Path, html: str) -> Path:
    """The page as the browser prints it."""
    pdf = folder / "page.pdf"
    chromium(folder, html, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    return pdf


def sheets(pdf: Path) -> int:
    """How many sheets a print has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
