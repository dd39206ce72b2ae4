"""What cells say of people: who is a party, who represents whom, who holds which post, and who acts for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from protocolkit.model.vocabulary import PARTIES, REPRESENTATIVE, Vocabulary
from protocolkit.reading.references import looks_personal
from protocolkit.records.cases import Case
from protocolkit.records.cells import OLDEST, UNKNOWN, WRONG, Lexicon, parts, reference, spoken_roles, whole
from protocolkit.records.columns import Column, Mapping, roles_by_party
from protocolkit.records.faults import Kind
from protocolkit.records.row_cells import RowCells
from protocolkit.records.table import Row


def institution(always: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What the file says of every institution together with what a case says of its own."""
    found = always | own
    for key in ("absent", "conflicted"):
        if key in always and key in own:
            given = always[key] if isinstance(always[key], list) else [always[key]]
            found[key] = list(dict.fromkeys([*given, *own[key]]))
    if "acting" in always and "acting" in own:
        found["acting"] = always["acting"] | own["acting"]
    return found


class RowPeople:
    """Reads the columns of people. A person has a reference, a post is a role of the vocabulary."""

    def __init__(self, cells: RowCells, mapping: Mapping, vocabulary: Vocabulary) -> None:
        self._cells = cells
        self.mapping = mapping
        self._of_people = mapping.having("representative", "holds", "represents", "posts", "acting")
        self._own = {one.name: Lexicon(one.values) for one in self._of_people}
        self._posts = spoken_roles(vocabulary)
        self._roles = roles_by_party(mapping, vocabulary)

    def persons(self, case: Case, row: Row) -> dict[str, str]:
        """Of whom a row speaks, by role."""
        found = {}
        for column in self.mapping.having("party"):
            cell = self._cells.cell(row, column.name)
            id = reference(cell)
            if not cell:
                if self.mapping.rows == "case" and not self.mapping.unfolds:
                    self._cells.spoil(case, column.name, "no_party", row)
            elif looks_personal(cell):
                self._cells.spoil(case, column.name, "personal_reference", row)
            elif id is None:
                self._cells.spoil(case, column.name, "bad_reference", row)
            else:
                found[column.target] = id
                case.parties.setdefault(column.target, {}).setdefault(id, {})
        return found

    def read(self, case: Case, row: Row, persons: dict[str, str]) -> None:
        """Takes what a row says of people beside its parties, `persons` by role."""
        for column in self._of_people:
            match column.meaning:
                case "representative":
                    self._represent(case, column, row, persons)
                case "holds" | "represents":
                    self._person(case, column, row, persons)
                case "posts" | "acting":
                    self._institution(case, column, row)
                case "reference" | "group" | "ignore" | "party" | "fact":
                    pass  # read elsewhere
                case "time" | "recorded" | "event" | "done" | "kind":
                    pass
                case _:
                    assert_never(column.meaning)

    # -- who represents whom

    def _represent(self, case: Case, column: Column, row: Row, persons: dict[str, str]) -> None:
        ids = self._listed(case, column, row, reference, "bad_reference")
        age = self._age(case, column, row)
        if age is not None and (ids is None or len(ids) != 1):
            self._cells.spoil(case, column.age, "no_party", row)
        if not ids or column.of is None:
            return
        of = self._party_of(case, column, column.of, row, persons)
        if of is None:
            return
        known = case.parties.setdefault(REPRESENTATIVE, {})
        for id in ids:
            one = known.setdefault(id, {"represents": []})
            if of not in one["represents"]:
                one["represents"].append(of)
            if age is not None and one.setdefault("age", age) != age:
                self._cells.spoil(case, column.age, "disagreement", row)

    def _party_of(self, case: Case, column: Column, of: str, row: Row, persons: dict[str, str]) -> str | None:
        """The reference of whom a column is about: its own, that of the row, or the only one there is."""
        if of not in PARTIES:
            if of in self._roles:
                case.parties.setdefault(self._roles[of], {}).setdefault(of, {})
            return of
        if not any(one.target == of for one in self.mapping.having("party")):
            return of
        if of not in persons:
            self._cells.spoil(case, column.name, "no_party", row)
        return persons.get(of)

    def _age(self, case: Case, column: Column, row: Row) -> int | None:
        cell = self._cells.cell(row, column.age) if column.age else ""
        age = whole(cell) if cell else None
        if cell and (age is None or not 0 <= age <= OLDEST):
            self._cells.spoil(case, column.age, "age", row)
            return None
        return age

    # -- what a party holds, and whom it represents

    def _person(self, case: Case, column: Column, row: Row, persons: dict[str, str]) -> None:
        if column.meaning == "holds":
            found = self._listed(case, column, row, self._post, "unknown_post")
        else:
            found = self._listed(case, column, row, reference, "bad_reference")
        if found is None:
            return
        party = self._party_of(case, column, column.party or column.target, row, persons)
        if party is None:
            return
        person = case.parties.setdefault(column.target, {}).setdefault(party, {})
        if person.setdefault(column.meaning, found) != found:
            self._cells.spoil(case, column.name, "disagreement", row)

    # -- who is away, may not act, or acts for another

    def _institution(self, case: Case, column: Column, row: Row) -> None:
        found = self._listed(case, column, row, self._post, "unknown_post")
        if found is None:
            return
        if case.said.setdefault(column.name, found) != found:
            self._cells.spoil(case, column.name, "disagreement", row)
        elif column.meaning == "posts":
            known = case.institution.setdefault(column.target, []) if found else []
            known += [one for one in found if one not in known]
        elif len(found) == 1:
            case.institution.setdefault("acting", {})[column.target] = found[0]
        elif found:
            self._cells.spoil(case, column.name, "unknown_post", row)

    def _post(self, text: str) -> str | None:
        return self._posts.get(text.strip().casefold())

    def _listed(
        self, case: Case, column: Column, row: Row, read: Callable[[str], str | None], kind: Kind
    ) -> list[str] | None:
        """What a cell lists, by the mapping's own texts first; null where it says nothing, or nothing usable."""
        cell, own = self._cells.cell(row, column.name), self._own[column.name]
        if not cell:
            return None
        if looks_personal(cell):
            self._cells.spoil(case, column.name, "personal_reference", row)
            return None
        said = own.find(cell)
        pieces = [cell] if said is not WRONG else parts(cell, column.separator)
        found: list[str] = []
        for piece in pieces:
            said = own.find(piece)
            if said == UNKNOWN:
                return None
            one = read(piece) if said is WRONG else None
            if said is WRONG and (one is None or looks_personal(piece)):
                self._cells.spoil(case, column.name, "personal_reference" if looks_personal(piece) else kind, row)
                return None
            found += [one] if one is not None else said
        return list(dict.fromkeys(found))
