"""A public log with a term of law: 1,434 applications for permits, judged by the eight weeks of the Dutch example."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from peers import calendar_of, checkout
from protocolkit.auditing.audit import Audit
from protocolkit.auditing.logs import Source
from protocolkit.resources import examples_dir

FOLDER = examples_dir() / "procedures" / "nl-permit"


def test_every_application_is_judged_and_an_end_on_a_day_off_is_moved() -> None:
    log = checkout("pm4py-core") / "tests" / "input_data" / "receipt.csv"
    as_of = datetime.fromisoformat("2012-06-01T09:00:00+02:00")
    audit = Audit(Source(log, None, mapping=FOLDER / "mapping.yaml", as_of=as_of, rules=(str(FOLDER),)))
    assert (audit.cases, audit.skipped) == (1_434, ())
    days = calendar_of(FOLDER / "calendar.yaml").days()
    moved, in_time_by_law_alone = 0, 0
    for _tags, duty in audit.rows():
        if not duty.rule.endswith("#decide"):
            continue
        assert duty.triggered_at is not None
        assert duty.last_day is not None
        fifty_sixth = date.fromisoformat(duty.triggered_at[:10]) + timedelta(days=56)
        last = date.fromisoformat(duty.last_day)
        assert last == days.on_or_after(fifty_sixth)
        moved += last != fifty_sixth
        late = duty.done_at is not None and date.fromisoformat(duty.done_at[:10]) > fifty_sixth
        in_time_by_law_alone += late and duty.outcome == "on_time"
    assert (moved, in_time_by_law_alone) == (107, 3)
