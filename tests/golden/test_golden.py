"""The code answers what commit 1dddac8 answered, and the check that says so can be relied on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from golden import accepting, checkouts, store
from golden.accepting import Entry, unexplained
from golden.bodies import Body, Sections, Tree, digests, from_html, from_ics, from_json, from_text, packed
from golden.checking import Key, Report, compare
from golden.checkouts import HERE, GoldenError, Made
from golden.command import UNABLE, main
from golden.showing import diff

OLD: Tree = {
    "as_of": "2026",
    "duties": [{"id": "a", "due": {"at": "10:00", "steps": ["one"]}}, {"id": "b"}],
    "gaps": [],
}
PAGE: Sections = [
    ("top", ["school", "12"]),
    ("overdue", ["overdue", "late", "by", "1", "hr"]),
    ("later", ["later", "late", "by"]),
]


def _checked(capfd: pytest.CaptureFixture[str], *words: str) -> None:
    code = main(["check", *words])
    told = capfd.readouterr()
    if code == UNABLE:
        pytest.skip(told.err or told.out)
    assert code == 0, told.out


def test_a_sample_of_the_cases_is_answered_as_before_in_two_languages(capfd: pytest.CaptureFixture[str]) -> None:
    """A dozen cases from all over the set, in English and Kazakh, in every form."""
    _checked(capfd, "--sample", "36", "--lang", "en", "--lang", "kk")


@pytest.mark.slow
def test_every_case_is_answered_as_before(capfd: pytest.CaptureFixture[str]) -> None:
    """All cases in all languages and forms; each accepted difference is seen as often as it says."""
    _checked(capfd)


def made(body: Body, form: str, case: str = "one") -> Made:
    return Made(case, "en", form, digests(body), packed(body))


def compared(old: Body, new: Body, form: str, *entries: Entry, history: bool = True) -> Report:
    before = made(old, form)

    def remake(keys: Sequence[Key]) -> Mapping[Key, Made]:
        return dict.fromkeys(keys, before) if history else {}

    return compare({("one", "en", form): before.digests}, [made(new, form)], entries, remake, whole=True)


def accept(tmp_path: Path, text: str) -> list[Entry]:
    (tmp_path / "accepted.toml").write_text(f"[[accept]]\n{text}\n", "utf-8")
    return accepting.read(tmp_path / "accepted.toml")


def test_the_same_body_is_no_difference() -> None:
    """Nothing is told of what stayed, and no old body is asked for."""
    assert compared(OLD, dict(OLD), "json", history=False) == Report([], [], [], 1, 0)


@pytest.mark.parametrize("history", [True, False])
def test_a_changed_json_value_is_found_and_its_list_is_named(history: bool) -> None:
    """One due time inside one duty: the case, the language, the form and `duties` are named, and no other list."""
    new = {**OLD, "duties": [{"id": "a", "due": {"at": "11:00", "steps": ["one"]}}, {"id": "b"}]}
    (told,) = compared(OLD, new, "json", history=history).wrong
    assert told.startswith("one [en, json]: duties")
    assert "gaps" not in told
    assert not history or 'duties[0].due.at: "10:00" → "11:00"' in told


@pytest.mark.parametrize(
    "new",
    [
        {"duties": OLD["duties"], "as_of": "2026", "gaps": []},
        {**OLD, "duties": OLD["duties"][::-1]},
        {**OLD, "duties": [{"due": {"steps": ["one"], "at": "10:00"}, "id": "a"}, {"id": "b"}]},
        {**OLD, "as_of": 2026},
        {"as_of": "2026", "duties": OLD["duties"]},
    ],
)
def test_another_order_another_type_and_a_lost_key_are_found(new: Tree) -> None:
    """The order of keys and of entries is part of an answer, at every depth, and so is the type of a value."""
    assert compared(OLD, new, "json").wrong
    assert compared(OLD, new, "json", history=False).wrong


def test_numbers_that_python_holds_equal_are_told_apart() -> None:
    """1 and 1.0 and true are different bytes."""
    assert all(compared({"n": 1}, {"n": other}, "json").wrong for other in (1.0, True))


def test_other_spacing_of_the_json_text_is_found() -> None:
    """The bytes of the answer count, not only what a parser makes of them."""
    assert digests(from_json('{\n  "a": "é"\n}')) != digests(from_json('{"a": "é"}'))
    assert digests(from_json('{\n  "a": "é"\n}')) != digests(from_json('{\n  "a": "\\u00e9"\n}'))


@pytest.mark.parametrize(
    "new", [["overdue", "late", "for", "1", "hr"], ["overdue", "by", "late", "1", "hr"], ["overdue"]]
)
def test_a_changed_a_moved_and_a_lost_word_is_found_and_its_section_is_named(new: list[str]) -> None:
    """Words count, and their order; the section they stand in is named."""
    changed: Body = [PAGE[0], ("overdue", new), PAGE[2]]
    for history in (True, False):
        (told,) = compared(PAGE, changed, "text", history=history).wrong
        assert told.startswith("one [en, text]: overdue")


def test_the_case_of_letters_punctuation_and_line_ends_are_no_difference() -> None:
    """A page may be laid out anew as long as it says the same words in the same order."""
    old = from_text("case/1  kz\n\nOVERDUE  (2)\n\n[!] Notify the\n    police\n")
    new = from_text("case/1 — kz\n\n\nOverdue (2):\n[ ] notify the police.\n")
    assert digests(old).whole == digests(new).whole
    assert [name for name, _said in old] == ["top", "overdue"]


def test_the_words_of_an_html_page_are_its_text_by_heading() -> None:
    """Tags, styles and scripts say nothing; elements part words."""
    page = "<title>T</title><style>p{}</style><h2>Who <b>owes</b></h2><p>One</p><p>two</p><script>x()</script>"
    assert from_html(page) == [("top", ["t"]), ("who owes", ["who", "owes", "one", "two"])]


def test_a_calendar_is_unfolded_and_loses_its_time_stamps() -> None:
    """Lines folded elsewhere are the same; another date is not."""
    head, tail = "BEGIN:VCALENDAR\r\nPRODID:x {n}\r\nBEGIN:VTODO\r\nDTSTAMP:{n}\r\n", "END:VTODO\r\nEND:VCALENDAR\r\n"
    empty = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    one = from_ics(head.format(n=1) + "SUMMARY:No\r\n tify\r\nDUE;X=1:2026\r\n" + tail, empty)
    two = from_ics(head.format(n=2) + "SUMMARY:Notify\r\nDUE;X=1:2026\r\n" + tail, empty)
    three = from_ics(head.format(n=2) + "SUMMARY:Notify\r\nDUE;X=1:2027\r\n" + tail, empty)
    assert one["to-dos"] == [{"SUMMARY": "Notify", "DUE": "X=1:2026"}]
    assert digests(one) == digests(two) != digests(three)


@pytest.mark.parametrize(("count", "problems"), [(2, 0), (1, 1), (3, 1)])
def test_accepted_words_explain_a_page_and_a_wrong_count_is_an_error(tmp_path: Path, count: int, problems: int) -> None:
    """A replacement is made wherever the old words stand; used more or less often than it says, it is an error."""
    entry = f'form = "text"\nold = "late by"\nnew = "overdue since"\nbecause = "plainer"\ncount = {count}'
    new: Body = [
        PAGE[0],
        ("overdue", ["overdue", "overdue", "since", "1", "hr"]),
        ("later", ["later", "overdue", "since"]),
    ]
    found = compared(PAGE, new, "text", *accept(tmp_path, entry))
    assert len(found.wrong) == problems
    assert found.accepted == 1
    if problems:
        assert f"used 2 times, its count is {count}" in found.wrong[0]


def test_accepted_words_hide_no_other_change_of_the_same_page(tmp_path: Path) -> None:
    """What an entry does not say stays a difference."""
    entry = 'form = "text"\nold = "late by"\nnew = "overdue since"\nbecause = "plainer"\ncount = 2'
    new: Body = [
        PAGE[0],
        ("overdue", ["overdue", "overdue", "since", "2", "hr"]),
        ("later", ["later", "overdue", "since"]),
    ]
    (told,) = compared(PAGE, new, "text", *accept(tmp_path, entry)).wrong
    assert "[1] → [2]" in told


def test_an_entry_that_nothing_uses_is_an_error(tmp_path: Path) -> None:
    """A list of accepted differences holds no more than there is."""
    entry = 'form = "text"\nold = "late by"\nnew = "overdue"\nbecause = "plainer"\ncount = 2'
    (told,) = compared(PAGE, PAGE, "text", *accept(tmp_path, entry)).wrong
    assert "used 0 times" in told


def test_an_accepted_path_explains_what_lies_below_it_and_nothing_beside_it(tmp_path: Path) -> None:
    """`duties[*].due` covers the steps of a due time, counted once a duty; the duty's id is beside it."""
    entries = accept(tmp_path, 'form = "json"\npath = "duties[*].due"\nbecause = "finer"\ncount = 1')
    new = {**OLD, "duties": [{"id": "a", "due": {"at": "11:00", "steps": ["one", "two"]}}, {"id": "b"}]}
    assert compared(OLD, new, "json", *entries).wrong == []
    other = {**OLD, "duties": [{"id": "c", "due": {"at": "11:00", "steps": ["one"]}}, {"id": "b"}]}
    (told,) = compared(OLD, other, "json", *entries).wrong
    assert "duties[0].id" in told


