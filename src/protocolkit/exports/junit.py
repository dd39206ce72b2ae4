"""JUnit XML, which every CI server reads: one suite of cases, each passed, failed or not run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree

import msgspec

from protocolkit.showing.layout import escaped

# XML 1.0 has no way to write most control characters, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JUnitCase(msgspec.Struct, frozen=True):
    """One case. `failed` is what is otherwise than expected, `broken` why it could not be run; both may be empty."""

    name: str
    group: str
    file: str
    line: int = 0
    failed: str = ""
    broken: str = ""


def junit(suite: str, cases: Iterable[JUnitCase]) -> str:
    """The report as text; the same cases give the same text.

    >>> print(junit("rules", [JUnitCase("late", "kz", "a.yaml", 3, failed="it is open")]))
    <?xml version="1.0" encoding="utf-8"?>
    <testsuites tests="1" failures="1" errors="0">
      <testsuite name="rules" tests="1" failures="1" errors="0">
        <testcase classname="kz" name="late" file="a.yaml" line="3">
          <failure message="it is open">it is open</failure>
        </testcase>
      </testsuite>
    </testsuites>
    <BLANKLINE>
    """
    listed = list(cases)
    counts = {
        "tests": str(len(listed)),
        "failures": str(sum(bool(case.failed) and not case.broken for case in listed)),
        "errors": str(sum(bool(case.broken) for case in listed)),
    }
    root = ElementTree.Element("testsuites", counts)
    inner = ElementTree.SubElement(root, "testsuite", {"name": _plain(suite), **counts})
    for case in listed:
        about = {"classname": case.group, "name": case.name, "file": case.file}
        about |= {"line": str(case.line)} if case.line else {}
        one = ElementTree.SubElement(inner, "testcase", {key: _plain(value) for key, value in about.items()})
        for tag, text in (("error", case.broken), ("failure", "" if case.broken else case.failed)):
            if text:
                first = next((line.strip() for line in text.splitlines() if line.strip()), text)
                ElementTree.SubElement(one, tag, {"message": _plain(first)}).text = _plain(text)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _plain(text: str) -> str:
    return escaped(_NOT_IN_XML.sub("\ufffd", text), "\r\n\t")
