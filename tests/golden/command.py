"""The three verbs: `make`, `check` and `show`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic

from golden import accepting, checkouts, store
from golden.bodies import FORMS
from golden.checking import Key, compare
from golden.checkouts import HERE, LANGUAGES, ROOT, GoldenError, Made, adapter_for
from golden.showing import diff

BAD, UNABLE = 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Runs one verb: 0 if all is well, 1 for a difference, 2 where nothing could be compared."""
    asked = _parser().parse_args(words)
    begun = monotonic()
    try:
        code = int(asked.run(asked))
    except GoldenError as error:
        print(f"golden: {error}", file=sys.stderr)
        return UNABLE
    print(f"({monotonic() - begun:.0f} s)")
    return code


def _parser() -> ArgumentParser:
    parser = ArgumentParser("golden", description=__doc__)
    parser.add_argument("--set", type=Path, default=HERE / "set", help="the folder of the set")
    verbs = parser.add_subparsers(required=True)
    make = verbs.add_parser("make", help="make the set with the code of another checkout or commit")
    source = make.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="root", type=Path, metavar="CHECKOUT")
    source.add_argument("--commit")
    make.set_defaults(run=_make)
    check = verbs.add_parser("check", help="compare what the code of this tree makes with the set")
    check.add_argument("--case", metavar="PATTERN", help="a part of its key, or a glob")
    check.add_argument("--lang", choices=LANGUAGES, action="append", help="only this language; may be repeated")
    check.add_argument("--form", choices=FORMS, action="append", help="only this form; may be repeated")
    check.add_argument("--sample", type=int, default=1, metavar="N", help="every N-th case")
    check.add_argument("--accepted", type=Path, default=HERE / "accepted.toml", help="what is meant to differ")
    check.set_defaults(run=_check)
    show = verbs.add_parser("show", help="make one body with old and new code and show what differs")
    show.add_argument("case", help="its key, or a part that only one case has")
    show.add_argument("--lang", choices=LANGUAGES, default="en")
    show.add_argument("--form", choices=FORMS, default="json")
    show.add_argument("--commit", help="the old commit (default: that of the set)")
    show.set_defaults(run=_show)
    return parser


def _make(asked: Namespace) -> int:
    if asked.root is not None:
        root = asked.root.resolve()
        return _write(asked.set, root, checkouts.commit_of(root))
    with checkouts.checkout(asked.commit) as root:
        return _write(asked.set, root, checkouts.full_hash(asked.commit))


def _write(folder: Path, root: Path, commit: str) -> int:
    keys, made = checkouts.make(root, adapter_for(commit))
    store.write(folder, store.About(commit, checkouts.environment()), made)
    print(f"{len(keys)} cases, {len(made)} bodies of {commit[:12]}")
    if failed := [one for one in made if [name for name, _digest in one.digests.parts] == ["raised"]]:
        print(f"{len(failed)} bodies could not be made, the first is {failed[0][:3]}")
    return 0


def _check(asked: Namespace) -> int:
    entries, about = accepting.read(asked.accepted), store.about(asked.set)
    languages = asked.lang or LANGUAGES
    forms = asked.form or FORMS
    stored = store.read(asked.set, languages)
    every = list(dict.fromkeys(case for case, _language, _form in stored))
    chosen = [key for key in every if _fits(key, asked.case)][:: asked.sample]
    whole = len(chosen) == len(every) and not asked.lang and not asked.form
    if not chosen:
        raise GoldenError(f"no case of the set fits {asked.case}")
    stored = {key: one for key, one in stored.items() if key[0] in set(chosen) and key[2] in forms}
    now = checkouts.environment()
    if now != about.environment:
        differing = [f"{k} {about.environment.get(k)} → {v}" for k, v in now.items() if v != about.environment.get(k)]
        print(f"the set was made with other versions ({', '.join(differing)}): made again from {about.commit[:12]}")
        stored = _made_again(about.commit, languages, forms, chosen)
    known: dict[str, dict[str, dict[str, str]]] = {}
    for (case, language, form), digests in stored.items():
        known.setdefault(case, {}).setdefault(language, {})[form] = digests.whole
    wanted: checkouts.Wanted | None = None if len(chosen) == len(every) else {case: {} for case in chosen}
    keys, made = checkouts.make(ROOT, languages=languages, forms=forms, wanted=wanted, known=known, bodies="changed")
    report = compare(stored, made, entries, lambda differing: _old(about.commit, differing), whole=whole)
    unknown = [key for key in keys if key not in set(every)]
    wrong = [*report.wrong, *(f"{key}: a case that the set does not have" for key in unknown if wanted is not None)]
    for told in [*wrong, *(f"{one}, perhaps as accepted" for one in report.unjudged)]:
        print(told)
    if report.notes:
        print("\nMost often:", *report.notes, sep="\n    ")
    told = f"{len(chosen)} of {len(every)} cases, {report.compared} bodies: {report.accepted} differ as accepted"
    bad = len(wrong) + len(report.unjudged)
    print(f"{told}, {bad} problems" if bad else f"{told}, the rest is the same")
    if entries and not whole:
        print("only a part was compared: uses of accepted differences were not counted")
    return BAD if wrong else UNABLE if report.unjudged else 0


def _made_again(commit: str, languages: Sequence[str], forms: Sequence[str], cases: Sequence[str]) -> store.Stored:
    """What the old commit makes with the versions installed here."""
    with checkouts.checkout(commit) as root:
        wanted: checkouts.Wanted = {case: {} for case in cases}
        _keys, made = checkouts.make(root, adapter_for(commit), languages=languages, forms=forms, wanted=wanted)
    return {(one.case, one.language, one.form): one.digests for one in made}


def _old(commit: str, differing: Sequence[Key]) -> Mapping[Key, Made]:
    """The old bodies; none, and a word about it, where the history is not there."""
    wanted: dict[str, dict[str, list[str]]] = {}
    for case, language, form in differing:
        wanted.setdefault(case, {}).setdefault(language, []).append(form)
    try:
        with checkouts.checkout(commit) as root:
            _keys, made = checkouts.make(root, adapter_for(commit), wanted=wanted, bodies="all")
    except GoldenError as error:
        print(f"golden: {error}\ngolden: accepted differences cannot be told from others", file=sys.stderr)
        return {}
    return {(one.case, one.language, one.form): one for one in made}


def _fits(key: str, pattern: str | None) -> bool:
    return pattern is None or pattern in key or fnmatchcase(key, pattern)


def _show(asked: Namespace) -> int:
    commit = asked.commit or store.about(asked.set).commit
    every = list(dict.fromkeys(case for case, _l, _f in store.read(asked.set, [asked.lang])))
    fitting = [key for key in every if key == asked.case] or [key for key in every if asked.case in key]
    if len(fitting) != 1:
        raise GoldenError("\n    ".join([f"{len(fitting)} cases fit {asked.case!r}", *fitting[:20]]))
    key = fitting[0]
    wanted = {key: {asked.lang: [asked.form]}}
    with checkouts.checkout(commit) as root:
        _keys, old = checkouts.make(root, adapter_for(commit), wanted=wanted, bodies="all")
    _keys, new = checkouts.make(ROOT, wanted=wanted, bodies="all")
    if not old or not new:
        raise GoldenError(f"{key} has no {asked.form}" if not old else f"{key} is not made any more")
    lines = list(diff(old[0].body, new[0].body))
    print("\n".join([key, *lines]) if lines else f"{key}: no difference")
    return BAD if lines else 0
