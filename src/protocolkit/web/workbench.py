"""The analyst's workbench: a text of rules to edit, and after each save what is wrong, what changed, what tests say."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import msgspec
import yaml
from markupsafe import escape
from starlette.responses import Response

from protocolkit.building.catalogue import head_of
from protocolkit.building.rule_files import shown
from protocolkit.languages import _
from protocolkit.showing.wording import Wording
from protocolkit.testing.running import run_tests
from protocolkit.watching.look import Look, look
from protocolkit.watching.plan_changes import Change, changes
from protocolkit.watching.watch_page import to_be_read
from protocolkit.web import failing
from protocolkit.web.boxes import Box, boxes
from protocolkit.web.compared import earlier
from protocolkit.web.standing import consequences, effect_of_save
from protocolkit.web.visit import Visit

MOST = 1024 * 1024
"""The longest text that is taken; the longest shipped ruleset is a fifth of it."""
# Pages of the workbench are made beside each other; between a look at the file and its writing nobody else writes.
_SAVING = Lock()


class Failed(msgspec.Struct, frozen=True):
    """A rule test that failed, with what was otherwise than it says."""

    name: str
    said: tuple[str, ...]


class Seen(msgspec.Struct, frozen=True):
    """What a look at the folder gave; `plan` is null where no case is chosen, or none can be made."""

    look: Look
    tests: int
    failed: tuple[Failed, ...]


def listed(visit: Visit) -> Response:
    """The texts of the folder."""
    names = [(name, visit.to("text", file=name)) for name in _files(visit)]
    heading = _("Workbench")
    return visit.show("workbench_list.html", title=heading, heading=heading, names=names)


def show(visit: Visit) -> Response:
    """A text with what is to be said of it as it stands."""
    path = _files(visit).get(visit.request.path_params["file"])
    if path is None:
        return failing.no_page(visit)
    text = path.read_text("utf-8")
    return _page(visit, path, text, _seen(visit, path), digest=_digest(text))


def save(visit: Visit) -> Response:
    """Saves a text, whatever is wrong with it, and says what that changed. Nobody's text is written over unseen."""
    path = _files(visit).get(visit.request.path_params["file"])
    if path is None:
        return failing.no_page(visit)
    stands, text = path.read_text("utf-8"), visit.form.whole("text").replace("\r\n", "\n")
    before = _seen(visit, path).look if text != stands else None
    if not _saved(path, text, visit.form.one("digest")):
        problem = _("Somebody else changed the file meanwhile. Yours is not saved: copy it from below, then load anew.")
        return _page(visit, path, text, _seen(visit, path), digest=visit.form.one("digest"), problem=problem)
    return _page(visit, path, text, _seen(visit, path), digest=_digest(text), before=before, stood=stands)


def _saved(path: Path, text: str, digest: str) -> bool:
    """Writes a text in place of the one with a digest; false, and nothing is written, if it is another by now."""
    with _SAVING:
        if digest != _digest(path.read_text("utf-8")):
            return False
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    return True


def _page(
    visit: Visit, path: Path, text: str, seen: Seen, *, digest: str, before: Look | None = None, problem: str = "",
    stood: str | None = None,
) -> Response:  # fmt: skip
    # The text as it is: values of pages are shown in one line, and a file would be saved so.
    now = seen.look
    good = next((one for one in (now, before) if one and one.plan is not None), None)
    plan = list(_plan(good)) if good else []
    changed = _changed(before, now, visit.language)
    folder = visit.desk.workbench
    effect = effect_of_save(folder, path, stood) if stood is not None and stood != text and folder else None
    pair = None if now.report.errors else earlier(visit, visit.request.path_params["file"])
    return visit.show(
        "workbench.html", status=409 if problem else 200, title=path.name, heading=path.name, text=escape(text),
        digest=digest, here=_here(visit),
        pair=pair, problem=problem, file=visit.request.path_params["file"], chosen=_chosen(visit), seen=seen,
        problems=to_be_read(now.problems)[::-1], plan=plan, stale=now.plan is None and bool(plan), changed=changed,
        effect=effect, consequences=consequences(effect, visit.language) if effect else [],
        cases=[kept.reference for kept in visit.desk.store.cases()], lines=text.count("\n") + 1,
    )  # fmt: skip


def _seen(visit: Visit, path: Path) -> Seen:
    folder = visit.desk.workbench
    assert folder is not None
    reference = _chosen(visit)
    with TemporaryDirectory() as aside:
        case = _case(visit, reference, path, Path(aside)) if reference else None
        found = look([folder], case, None)
    report = run_tests([folder])
    told = tuple(
        Failed(one.name, (*(str(each.message) for each in one.failures), *(str(each.message) for each in one.errors)))
        for one in report.outcomes
        if not one.passed
    )
    return Seen(found, len(report.outcomes), told)


def _case(visit: Visit, reference: str, path: Path, aside: Path) -> Path | None:
    """A case of the store as a file, judged by the text; null for one that is only begun."""
    case, head = visit.desk.case(reference), head_of(path)
    if not case.ready or head is None:
        return None
    document: dict[str, Any] = case.document(visit.desk.now())
    if head.kind in ("ruleset", "protocol"):
        document["protocol"] = head.id
    file = aside / "case.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def _plan(found: Look) -> Iterator[Box]:
    """The duties of the case as its card calls them, most pressing first."""
    assert found.plan is not None
    assert found.names is not None
    card = found.plan.view("card")
    yield from boxes(card, (*card.mine, *card.others), found.names)


def _changed(before: Look | None, now: Look, language: str) -> list[Change] | None:
    """What is otherwise in the plan than before; null where there are not two plans to compare."""
    if before is None or before.plan is None or before.names is None or now.plan is None or now.names is None:
        return None
    said = [Wording(names, plan.zone, language) for names, plan in ((before.names, before.plan), (now.names, now.plan))]
    return changes(before.plan, now.plan, said[0], said[1])


def _files(visit: Visit) -> dict[str, Path]:
    """The texts of the folder by their names from there: nothing else is ever read or written."""
    folder = visit.desk.workbench
    if folder is None:
        return {}
    found = (path for path in sorted(folder.rglob("*.yaml")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path for path in found if not path.name.startswith(".")}


def _here(visit: Visit) -> str:
    """What stands before the name of a text where the machine names it: no page shows where the folder lies."""
    return shown(visit.desk.workbench / "x")[:-1] if visit.desk.workbench else ""


def _chosen(visit: Visit) -> str:
    given = visit.form.one("case") or visit.request.query_params.get("case", "")
    return given if any(kept.reference == given for kept in visit.desk.store.cases()) else ""


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
