"""What the columns of a mapping must be together: nothing twice, of each party said which, and what its rows need."""

from __future__ import annotations

from protocolkit.diagnostics import Place, Problems, did_you_mean
from protocolkit.messages import Message, say
from protocolkit.model.vocabulary import PARTIES, Vocabulary
from protocolkit.reading.snippets import short
from protocolkit.records.cells import UNKNOWN
from protocolkit.records.columns import Column, Mapping, Meaning, role_of, roles_by_party

_EVENT_ROWS: tuple[Meaning, ...] = ("reference", "kind", "time")


def check_together(mapping: Mapping, place: Place, vocabulary: Vocabulary, problems: Problems) -> None:
    """Adds every problem of columns that do not go together; `place` is that of all of them."""
    whole = _Whole(mapping, vocabulary, problems)
    whole.columns()
    whole.parties()
    whole.people()
    whole.rows(place)


class _Whole:
    def __init__(self, mapping: Mapping, vocabulary: Vocabulary, problems: Problems) -> None:
        self.mapping = mapping
        self.vocabulary = vocabulary
        self.problems = problems
        self._told = {one.target for one in mapping.having("party")}
        self._roles = roles_by_party(mapping, vocabulary)

    def _wrong(self, message: Message, at: Place, help: Message | str = "") -> None:
        self.problems.error("mapping-rows", message, at, help)

    def columns(self) -> None:
        """That a reference comes once, and no fact twice."""
        mapping = self.mapping
        meanings: tuple[Meaning, ...] = ("reference", "time", "recorded", "kind", "group")
        for meaning in meanings:
            for one in [found for found in mapping.having(meaning) if found.kind_in is None][1:]:
                self._wrong(say("a second column is `{meaning}`", meaning=meaning), one.place, say("one may be"))
        seen: dict[tuple[str, ...], str] = {}
        for one in mapping.having("fact", "event", "done", "holds", "represents", "acting"):
            key = (one.meaning, one.target, one.party or "", one.to or "", one.by or "", one.from_ or "", one.has or "")
            if key in seen:
                message = say("`{target}` comes from `{other}` already", target=one.target, other=short(seen[key]))
                self._wrong(message, one.place, say("one column for each, or `for` to tell parties apart"))
            seen.setdefault(key, one.name)
        for one in mapping.having("fact"):
            other = seen.get(("fact", one.target, one.party or "", "", "", ""))
            if one.has and other is not None:
                message = say("`{target}` comes from `{other}` already", target=one.target, other=short(other))
                self._wrong(message, one.place, say("either the column with all choices, or one for each"))
            if one.target in mapping.constants:
                message = say("`{fact}` stands under `facts` and in a column", fact=one.target)
                self._wrong(message, one.place, say("one of the two"))
        for one in mapping.having("done"):
            if one.empty == "not_done" and one.on is None:
                message = say("`empty: not_done` does not say on which day")
                self._wrong(
                    message, one.place, say("name the column with the day of which the cell speaks: `on: COLUMN`")
                )

    def parties(self) -> None:
        """That whatever speaks of one of several says of which."""
        mapping, told, roles, vocabulary = self.mapping, self._told, self._roles, self.vocabulary
        facts = mapping.having("fact")
        for number, one in enumerate(mapping.having("party")):
            if any(before.target == one.target for before in mapping.having("party")[:number]):
                self._wrong(
                    say("a second column is `{meaning}`", meaning=f"party: {one.target}"), one.place, say("one may be")
                )
        for one in facts:
            role = role_of(one.target, vocabulary)
            if one.party is None and role in roles.values() and role not in told:
                message = say("`{fact}` does not say which {role}", fact=one.target, role=role)
                self._wrong(message, one.place, say("add `for`, as the other columns about them have"))
            if one.party is not None and role in told:
                message = say("`{fact}` says which {role} twice", fact=one.target, role=role)
                self._wrong(message, one.place, say("leave `for` out: a column says it already"))
        for one in (*mapping.timed(), *mapping.having("kind")):
            if one.party is not None and one.party not in roles:
                message = say("no column gives a fact of `{party}`", party=one.party)
                self._wrong(message, one.place, did_you_mean(one.party, [id for id in roles if id]))

    def people(self) -> None:
        """That whoever holds a post or represents somebody is listed, and that those represented are."""
        for one in self.mapping.having("holds", "represents"):
            if one.party is None and one.target not in self._told:
                message = say("`{column}` does not say which {role}", column=short(one.name), role=one.target)
                self._wrong(message, one.place, say("add `for: o1` here and at each other column about them"))
            if one.party is not None and one.target in self._told:
                message = say("`{column}` says which {role} twice", column=short(one.name), role=one.target)
                self._wrong(message, one.place, say("leave `for` out: a column says it already"))
        for one in self.mapping.having("representative"):
            self._represented(one)
        if not self._told:  # else references come from cells, and any may be one
            for one in self.mapping.having("represents"):
                for id in sorted({id for ids in one.values.values() if ids != UNKNOWN for id in ids}):
                    self._known(id, one)

    def _represented(self, one: Column) -> None:
        if one.of is None:
            message = say("`{column}` does not say whom they represent", column=short(one.name))
            self._wrong(message, one.place, say("add `of: v1`, or `of: victim` for the one of the row"))
        elif one.of in PARTIES:
            several = [id for id, role in self._roles.items() if role == one.of]
            if several and one.of not in self._told:
                message = say("`{column}` does not say which {role}", column=short(one.name), role=one.of)
                self._wrong(message, one.place, say("one of {names}", names=", ".join(f"`{id}`" for id in several)))
        else:
            self._known(one.of, one)

    def _known(self, id: str, one: Column) -> None:
        flat = [role for role in PARTIES if role not in self._roles.values()]
        if id not in self._roles and id not in flat:
            message = say("no column gives a fact of `{party}`", party=id)
            self._wrong(message, one.place, did_you_mean(id, [*self._roles, *flat]))

    def rows(self, place: Place) -> None:
        """The columns that go with what a row is."""
        mapping = self.mapping
        if mapping.rows == "event":
            # Rows that tell nothing of their own may still repeat, each, what happened in the case as a whole.
            whole = bool(mapping.timed()) and not mapping.having("kind", "time")
            for needed in _EVENT_ROWS[:1] if whole else _EVENT_ROWS:
                if not mapping.having(needed):
                    self._wrong(say("`rows: event` needs a column that is `{meaning}`", meaning=needed), place)
            for one in mapping.timed():
                if one.kind_in is not None:
                    help = say("`kind` says which event a row is, `time` when it was")
                    self._wrong(say("`{column}` gives an event of its own", column=short(one.name)), one.place, help)
            return
        if (mapping.unfolds or mapping.having("party")) and not mapping.having("reference"):
            self._wrong(say("rows of one case need a column that is `{meaning}`", meaning="reference"), place)
        for one in mapping.having("time", "recorded", "kind"):
            if one.kind_in is None:
                message = say("`{meaning}` belongs to rows that are events", meaning=one.meaning)
                help = say("write `rows: event`, or `{event: NAME}` for a column with a time")
                if one.meaning == "kind":
                    help = say("write `rows: event`, or beside it `kind_in: COLUMN`, where the texts stand")
                self._wrong(message, one.place, help)
