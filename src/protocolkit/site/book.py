"""Everything the site tells, gathered once for all languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from protocolkit.building.catalogue import Catalogue, head_of
from protocolkit.building.rule_files import shown
from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import say
from protocolkit.model.rule import Cite, Rule
from protocolkit.model.ruleset import Change, Protocol, Ruleset
from protocolkit.model.texts import act
from protocolkit.model.vocabulary import Label, Vocabulary
from protocolkit.reading.documents import load_document
from protocolkit.resources import data_root, rules_dir
from protocolkit.site.addresses import slugs
from protocolkit.site.casebook import Casebook
from protocolkit.site.passages import Texts
from protocolkit.site.relations import Link, Neighbour, Recorded, Uses, conflicts, links, neighbours, uses
from protocolkit.tracing.citing_index import Cited, cited
from protocolkit.tracing.listing import Act, listing
from protocolkit.tracing.outline import Outline
from protocolkit.tracing.trace_report import NameCite, PointRow, named


class Book:
    """Rulesets in their newest editions, the protocols that unite them, and what is known of every rule."""

    def __init__(self, catalogue: Catalogue, rulesets: Sequence[Ruleset], protocols: Sequence[Protocol],
                 texts: Texts | None = None) -> None:  # fmt: skip
        self.catalogue = catalogue
        self.rulesets = {one.id: one for one in rulesets}
        self.protocols = {one.id: one for one in protocols}
        self.texts = texts
        self.rules: dict[str, Rule] = {rule.id: rule for one in rulesets for rule in one.rules}
        # What a protocol adds to its texts has no ruleset of its own.
        self.added = {p.id: r.rules for p in protocols for r in p.rulesets if r.id == p.id}
        self.rules |= {rule.id: rule for rules in self.added.values() for rule in rules}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        whole = self.catalogue.vocabulary
        for ruleset in reversed(self.rulesets.values()):
            whole = whole.with_names(ruleset.own_names)
        return whole

    @cached_property
    def neighbours(self) -> dict[str, list[Neighbour]]:
        return neighbours(self.rules.values(), self.protocols.values(), self.vocabulary)

    @cached_property
    def conflicts(self) -> dict[str, list[Recorded]]:
        return conflicts(self.protocols.values())

    @cached_property
    def links(self) -> list[Link]:
        return links(self.rules.values(), self.vocabulary)

    @cached_property
    def uses(self) -> Uses:
        return uses(self.rules.values(), self.vocabulary)

    @cached_property
    def changes(self) -> dict[str, list[tuple[str, Change]]]:
        """What variants changed or removed, by the rule as its own text has it, with the variant's id."""
        found: dict[str, list[tuple[str, Change]]] = {}
        for ruleset in self.rulesets.values():
            for one in ruleset.changes if ruleset.extends else ():
                for id in (ruleset.id, ruleset.extends):
                    found.setdefault(f"{id}#{one.rule}", []).append((ruleset.id, one))
        for protocol in self.protocols.values():
            for part in protocol.rulesets:
                own = self.rulesets.get(part.id)
                for one in part.changes if own else ():
                    if own and one not in own.changes:
                        found.setdefault(f"{part.id}#{one.rule}", []).append((protocol.id, one))
        return found

    @cached_property
    def casebook(self) -> Casebook:
        files: dict[Path, Path] = {}
        for folder in self.catalogue.folders:
            for path in sorted(folder.rglob("*.y*ml")) if folder.is_dir() else ():
                if (head := head_of(path)) and head.kind == "tests":
                    files.setdefault(path.resolve(), path)
        return Casebook(self.catalogue, files.values(), (*self.rulesets, *self.protocols))

    @cached_property
    def test_slugs(self) -> dict[str, str]:
        """A name for the page of each file of tests."""
        named = {file: self.file(file) for file in self.casebook.files}
        short = slugs(dict.fromkeys(name.removesuffix(".yaml") for name in named.values()))
        return {file: short[name.removesuffix(".yaml")] for file, name in named.items()}

    # -- points

    @cached_property
    def _cited(self) -> list[Cited]:
        return [cited(ruleset, self.catalogue) for ruleset in self.rulesets.values()]

    @cached_property
    def points(self) -> dict[str, list[PointRow]]:
        """The points of each text in its order; with the texts at hand, those too that nothing cites."""
        outlines: dict[Act, Outline] = {}
        for ruleset in self.rulesets.values() if self.texts else ():
            if self.texts and not ruleset.extends:
                for text, outline in reversed(self.texts.outlines(ruleset)):
                    outlines[ruleset.id, act(ruleset.texts, text.id)] = outline
        found_rows: dict[str, list[PointRow]] = {id: [] for id in self.rulesets}
        for row in listing(self._cited, outlines)[0]:
            if row.ruleset in found_rows:
                found_rows[row.ruleset].append(row)
        return found_rows

    @cached_property
    def slugs(self) -> dict[str, dict[str, str]]:
        return {id: slugs(row.named for row in rows) for id, rows in self.points.items()}

    @cached_property
    def names_cited(self) -> dict[tuple[str, str], list[NameCite]]:
        """What the texts themselves name, by ruleset and point, with its act where there are several."""
        found: dict[tuple[str, str], list[NameCite]] = {}
        for one in self._cited:
            for name in one.names:
                found.setdefault((name.ruleset, named(name.point, name.act or None)), []).append(name)
        return found

    def cites(self, rule: str, row: PointRow) -> list[Cite]:
        """The citations of a rule that are of a point: of the same act, in whichever language."""
        return [cite for cite in self.rules[rule].cites if cite.point == row.point and cite.act == row.act]

    def point_page(self, ruleset: str, point: str) -> str | None:
        """The page of a point, given with its act where its ruleset has several."""
        slug = self.slugs.get(ruleset, {}).get(point)
        return f"{ruleset}/point-{slug}.html" if slug else None

    # -- files

    @cached_property
    def titles(self) -> dict[str, Label]:
        """The titles of texts and protocols."""
        found = {one.id: one.texts[0].title for one in self.rulesets.values() if one.texts}
        for listed in self.catalogue.files:
            if listed.kind == "protocol" and listed.id in self.protocols:
                node = load_document(listed.path, "protocol", Problems(), shown(listed.path))
                title = node.get("title") if node else None
                found[listed.id] = {key: one.text for key, one in title.map.items()} if title else {}
        return found

    def file(self, name: str) -> str:
        """A file as the site names it: from the folder of rules it stands in, wherever that folder is."""
        path = Path(name).resolve()
        for folder in self.catalogue.folders:
            root = data_root() if folder == rules_dir() else folder.resolve().parent
            if path.is_relative_to(folder.resolve()):
                return path.relative_to(root.resolve()).as_posix()
        return path.name


