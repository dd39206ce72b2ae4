"""A starting file for a ruleset and one for its tests: commented, and right as they stand."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from protocolkit.diagnostics import Problems
from protocolkit.languages import N_, _
from protocolkit.scaffold.writing import in_language, is_id, labels, later, scalar, write_new

# The comments of the file, in the order in which it has them.
COMMENTS = {
    "one_text": N_("One ruleset encodes one text. Every rule cites the point it comes from."),
    "own_words": N_("in your own words"),
    "of_the_text": N_("of the text itself"),
    "midnight": N_("whose midnight ends a day"),
    "working_days": N_("whose working days count"),
    "excluded": N_("or {example}, until excluded"),
    "known": N_("amendments up to this day are known"),
    "lacking": N_("what the vocabulary lacks: roles, events, facts, actions, documents, lists"),
    "no_rule": N_("sentences that are no rule, and why"),
    "naming": N_("verb and object; no points, no times"),
    "norm": N_("the few words that carry the norm"),
    "enough": N_("one of them is enough"),
    "apiece": N_("a list would be a duty apiece"),
    "first": N_("the first of the two starts the clock, once"),
    "at_most": N_("at most; `none` where the text gives no time"),
    "each": N_("a duty for each victim, offender and witness for whom `if` holds"),
    "unknown": N_("unknown is not false: the plan then asks"),
}


class Home(msgspec.Struct, frozen=True):
    """Where a text applies: in which zone its days are, whose working days count; and the language it is in."""

    zone: str = "Asia/Almaty"
    calendar: str = "kz"
    language: str = "en"


HOME = Home()

# What its made-up text says, in the language it is said to be in.
WORDS = {
    "aim": N_("the aim of this order"),
    "no_norm": N_("an aim, with nothing to do or to forbid"),
    "hour": N_("within one hour"),
    "parents": N_("the parents of every minor concerned"),
    "tell_police": N_("Tell the police within an hour"),
    "tell_parents": N_("Tell the parents of each minor"),
}
_PERIOD = '{from: "2026-01-01", until: "2027-01-01"}'

RULESET = """\
# yaml-language-server: $schema={schemas}/ruleset.json
# {one_text}
ruleset: {id}
text:
  title: {{en: "{title}"}}          # {own_words}
  language: {language}                     # {of_the_text}
zone: {zone}                  # {midnight}
calendar: {calendar}                       # {working_days}
in_force: {{from: undated}}        # {excluded}
reviewed_through: "{today}"        # {known}

# names:                           # {lacking}
#   documents:
#     incident_form: {{label: {{en: incident form}}}}

unencoded:                         # {no_rule}
  - point: "1"
    words: {aim}
    because: {no_norm}

rules:
  - id: tell-police                # {naming}
    cites: {{point: "2", words: {hour}}}     # {norm}
    by: {{any: [education_org_head, responsible_person]}}   # {enough}
    must: notify                   # must, must_not, should, may, can, faces, define, route
    to: police                     # {apiece}
    after: {{any: [report_received, fact_detected]}}  # {first}
    due: 1 hour                    # {at_most}
    say: {{{tell_police}}}

  - id: tell-parents
    cites: {{point: "3", words: {parents}}}
    each: party                    # {each}
    by: education_org_head
    must: notify
    to: party.legal_representative
    if: {{party.is_minor: true}}    # {unknown}
    after: report_received
    due: immediately, at most 24 hours
    say: {{{tell_parents}}}
"""
TESTS = """\
# yaml-language-server: $schema={schemas}/ruletest.json
tests: {id}
cases:
  - name: the police are told within the hour and the parents within the day
    incident:
      facts: {{victim.age: 12, offender.role: pupil, offender.age: 15}}
      events:
        - {{event: report_received, at: "{at}"}}
    as_of: "{at}"
    expect:
      duties:
        - {{rule: tell-police, to: police, due: "{in_an_hour}", status: open}}
        - {{rule: tell-parents, to: legal_representative, for: victim, due: "{in_a_day}"}}
        - {{rule: tell-parents, to: legal_representative, for: offender}}
  - name: while the age is not known the plan asks for it, and the clock runs
    incident:
      facts: {{offender.role: pupil, offender.age: 15}}
      events:
        - {{event: report_received, at: "{at}"}}
    as_of: "{at}"
    expect:
      undetermined:
        - {{rule: tell-parents, for: victim, facts: [victim.is_minor], would_be_due: "{in_a_day}"}}
"""


def new_ruleset(id: str, folder: Path, today: str, schemas: str, problems: Problems, where: Home = HOME) -> list[Path]:
    """Writes `NAME.yaml` and `tests/NAME.yaml` for an id such as `region/order`; nothing is ever overwritten.

    The comments are in the language being spoken.
    """
    if not is_id(id, problems):
        return []
    name = id.rpartition("/")[2]
    at = datetime(2026, 11, 16, 10, tzinfo=ZoneInfo(where.zone))
    said = {key: _(comment).format(example=_PERIOD) for key, comment in COMMENTS.items()}
    said |= {key: scalar(in_language(where.language, words)) for key, words in WORDS.items()}
    said |= {key: labels(WORDS[key], where.language) for key in ("tell_police", "tell_parents")}
    said |= {"id": id, "title": name.replace("-", " ").capitalize(), "today": today}
    said |= {"zone": where.zone, "calendar": where.calendar, "language": where.language}
    said |= {"at": at.isoformat(), "in_an_hour": later(at, 1), "in_a_day": later(at, 24)}
    files = {
        folder / f"{name}.yaml": _aligned(RULESET.format(**said, schemas=schemas)),
        folder / "tests" / f"{name}.yaml": _aligned(TESTS.format(**said, schemas=f"../{schemas}")),
    }
    return write_new(files, problems)


def _aligned(text: str) -> str:
    """The text with the comments behind its lines in one column, block by block."""
    blocks = []
    for block in text.split("\n\n"):
        halves = [re.split(r"  +(?=# )", line, maxsplit=1) for line in block.split("\n")]
        column = max((len(line[0]) for line in halves if len(line) == 2), default=0) + 2
        blocks.append("\n".join(line[0].ljust(column) + line[1] if len(line) == 2 else line[0] for line in halves))
    return "\n\n".join(blocks)
