"""A starting file for a ruleset and one for its tests: commented, and right as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from protocolkit.diagnostics import Place, Problems
from protocolkit.languages import N_, _
from protocolkit.messages import say
from protocolkit.reading.grammar.atom_shapes import RULESET_ID

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
_PERIOD = '{from: "2026-01-01", until: "2027-01-01"}'

RULESET = """\
# yaml-language-server: $schema={schemas}/ruleset.json
# {one_text}
ruleset: {id}
text:
  title: {{en: "{title}"}}          # {own_words}
  language: en                     # {of_the_text}
zone: Asia/Almaty                  # {midnight}
calendar: kz                       # {working_days}
in_force: {{from: undated}}        # {excluded}
reviewed_through: "{today}"        # {known}

# names:                           # {lacking}
#   documents:
#     incident_form: {{label: {{en: incident form}}}}

unencoded:                         # {no_rule}
  - point: "1"
    words: the aim of this order
    because: an aim, with nothing to do or to forbid

rules:
  - id: tell-police                # {naming}
    cites: {{point: "2", words: within one hour}}     # {norm}
    by: {{any: [education_org_head, responsible_person]}}   # {enough}
    must: notify                   # must, must_not, should, may, can, faces, define, route
    to: police                     # {apiece}
    after: {{any: [report_received, fact_detected]}}  # {first}
    due: 1 hour                    # {at_most}
    say: {{en: Tell the police within an hour}}

  - id: tell-parents
    cites: {{point: "3", words: the parents of every minor concerned}}
    each: party                    # {each}
    by: education_org_head
    must: notify
    to: party.legal_representative
    if: {{party.is_minor: true}}    # {unknown}
    after: report_received
    due: immediately, at most 24 hours
    say: {{en: Tell the parents of each minor}}
"""
TESTS = """\
# yaml-language-server: $schema={schemas}/ruletest.json
tests: {id}
cases:
  - name: the police are told within the hour and the parents within the day
    incident:
      facts: {{victim.age: 12, offender.role: pupil, offender.age: 15}}
      events:
        - {{event: report_received, at: "2026-11-16T10:00:00+05:00"}}
    as_of: "2026-11-16T10:00:00+05:00"
    expect:
      duties:
        - {{rule: tell-police, to: police, due: "2026-11-16T11:00:00+05:00", status: open}}
        - {{rule: tell-parents, to: legal_representative, for: victim, due: "2026-11-17T10:00:00+05:00"}}
        - {{rule: tell-parents, to: legal_representative, for: offender}}
  - name: while the age is not known the plan asks for it, and the clock runs
    incident:
      facts: {{offender.role: pupil, offender.age: 15}}
      events:
        - {{event: report_received, at: "2026-11-16T10:00:00+05:00"}}
    as_of: "2026-11-16T10:00:00+05:00"
    expect:
      undetermined:
        - {{rule: tell-parents, for: victim, facts: [victim.is_minor], would_be_due: "2026-11-17T10:00:00+05:00"}}
"""


def new_ruleset(id: str, folder: Path, today: str, schemas: str, problems: Problems) -> list[Path]:
    """Writes `NAME.yaml` and `tests/NAME.yaml` for an id such as `region/order`; nothing is ever overwritten.

    The comments are in the language being spoken.
    """
    place = Place("ID")
    if not re.fullmatch(RULESET_ID.pattern, id):
        message = say("`{text}` is no id of a ruleset", text=id)
        problems.error("not-an-id", message, place, say("write it as `region/order`"))
        return []
    name = id.rpartition("/")[2]
    files = {folder / f"{name}.yaml": RULESET, folder / "tests" / f"{name}.yaml": TESTS}
    for path in files:
        if path.exists():
            message = say("`{path}` is there already", path=str(path))
            problems.error("file-exists", message, Place(str(path)), say("choose another id or folder"))
    if problems.errors:
        return []
    said = {key: _(comment).format(example=_PERIOD) for key, comment in COMMENTS.items()}
    said |= {"id": id, "title": name.replace("-", " ").capitalize(), "today": today}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        depth = "../" if path.parent.name == "tests" else ""
        path.write_text(_aligned(text.format(**said, schemas=depth + schemas)), encoding="utf-8")
    return [*files]


def _aligned(text: str) -> str:
    """The text with the comments behind its lines in one column, block by block."""
    blocks = []
    for block in text.split("\n\n"):
        halves = [re.split(r"  +(?=# )", line, maxsplit=1) for line in block.split("\n")]
        column = max((len(line[0]) for line in halves if len(line) == 2), default=0) + 2
        blocks.append("\n".join(line[0].ljust(column) + line[1] if len(line) == 2 else line[0] for line in halves))
    return "\n\n".join(blocks)
