"""HTML from plain calls: what is text stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from html_page import read
from protocolkit.showing.html_document import css_text, document
from protocolkit.showing.markup import Markup, element, escaped, fragment

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>x</script>",
    "</title><b>",
    "<!-- open",
    "]]>",
    "&lt;b&gt; &amp;",
    "{{ 7*7 }} ${x}",
]
TURNING = "\u202e\u2066\u200f\u200e\u061c"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_shows_as_itself_and_opens_no_element(text: str) -> None:
    root = read(
        document(text, "en", element("main", {"id": "main", "title": text}, element("h1", None, text)), running=text)
    )
    main = root.one("main")
    assert main.text == " ".join(text.split())
    assert main.attributes == {"id": "main", "title": text}
    assert [one.tag for one in main.all()] == ["h1"]
    assert len(root.all("script")) == 1
    assert root.one("title").text == " ".join(text.split())


@given(st.text())
def test_whatever_the_text_is_a_parser_reads_one_element_of_it(text: str) -> None:
    made = read(f"<html>{element('p', {'title': text}, text)}</html>").one("p")
    assert not made.all()
    assert "<" not in element("p", None, text)[3:-4]


def test_marks_that_turn_the_reading_direction_are_taken_out() -> None:
    assert not set(TURNING) & set(escaped(f"a{TURNING}b"))
    assert escaped("a\u202eb") == "a\ufffdb"


def test_characters_that_no_page_may_hold_are_replaced() -> None:
    assert escaped("a\x00\x1b[2Jb") == "a\ufffd\ufffd[2Jb"


def test_markup_is_not_escaped_twice_and_joined_text_is_not_trusted() -> None:
    bold = element("b", None, "x")
    assert element("p", None, bold) == "<p><b>x</b></p>"
    joined = bold + "<i>"
    assert not isinstance(joined, Markup)
    assert element("p", None, joined) == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"


@pytest.mark.parametrize(
    ("attributes", "tag"),
    [
        ({"onclick": "x()"}, "a"), ({"OnClick": "x()"}, "a"), ({"href": "https://example.org"}, "a"),
        ({"href": "javascript:x()"}, "a"), ({"src": "x.png"}, "img"), ({"a b": "c"}, "p"), ({}, "p onclick"),
        ({"style": "x"}, "a><b"),
    ],
)  # fmt: skip
def test_scripts_in_attributes_and_links_that_leave_the_page_are_refused(attributes: dict[str, str], tag: str) -> None:
    with pytest.raises(ValueError, match="no "):
        element(tag, attributes)


def test_attributes_that_are_false_or_null_are_left_out() -> None:
    assert (
        element("details", {"open": True, "class": None, "hidden": False, "tabindex": 0})
        == '<details open tabindex="0"></details>'
    )


def test_children_may_be_nested_and_missing() -> None:
    assert fragment("a", None, ["b", [None, ("c",)]], (x for x in "de")) == "abcde"


@given(st.text())
def test_no_text_can_leave_a_string_of_the_style(text: str) -> None:
    inside = css_text(text)[1:-1]
    assert all(c.isascii() and (c.isalnum() or c in "\\ ") for c in inside)


def test_a_page_allows_its_own_style_and_script_and_nothing_else() -> None:
    page = read(document("t", "kk", element("main", {"id": "main"}), skip="go"))
    assert page.attributes == {"lang": "kk", "dir": "ltr"}
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.one("a").attributes == {"class": "skip", "href": "#main"}