def test_accepted_words_of_a_json_answer_are_replaced_at_their_path_alone(tmp_path: Path) -> None:
    """The same words elsewhere must stay as they were."""
    entry = 'form = "json"\npath = "duties[*].due.steps"\nold = "one"\nnew = "first"\nbecause = "plainer"\ncount = 1'
    old = {"duties": [{"id": "one", "due": {"steps": ["one"]}}]}
    assert (
        compared(old, {"duties": [{"id": "one", "due": {"steps": ["first"]}}]}, "json", *accept(tmp_path, entry)).wrong
        == []
    )
    assert compared(
        old, {"duties": [{"id": "first", "due": {"steps": ["first"]}}]}, "json", *accept(tmp_path, entry)
    ).wrong


def test_an_entry_for_other_cases_forms_or_languages_explains_nothing(tmp_path: Path) -> None:
    """An entry holds only where it says."""
    new = {**OLD, "as_of": "2027"}
    for narrow in ('form = "ics"', 'form = "json"\nlang = ["ru", "uk"]', 'form = "json"\ncases = "rules/*"'):
        (entry,) = accept(tmp_path, f'{narrow}\npath = "as_of"\nbecause = "so"\ncount = 0')
        assert not entry.covers("one", "en", "json")
    (entry,) = accept(tmp_path, 'form = "json"\nlang = "en"\ncases = "o*"\npath = "as_of"\nbecause = "so"\ncount = 1')
    assert entry.covers("one", "en", "json")
    assert unexplained(OLD, new, [entry], Counter()) == []


