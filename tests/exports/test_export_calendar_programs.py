"""Calendar programs of a Linux distribution open what is exported: khal the events, todoman the to-dos."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar

from protocolkit import load_incident, plan
from protocolkit.exports.ics import ics
from protocolkit.resources import examples_dir

CASE = examples_dir() / "kz-interagency.yaml"
TODOMAN = shutil.which("todoman") or shutil.which("todo")
ONE_FORMAT = "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"


def run(tmp_path: Path, *command: str) -> str:
    homes = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        command, env={**os.environ, **homes, "LC_ALL": "C.UTF-8"}, cwd=tmp_path, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    protocol, _incident = load_incident(CASE)
    made = plan(CASE, language="kk")
    for events, name in ((True, "events.ics"), (False, "todos.ics")):
        (tmp_path / name).write_bytes(ics(made, protocol.vocabulary, language="kk", events=events))
    return tmp_path


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_khal_lists_each_event(exported: Path) -> None:
    (exported / "calendar").mkdir()
    (exported / "khal.conf").write_text(
        f"[calendars]\n[[cases]]\npath = {exported}/calendar\n[locale]\nlocal_timezone = Asia/Almaty\n"
        f"default_timezone = Asia/Almaty\n{ONE_FORMAT}datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    khal = ("khal", "-c", str(exported / "khal.conf"))
    run(exported, *khal, "import", "--batch", "events.ics")
    events = Calendar.from_ical((exported / "events.ics").read_bytes()).walk("VEVENT")
    listed = run(exported, *khal, "list", "--format", "{uid}", "2026-11-01", "60d")
    assert events
    assert {str(event["UID"]) for event in events} <= set(listed.split())


@pytest.mark.skipif(TODOMAN is None, reason="todoman is not installed")
def test_todoman_lists_each_to_do(exported: Path) -> None:
    folder = exported / "lists" / "cases"
    folder.mkdir(parents=True)
    todos = Calendar.from_ical((exported / "todos.ics").read_bytes()).walk("VTODO")
    for n, todo in enumerate(todos):
        alone = Calendar()
        alone.add("prodid", "-//test//EN")
        alone.add("version", "2.0")
        alone.add_component(todo)
        (folder / f"{n}.ics").write_bytes(alone.to_ical())
    (exported / "config.py").write_text(
        f'path = "{exported}/lists/*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\ncache_path = "{exported}/cache"\n',
        encoding="utf-8",
    )
    assert TODOMAN is not None
    listed = run(exported, TODOMAN, "-c", str(exported / "config.py"), "list").splitlines()
    assert len(listed) == len(todos) > 0
    assert any("хабардар ету" in line for line in listed)
