"""What the doctor leaves behind when asked to: the proposed mapping, or the incidents."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from protocolkit.diagnostics import InputError, Place, Problems
from protocolkit.languages import _
from protocolkit.records.doctor_report import Report
from protocolkit.records.examining import Examination
from protocolkit.records.faults import Findings
from protocolkit.records.files_written import file_names, incident_text, proposal, write_new
from protocolkit.records.verdicts import Judge, in_order


def propose(examined: Examination, path: Path) -> None:
    """Writes the guessed mapping. Raises InputError where the file is there already."""
    naive = any(one.holds.look == "naive" for one in examined.seen)
    zone = examined.protocol.zone if examined.protocol else None
    stem = Path(examined.table.file).stem
    text = proposal(examined.mapping, examined.guesses, stem, path.parent, zone, naive=naive)
    problems = Problems()
    write_new(path, text, problems)
    problems.raise_if_errors()


def hand_over(examined: Examination, report: Report, folder: Path) -> Report:
    """Writes one incident file for each case, if nothing is wrong with any; else nothing, and the report says why.

    Raises InputError where the folder holds something already, or no protocol is named.
    """
    problems = Problems()
    if examined.protocol_id is None:
        message = _("an incident names its protocol, and the mapping names none")
        problems.error("missing-option", message, Place("--protocol"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = _("`{path}` exists and is not empty").format(path=folder)
        problems.error("file-exists", message, Place(str(folder)), _("choose another folder, or empty it"))
    problems.raise_if_errors()
    bearable = sum(one.code == "column-day-only" for one in report.problems if one.severity == "error")
    if report.spoiled or report.errors > bearable:
        return replace(report, incidents=0)
    refused = Findings()
    references = []
    for case in examined.reader().cases():
        references.append(case.reference)
        try:
            examined.incident(case)
        except InputError as error:
            refused.refuse(case.row, (one.code for one in error.problems))
    if refused.tallies:
        judge = Judge(examined.table, examined.mapping, examined.vocabulary)
        judge.cells(refused, None)
        found = Problems()
        found.found += report.problems
        return replace(report, incidents=0, problems=in_order(found, judge.problems))
    names = file_names(references)
    for case, name in zip(examined.reader().cases(), names, strict=True):
        document = case.document(examined.protocol_id or "", examined.mapping.organisation)
        write_new(folder / name, incident_text(document, folder), problems)
    problems.raise_if_errors()
    return replace(report, incidents=len(references))
