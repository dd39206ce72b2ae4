"""The workbench: a text saved in a browser, and what is said of it each time in the same place."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the web application is an extra")
from officer import Clock, Officer
from protocolkit.resources import learn_dir
from protocolkit.web import MemoryStore, application

TEXT = "/workbench/order.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(learn_dir() / "school-order", tmp_path / "order")
    return tmp_path / "order"


@pytest.fixture
def analyst(folder: Path) -> Officer:
    clock = Clock("2026-11-20T14:45:00+05:00")
    app = application(MemoryStore(), protocols=["lakeside/order"], rules=str(folder), clock=clock, workbench=folder)
    found = Officer(app)
    found.open("/")
    found.send(reference="2026-041")
    found.send(forms=["bullying"])
    found.send(day="0", time="14:30")
    found.send()
    found.send_as(0, {"role-o1": "pupil"})
    return found


def text_of(page: Officer) -> str:
    return str(page.page.text).split("<textarea", 1)[1].split(">\n", 1)[1].split("</textarea>")[0]


def saved(analyst: Officer, folder: Path, old: str, new: str) -> str:
    text = (folder / "order.yaml").read_text("utf-8")
    assert old in text
    analyst.send(text=text.replace(old, new), case="2026-041")
    return analyst.words()


def test_a_text_is_shown_with_its_tests(analyst: Officer):
    analyst.open("/workbench")
    assert TEXT in analyst.page.text
    analyst.open(f"{TEXT}?case=2026-041")
    assert "ruleset: lakeside/order" in text_of(analyst)
    assert "4 / 4" in analyst.words()
    assert "Nothing is wrong." in analyst.words()
    assert "Tell the parents of each pupil" in analyst.words()


def test_a_page_that_is_saved_untouched_leaves_the_file_as_it_was(analyst: Officer, folder: Path):
    (folder / "order.yaml").write_text((folder / "order.yaml").read_text("utf-8") + "# a < b & «в»\n", encoding="utf-8")
    before = (folder / "order.yaml").read_bytes()
    analyst.open(TEXT)
    analyst.send(text=html.unescape(text_of(analyst)))
    assert analyst.page.status_code == 200
    assert (folder / "order.yaml").read_bytes() == before


def test_a_save_says_what_moved_in_the_plan_and_which_tests_fail(analyst: Officer, folder: Path):
    analyst.open(f"{TEXT}?case=2026-041")
    said = saved(analyst, folder, "due: 24 hours", "due: 3 hours")
    assert "due: 3 hours" in (folder / "order.yaml").read_text("utf-8")
    assert "Tell the parents of each pupil" in said.split("What changed in the plan")[1]
    assert "4 / 4" not in said


def test_a_save_says_what_it_does_to_the_cases_of_the_tests(analyst: Officer, folder: Path):
    analyst.open(f"{TEXT}?case=2026-041")
    said = saved(analyst, folder, "due: 24 hours", "due: 3 hours")
    effect = said.split("What a change does to standing cases")[1].split("Rule tests")[0]
    assert "moved: Tell the parents of each pupil" in effect
    assert "before: 24 hours; now: 3 hours" in effect
    assert "Tell the police" not in effect


def test_a_text_that_cannot_be_used_has_no_effect_to_tell(analyst: Officer, folder: Path):
    analyst.open(f"{TEXT}?case=2026-041")
    assert "What a change does to standing cases" not in saved(analyst, folder, "must: draw_up", "must: draw_upp")


def test_a_slip_is_saved_and_told_and_the_last_good_plan_stands(analyst: Officer, folder: Path):
    analyst.open(f"{TEXT}?case=2026-041")
    said = saved(analyst, folder, "must: draw_up", "must: draw_upp")
    assert "unknown-action" in said
    assert "did you mean" in said
    assert str(folder) not in analyst.page.text, "no page shows where the folder lies"
    assert "this is the last good one" in said
    assert "Tell the parents of each pupil" in said


def test_a_text_that_stays_broken_is_shown_all_the_same(analyst: Officer, folder: Path):
    analyst.open(f"{TEXT}?case=2026-041")
    saved(analyst, folder, "must: draw_up", "must: draw_upp")
    said = saved(analyst, folder, "must: draw_upp", "must: draw_uppp")
    assert analyst.page.status_code == 200
    assert "unknown-action" in said


def test_nobody_writes_over_what_somebody_else_saved_meanwhile(analyst: Officer, folder: Path):
    analyst.open(TEXT)
    other = (folder / "order.yaml").read_text("utf-8") + "# of somebody else\n"
    (folder / "order.yaml").write_text(other, encoding="utf-8")
    analyst.send(text="mine")
    assert analyst.page.status_code == 409
    assert "mine" in text_of(analyst)
    assert (folder / "order.yaml").read_text("utf-8") == other


@pytest.mark.parametrize(
    "name", ["../secret.yaml", "%2e%2e/secret.yaml", "/etc/passwd", "tests/../../secret.yaml", "link.yaml"]
)
def test_nothing_outside_the_folder_is_read_or_written(analyst: Officer, folder: Path, name: str):
    (folder.parent / "secret.yaml").write_text("secret: 1\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    assert "secret: 1" not in analyst.open(f"/workbench/{name}")
    assert analyst.page.status_code == 404
    analyst.open(TEXT)
    form = next(form for form in analyst.forms() if "digest" in form["fields"])
    sent = {name: values[0] for name, values in form["fields"].items()} | {"text": "x"}
    assert analyst.client.post(f"/workbench/{name}", data=sent).status_code == 404
    assert (folder.parent / "secret.yaml").read_text("utf-8") == "secret: 1\n"


def test_without_a_folder_there_is_no_workbench():
    one = Officer(application(MemoryStore(), protocols=["ua/pdyut"]))
    one.open("/workbench")
    assert one.page.status_code == 404
