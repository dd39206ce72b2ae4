"""`protocolkit ask`: one question at a time, most urgent first, each answer written into the case file."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from protocolkit.cli.options import CaseOptions, Spoken

if TYPE_CHECKING:
    from protocolkit.plans.question import Question

CaseFile = Annotated[str, Parameter(name="CASE", help="An incident file; the answers are written into it.")]


@Parameter(name="*")
@dataclass(frozen=True)
class Kept:
    """How answers are kept."""

    write: Annotated[
        bool, Parameter(help="Write the file anew where an answer cannot be added; comments are lost.", negative=())
    ] = False
    format: Annotated[Literal["text", "json"], Parameter(help="Ask, or print every question as JSON.")] = "text"


def run(case: CaseFile, /, *, how: CaseOptions = CaseOptions(), kept: Kept = Kept(), spoken: Spoken = Spoken()) -> int:
    """Asks what can still change the plan, most urgent first, and writes the answers into the case file."""

    from protocolkit.cli.case_option import case as read
    from protocolkit.cli.case_option import refuse_stdin
    from protocolkit.plans.present import evaluate

    if kept.format == "json":
        protocol, incident, at = read(case, how)
        asked = evaluate(protocol, incident, at).questions()
        from protocolkit.cli.screen import show_json

        show_json(asked)
        return 0
    refuse_stdin([case])
    return _asking(Path(case), how, kept, spoken)


def _asking(path: Path, how: CaseOptions, kept: Kept, spoken: Spoken) -> int:
    from protocolkit.cli.answering import IMPOSSIBLE, STOP, heard
    from protocolkit.cli.case_option import case
    from protocolkit.cli.screen import show, width
    from protocolkit.languages import _, ngettext
    from protocolkit.plans.present import evaluate
    from protocolkit.showing.layout import Page
    from protocolkit.showing.of_question import question_page
    from protocolkit.showing.wording import Wording

    put_off: set[str] = set()
    written = 0
    while True:
        protocol, incident, at = case(str(path), how)
        plan = evaluate(protocol, incident, at)
        asked = plan.questions(most=1, without=put_off)
        if not asked:
            break
        (question,) = asked
        show(
            question_page(question, Page(width()), Wording(protocol.vocabulary, plan.zone, spoken.language)),
            spoken.color,
        )
        answer = heard(question)
        while answer is IMPOSSIBLE:
            sys.stdout.write(_("That is none of the answers.") + "\n")
            answer = heard(question)
        if answer is STOP:
            break
        put_off.add(question.fact)
        if answer is not None:
            _write(path, question, answer, protocol.vocabulary, how, anew=kept.write)
            written += 1
        sys.stdout.write("\n")
    page = Page(width())
    if not asked:
        page.put(_("Nothing more is asked that can still change the plan."))
    said = ngettext("{n} answer is in {file}.", "{n} answers are in {file}.", written)
    page.put(said.format(n=written, file=path))
    page.put(_("To see the plan: {command}").format(command=f"protocolkit plan {shlex.quote(str(path))}"))
    show(page, spoken.color)
    return 0


def _write(path: Path, question: Question, answer: Any, vocabulary: Any, how: CaseOptions, *, anew: bool) -> None:
    """Writes an answer into the case, which must still be one that can be read. Raises InputError."""
    from protocolkit.api import load_incident
    from protocolkit.building.answer_place import answer_place
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say
    from protocolkit.reading.amending import amended, whole
    from protocolkit.reading.yaml12 import read_text

    with path.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    problems = Problems()
    node = read_text(text.encode(), str(path), problems)
    problems.raise_if_errors()
    assert node is not None
    place = answer_place(node, question.fact, vocabulary)
    changed = amended(text, place, answer)
    if changed is None and not anew:
        message = say("the answer to `{fact}` cannot be added without writing the whole file anew", fact=question.fact)
        problems.error("not-amended", message, Place(str(path)), say("write it in by hand, or give `--write`"))
        problems.raise_if_errors()
    changed = whole(text, place, answer) if changed is None else changed
    again = read_text(changed.encode(), str(path), problems)
    problems.raise_if_errors()
    assert again is not None
    load_incident(again, protocol=how.protocol, rules=how.rules)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        stream.write(changed)
    beside.replace(path)