def gather(ids: Iterable[str], folders: Iterable[Path], texts: Path | None) -> Book:
    """The book of some rulesets and protocols, with the rulesets these unite; all that are known if none is named.

    Raises InputError for an id that nobody knows, for a folder that is not there and for rules that cannot be read.
    """
    problems, folders, wanted = Problems(), list(folders), list(dict.fromkeys(ids))
    for folder in folders:
        if not folder.exists():
            problems.error("file-missing", say("no file or folder `{path}`", path=str(folder)), Place("--rules"))
    if texts is not None and not texts.is_dir():
        problems.error(
            "sources-missing",
            say("no folder `{path}`", path=str(texts)),
            Place("--texts"),
            say("leave it out for a site without texts"),
        )
    problems.raise_if_errors()
    catalogue = Catalogue(folders)
    for id in wanted:
        if not catalogue.has(id):
            help = did_you_mean(id, catalogue.ids("protocol", "ruleset"))
            problems.error("unknown-protocol", say("no protocol or ruleset `{id}`", id=id), Place("ID"), help)
    problems.raise_if_errors()
    chosen = wanted or catalogue.ids("protocol", "ruleset")
    named = catalogue.ids("protocol")
    protocols = [found for id in chosen if id in named and (found := catalogue.protocol(id))]
    own = [one.id for protocol in protocols for one in protocol.rulesets if one.id != protocol.id]
    rulesets = [catalogue.editions(id) for id in sorted(dict.fromkeys((*(i for i in chosen if i not in named), *own)))]
    catalogue.problems.raise_if_errors()
    return Book(catalogue, [one[-1] for one in rulesets if one], protocols, Texts(texts) if texts else None)