def test_without_history_what_may_be_accepted_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    """Digests alone cannot tell an accepted difference from another."""
    entries = accept(tmp_path, 'form = "json"\npath = "as_of"\nbecause = "so"\ncount = 1')
    found = compared(OLD, {**OLD, "as_of": "2027"}, "json", *entries, history=False)
    assert (found.wrong, found.unjudged) == ([], ["one [en, json]: as_of"])


@pytest.mark.parametrize(
    "text",
    [
        'form = "text"\nold = "late"\nnew = "x"\ncount = 1',
        'form = "text"\nold = "late"\nbecause = " "\ncount = 1',
        'form = "text"\nold = "—"\nbecause = "so"\ncount = 1',
        'form = "pdf"\nold = "late"\nbecause = "so"\ncount = 1',
        'form = "json"\nbecause = "so"\ncount = 1',
        'form = "json"\npath = "as_of"\nbecause = "so"\ncount = 1\nlanguage = "en"',
    ],
)
def test_an_incomplete_entry_is_refused(tmp_path: Path, text: str) -> None:
    """Every entry says where it holds, what it accepts, why, and how often."""
    with pytest.raises(GoldenError, match="entry 1"):
        accept(tmp_path, text)


def test_a_case_that_is_gone_and_one_that_is_new_are_told() -> None:
    """The set and the code must speak of the same cases."""
    found = compare({("one", "en", "json"): digests(OLD)}, [made(OLD, "json", "two")], [], lambda _keys: {}, whole=True)
    assert found.wrong == ["one [en, json]: not made any more", "two [en, json]: not in the set"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """The files of the set lose nothing."""
    given = [made(OLD, "json"), made(PAGE, "text"), made(PAGE, "text", "two")]
    store.write(tmp_path, store.About("abc", {"python": "3"}), given)
    assert store.read(tmp_path, ["en"]) == {(one.case, "en", one.form): one.digests for one in given}
    assert store.about(tmp_path) == store.About("abc", {"python": "3"})


def test_a_commit_that_the_history_lacks_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In files without a history the old bodies cannot be made again."""
    for wrong, said in ((checkouts.ROOT, "0" * 40), (tmp_path, "1dddac8")):
        monkeypatch.setattr(checkouts, "ROOT", wrong)
        with pytest.raises(GoldenError, match="not in the history"), checkouts.checkout(said):
            pass


def test_the_difference_of_two_bodies_is_shown_by_its_part_alone() -> None:
    """Values a line, words a run."""
    assert list(diff(OLD, {**OLD, "gaps": ["x"]})) == [
        "--- old gaps",
        "+++ new gaps",
        "@@ -1 +1,3 @@",
        "-[]",
        "+[",
        '+ "x"',
        "+]",
    ]
    shown = list(diff(PAGE, [PAGE[0], ("overdue", ["overdue", "late", "for", "2", "hr"]), PAGE[2]]))
    assert shown[3:] == [" school 12 overdue late", "-by 1", "+for 2", " hr later late by"]


def test_the_set_names_a_commit_that_has_an_adapter_of_its_own() -> None:
    """The old code is asked by what fits it, whatever moves in this tree."""
    commit = store.about(HERE / "set").commit
    assert checkouts.adapter_for(commit) == f"golden.adapter_{commit[:7]}"
