"""Each diagnostic code has a page, and each page a code somewhere in the source."""

import re

from protocolkit.resources import data_root

PAGES = data_root() / "docs" / "reference" / "diagnostics"
_RAISED = re.compile(r"(?:error|warning|Diagnostic)\(\s*\"([a-z]+(?:-[a-z0-9]+)+)\"")


def codes() -> set[str]:
    source = [path.read_text(encoding="utf-8") for path in sorted((data_root() / "src").rglob("*.py"))]
    return {code for text in source for code in _RAISED.findall(text)}


def test_every_code_has_a_page() -> None:
    pages = {page.stem for page in PAGES.glob("*.md")}
    assert sorted(codes() - pages) == []


def test_every_page_says_its_code_what_it_means_and_how_to_mend_it() -> None:
    for page in PAGES.glob("*.md"):
        if page.stem != "index":
            text = page.read_text(encoding="utf-8")
            assert text.startswith(f"# {page.stem}\n"), page.name
            assert len(text.splitlines()) > 4, page.name


def test_every_page_is_listed() -> None:
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\(([a-z0-9-]+)\.md\)", index))
    assert listed == {page.stem for page in PAGES.glob("*.md")} - {"index"}
