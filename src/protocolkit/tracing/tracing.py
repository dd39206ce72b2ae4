"""Traces rulesets to their texts, and, with the texts at hand, checks quotes, numbers and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import UNSET

from protocolkit.building.catalogue import head_of
from protocolkit.building.rule_files import gather, shown
from protocolkit.diagnostics import Diagnostic, InputError, Place, Problems
from protocolkit.languages import _
from protocolkit.messages import say
from protocolkit.model.ruleset import Ruleset
from protocolkit.model.texts import act, languages, meant
from protocolkit.reading.nearby import below
from protocolkit.tracing.citing_index import Cited, cited
from protocolkit.tracing.counting import count
from protocolkit.tracing.listing import Act, listing
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.quoting import Found, find
from protocolkit.tracing.trace_report import Checks, DigestCheck, NumberCheck, QuoteCheck, Trace

_WORST = ("differs", "unused", "unstated", "ok")  # of the numbers of a rule that is cited in several languages


def trace(paths: Iterable[str | Path] = (), sources: Path | None = None) -> Trace:
    """The trace of the rulesets under the paths (default: the shipped ones).

    `sources` is the folder that holds the official texts by the names the rulesets give them; without it nothing is
    compared. Raises InputError if rules cannot be read, there are none, or there is no such folder.
    """
    problems = Problems()
    asked = gather(paths, problems)
    if sources is not None and not sources.is_dir():
        place = Place("PROTOCOLKIT_SOURCES")
        message = say("no folder `{path}`", path=str(sources))
        problems.error("sources-missing", message, place, say("unset it to trace without texts"))
    problems.raise_if_errors()
    catalogue = asked.catalogue()
    files = {shown(path) for path in asked.files}
    ids = dict.fromkeys(f.id for path in asked.files if (f := head_of(path)) and f.kind == "ruleset")
    rulesets = [one for id in sorted(ids) for one in catalogue.editions(id) if one.place.file in files or one.extends]
    catalogue.problems.raise_if_errors()
    if not rulesets:
        place = Place(", ".join(map(str, paths)) or "rules")
        nothing = Diagnostic("nothing-to-run", say("no rulesets to trace"), place)
        raise InputError([nothing])
    every = [cited(ruleset, catalogue) for ruleset in rulesets]
    texts = _Texts(sources) if sources is not None else None
    rows, counts = listing(every, texts.outlines(rulesets) if texts else {})
    return Trace(
        rules=tuple(dict.fromkeys(cite for one in every for cite in one.quotes())),
        names=tuple(dict.fromkeys(name for one in every for name in one.names)),
        points=tuple(rows),
        counts=tuple(counts),
        checks=texts.checks(every) if texts else None,
        spoken=languages((ruleset.id, ruleset.texts) for ruleset in rulesets),
    )


class _Texts:
    """The official texts in a folder, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, tuple[Outline, str] | None] = {}

    def outline(self, file: str) -> tuple[Outline, str] | None:
        """A text's outline and the digest of its file; None where it cannot be read or is blank."""
        if file not in self._read:
            path = below(self.folder, file)
            try:
                raw = path.read_bytes() if path else b""
                text = raw.decode("utf-8-sig")
            except (OSError, ValueError):
                self._read[file] = None
            else:
                self._read[file] = (Outline(text), hashlib.sha256(raw).hexdigest()) if text.strip() else None
        return self._read[file]

    def outlines(self, rulesets: list[Ruleset]) -> dict[Act, Outline]:
        """The outline of the first text of each act that can be read, for the points it prints."""
        found: dict[Act, Outline] = {}
        for ruleset in rulesets:
            for text in ruleset.texts if not ruleset.extends else ():
                if text.file and (read := self.outline(text.file)):
                    found.setdefault((ruleset.id, act(ruleset.texts, text.id)), read[0])
        return found

    def checks(self, every: list[Cited]) -> Checks:
        return Checks(
            quotes=tuple(dict.fromkeys(check for one in every for check in self._quotes(one))),
            numbers=tuple(dict.fromkeys(check for one in every for check in self._numbers(one))),
            digests=tuple(dict.fromkeys(check for one in every for check in self._digests(one))),
        )

    def _quotes(self, one: Cited) -> Iterator[QuoteCheck]:
        cites = [(c.rule, c.ruleset, c.point, c.words, c.text) for c in one.quotes()]
        cites += [(n.name, n.ruleset, n.point, n.words, n.text) for n in one.names]
        left = ((u, meant(one.ruleset.texts, u.text)) for u in one.unencoded if u.words)
        cites += [
            ("unencoded", one.ruleset.id, u.point, u.words, (text.id if text else None) or UNSET) for u, text in left
        ]
        for by, ruleset, point, words, named in cites:
            text = meant(one.texts.get(ruleset, ()), named or None)
            if text is not None and text.file is not None:
                found = self._find(words, point, text.file)
                yield QuoteCheck(by, ruleset, point, words, found.status, found.precision, found.where, named)

    def _find(self, words: str, point: str, file: str) -> Found:
        read = self.outline(file)
        return find(words, point, read[0]) if read else Found("missing", "text", _("the text cannot be read"))

    def _numbers(self, one: Cited) -> Iterator[NumberCheck]:
        """A rule cited in several languages has its numbers in the words of each."""
        for rule in one.rules:
            quoted: dict[str, list[str]] = {}
            for cite in rule.cites:
                if (text := meant(one.texts.get(rule.ruleset, ()), cite.text)) is not None:
                    quoted.setdefault(text.language, []).append(cite.words)
            counted = (count(rule, words, language) for language, words in quoted.items())
            if found := [one for one in counted if one is not None]:
                worst = min(found, key=lambda c: _WORST.index(c.status))
                yield NumberCheck(rule.id, rule.ruleset, worst.status, worst.rule, worst.words)

    def _digests(self, one: Cited) -> Iterator[DigestCheck]:
        for ruleset, texts in one.texts.items():
            for text in texts:
                if text.file is None:
                    continue
                read = self.outline(text.file)
                actual = read[1] if read else None
                status = "unreadable" if read is None else "unpinned" if text.sha256 is None else "ok"
                if read is not None and text.sha256 is not None and text.sha256 != actual:
                    status = "differs"
                yield DigestCheck(ruleset, text.file, status, text.sha256, actual)
