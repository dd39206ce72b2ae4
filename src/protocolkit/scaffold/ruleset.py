"""A starting file for a ruleset and one for its tests: commented, and right as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from protocolkit.diagnostics import Place, Problems
from protocolkit.reading.grammar.atoms import RULESET_ID

RULESET = """\
# yaml-language-server: $schema={schemas}/ruleset.json
# One ruleset encodes one text. Every rule cites the point it comes from.
ruleset: {id}
text:
  title: {{en: "{title}"}}          # in your own words
  language: en                     # of the text itself
zone: Asia/Almaty                  # whose midnight ends a day
calendar: kz                       # whose working days count
in_force: {{from: undated}}        # or {{from: "2026-01-01", until: "2027-01-01"}}, until excluded
reviewed_through: "{today}"        # amendments up to this day are known

# names:                           # what the vocabulary lacks: roles, events, facts, actions, documents, lists
#   documents:
#     incident_form: {{label: {{en: incident form}}}}

unencoded:                         # sentences that are no rule, and why
  - point: "1"
    words: the aim of this order
    because: an aim, with nothing to do or to forbid

rules:
  - id: tell-police                # verb and object; no points, no times
    cites: {{point: "2", words: within one hour}}     # the few words that carry the norm
    by: {{any: [education_org_head, responsible_person]}}   # one of them is enough
    must: notify                   # must, must_not, should, may, can, faces, define, route
    to: police                     # a list would be a duty apiece
    after: {{any: [report_received, fact_detected]}}  # the first of the two starts the clock, once
    due: 1 hour                    # at most; `none` where the text gives no time
    say: {{en: Tell the police within an hour}}

  - id: tell-parents
    cites: {{point: "3", words: the parents of every minor concerned}}
    each: party                    # a duty for each victim, offender and witness for whom `if` holds
    by: education_org_head
    must: notify
    to: party.legal_representative
    if: {{party.is_minor: true}}    # unknown is not false: the plan then asks
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
    """Writes `NAME.yaml` and `tests/NAME.yaml` for an id such as `region/order`; nothing is ever overwritten."""
    place = Place("ID")
    if not re.fullmatch(RULESET_ID.pattern, id):
        problems.error("not-an-id", f"`{id}` is no id of a ruleset", place, "write it as `region/order`")
        return []
    name = id.rpartition("/")[2]
    files = {folder / f"{name}.yaml": RULESET, folder / "tests" / f"{name}.yaml": TESTS}
    for path in files:
        if path.exists():
            problems.error("file-exists", f"`{path}` is there already", Place(str(path)), "choose another id or folder")
    if problems.errors:
        return []
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        depth = "../" if path.parent.name == "tests" else ""
        title = name.replace("-", " ").capitalize()
        path.write_text(text.format(id=id, title=title, today=today, schemas=depth + schemas), encoding="utf-8")
    return [*files]
