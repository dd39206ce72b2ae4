"""An audit as a sheet: what was done in time, by group, organisation and month; what was missed; what was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from protocolkit.auditing.audit import Audit
from protocolkit.auditing.counts import HOUR, Counts, Grouped, Lateness
from protocolkit.auditing.outcome import SHARES, Judged, Outcome
from protocolkit.diagnostics import Diagnostic
from protocolkit.languages import N_, _, language, ngettext, speaking, working_translation
from protocolkit.languages.civil_days import month_name
from protocolkit.model.rule import Rule
from protocolkit.model.vocabulary import Label, Vocabulary
from protocolkit.plans.citing import beside
from protocolkit.showing.sheet import Count, Item, Phrase, Row, Section, Sheet, Span, Table, phrase, woven
from protocolkit.showing.wording import Wording

MOST_MISSED = 20
MOST_OF_A_GROUP = 10
MOST_SKIPPED = 100
NAMES: dict[Outcome, str] = {
    "on_time": N_("in time"), "late": N_("late"), "never": N_("not done"), "not_knowable": N_("cannot be known"),
    "not_certain": N_("not certain to be owed"), "nobody_named": N_("nobody may do it"),
    "at_once": N_("at once, without a measure"), "not_yet_due": N_("not yet due"), "no_limit": N_("without a limit"),
    "released": N_("let go before the limit"),
}  # fmt: skip
STATES = {
    "on_time": "done", "late": "late", "never": "overdue", "not_knowable": "question", "not_certain": "question",
    "nobody_named": "overdue",
}  # fmt: skip


def audit_sheet(audit: Audit, language: str = "en", *, drill: bool = False) -> Sheet:
    """The sheet of an audit in a language; `drill` puts the cases below each group, for pages that can fold."""
    protocol = audit.protocol
    titles = {rule.id: _title(rule, protocol.vocabulary) for rule in protocol.rules}
    with speaking(language):
        say = Wording(protocol.vocabulary, protocol.zone, language, titles, protocol.languages)
        return _sheet(audit, say, drill=drill)


def _title(rule: Rule, vocabulary: Vocabulary) -> Label:
    """The rule's own label, else that of its act."""
    action = vocabulary.actions.get(rule.acts[0]) if rule.acts else None
    return dict(rule.say) or (action.label if action is not None else {})


def _sheet(audit: Audit, say: Wording, *, drill: bool) -> Sheet:
    total = audit.total
    by = audit.source.by
    tables = [("groups", by, "value", audit.groups())]
    tables += [("organisations", "organisation", "organisation", audit.organisations())] if by != "organisation" else []
    tables += [("months", "month", "month", audit.months())] if by != "month" else []
    sections = []
    for id, name, column, groups in tables:
        below = _cases(audit, id, name, column, groups, say) if drill else ()
        sections.append(_table(id, name, groups, below, say))
    sections += [
        _lateness(audit, say),
        _apart(total, say),
        _missed(audit, say),
        _skipped(audit),
        _doubts(audit.problems),
    ]
    return Sheet(
        say.language, "protocolkit", (Span(_("Duties kept and missed"), "title"),), protocol=audit.protocol.id,
        about=tuple(_about(audit, say)), notices=tuple(_notices(audit)),
        counts=tuple(Count(getattr(total, name), _(NAMES[name]), STATES[name]) for name in SHARES),
        sections=tuple(one for one in sections if one.blocks), look="audit",
    )  # fmt: skip


def _about(audit: Audit, say: Wording) -> Iterator[Phrase]:
    cases = ngettext("{n} case", "{n} cases", audit.cases).format(n=audit.cases)
    when: Phrase = phrase(Span(_("each as of its own instant")))
    if audit.as_of is not None:
        when = woven(_("as of {moment}"), moment=say.time(audit.as_of))
    yield phrase(cases, ", ", when)
    n = audit.total.duties
    if n:
        told = ngettext(
            "{share} of {n} duty whose limit had come was done in time",
            "{share} of {n} duties whose limit had come were done in time", n,
        )  # fmt: skip
        yield phrase(Span(told.format(share=_percent(audit.total.on_time, n), n=n), "strong"))


def _notices(audit: Audit) -> Iterator[Phrase]:
    if n := len(audit.skipped):
        told = ngettext("{n} row was skipped, and is listed below", "{n} rows were skipped, and are listed below", n)
        yield phrase(told.format(n=n))
    if n := audit.later:
        told = ngettext(
            "{n} case has entries after that instant, which count for nothing",
            "{n} cases have entries after that instant, which count for nothing", n,
        )  # fmt: skip
        yield phrase(told.format(n=n))
    if not audit.total.duties:
        yield phrase(_("no duty had a limit that had come: nothing is said of this log"))


# -- counts by group


def _title_of(by: str) -> str:
    match by:
        case "rule":
            return _("By duty")
        case "organisation":
            return _("By organisation")
        case "month":
            return _("By month in which the duty arose")
        case "to":
            return _("By recipient")
        case _:  # a column of the log
            return _("By «{column}»").format(column=by)


def _named(key: str, by: str, say: Wording) -> Phrase:
    """What a group is called; its id beside the label of a rule."""
    if not key:
        return phrase(Span(_("not said"), "dim"))
    match by:
        case "rule":
            return phrase(Span(say.title(key), "strong"), " ", Span(key, "dim"))
        case "organisation":
            return phrase(Span(say.role(key) if key in say.vocabulary.roles else key, "strong"))
        case "month":
            return phrase(Span(f"{month_name(int(key[5:]), say.language)} {key[:4]}", "strong"))
        case "to":
            return phrase(Span(say.roles(key.split("; ")), "strong"))
        case _:  # a column of the log, whose values need no other name
            return phrase(Span(key, "strong"))


def _cases(audit: Audit, id: str, by: str, column: str, groups: Sequence[Grouped], say: Wording) -> tuple[Section, ...]:
    """The worst cases of each group in which something was missed, folded away."""
    found = []
    for n, group in enumerate(groups):
        if not group.counts.missed:
            continue
        worst = audit.worst(MOST_OF_A_GROUP, column, group.name)
        heads = (_("case"), _("duty"), _("limit"), _("done"), _("words"))
        blocks = (Table(heads, tuple(_missed_row(one, say) for one in worst), _("Missed")),)
        count = str(group.counts.missed)
        found.append(Section(f"{id}-{n + 1}", _named(group.name, by, say), blocks, count=count, kind="folded"))
    return tuple(found)


def _table(id: str, by: str, groups: Sequence[Grouped], below: tuple[Section, ...], say: Wording) -> Section:
    title, places = _title_of(by), {one.name: n for n, one in enumerate(groups)}
    led = {one.id for one in below}
    shown = [one for one in groups if one.counts.duties]
    if by != "month":
        shown.sort(key=lambda one: (-one.counts.missed / one.counts.duties, one.name))
    ids = {one.name: f"{id}-{places[one.name] + 1}" for one in shown}
    rows = tuple(
        _row(one, _led(_named(one.name, by, say), ids[one.name] if ids[one.name] in led else None), say)
        for one in shown
    )
    heads = ("", _("duties"), *(_(NAMES[one]) for one in SHARES), _("median lateness"), _("worst tenth from"))
    blocks = (Table(heads, rows, title, tally=True),) if rows else ()
    note = phrase(Span(_("What is missed most stands first."), "dim")) if len(rows) > 1 and by != "month" else ()
    return Section(id, phrase(title), blocks, below, note=note)


def _led(name: Phrase, to: str | None) -> Phrase:
    """A name that leads to where its cases are."""
    return tuple(replace(span, to=to) for span in name) if to is not None else name


def _row(group: Grouped, name: Phrase, say: Wording) -> Row:
    counts = group.counts
    shares = (_of(getattr(counts, one), counts.duties) for one in SHARES)
    late = (_length(counts.median_late_seconds, say), _length(counts.worst_tenth_late_seconds, say))
    cells = tuple((Item(phrase(text)),) for text in (str(counts.duties), *shares, *late))
    parts = tuple((STATES[one], getattr(counts, one) / counts.duties) for one in SHARES)
    return Row(name, cells, parts=parts)


def _of(n: int, all: int) -> str:
    return f"{n} ({_percent(n, all)})" if n else ""


def _percent(n: int, all: int) -> str:
    share = f"{100 * n / all:.1f}"
    return f"{share}%" if language() == "en" else f"{share.replace('.', ',')}\u00a0%"


def _length(seconds: float | None, say: Wording) -> str:
    return "" if seconds is None else say.span(timedelta(seconds=int(seconds)))


# -- how late


def _lateness(audit: Audit, say: Wording) -> Section:
    """How many were late by how much; each bar is as long as its number beside the largest."""
    steps = audit.lateness()
    largest = max(one.duties for one in steps)
    if not largest:
        return Section("lateness", phrase(_("How late")))
    rows = tuple(
        Row(
            phrase(Span(_late_by(one, before, say), "strong")), ((Item(phrase(str(one.duties))),),),
            parts=(("late", one.duties / largest),),
        )
        for one, before in zip(steps, (None, *steps), strict=False)
    )  # fmt: skip
    note = ""
    if unknown := audit.total.late - sum(one.duties for one in steps):
        note = ngettext("of {n} more nobody knows by how much", "of {n} more nobody knows by how much", unknown)
    blocks = (Table((_("late by"), _("duties")), rows, _("How late"), tally=True),)
    return Section("lateness", phrase(_("How late")), blocks, note=phrase(Span(note.format(n=unknown), "dim")))


def _late_by(one: Lateness, before: Lateness | None, say: Wording) -> str:
    if one.up_to_seconds is None:
        assert before is not None
        assert before.up_to_seconds is not None
        return _("more than {length}").format(length=_step(before.up_to_seconds, say))
    return _("up to {length}").format(length=_step(one.up_to_seconds, say))


def _step(seconds: int, say: Wording) -> str:
    return say.span(timedelta(hours=seconds // HOUR))


# -- what stands apart


def _apart(total: Counts, say: Wording) -> Section:
    items = []
    if total.at_once.n:
        median = total.at_once.median_seconds
        told = _("{n} to be done at once").format(n=total.at_once.n)
        if median is not None:
            length = say.span(timedelta(seconds=int(median)))
            told = _("{n} to be done at once; known of {known}, half of them within {length}").format(
                n=total.at_once.n, known=total.at_once.known, length=length
            )
        items.append(Item(phrase(told)))
    rest: dict[Outcome, int] = {
        "not_yet_due": total.not_yet_due, "no_limit": total.no_limit, "released": total.released,
    }  # fmt: skip
    items += [Item(phrase(f"{_(NAMES[name])}: {n}")) for name, n in rest.items() if n]
    return Section("apart", phrase(_("Counted in none of the shares")), tuple(items))


# -- one by one


def _missed(audit: Audit, say: Wording) -> Section:
    rows = tuple(_missed_row(one, say) for one in audit.worst(MOST_MISSED))
    heads = (_("case"), _("duty"), _("limit"), _("done"), _("words"))
    note = ""
    if (missed := audit.total.missed) > len(rows):
        note = _("{n} of {all} are shown; all are in the CSV form").format(n=len(rows), all=missed)
    blocks = (Table(heads, rows, _("Missed")),) if rows else ()
    return Section("missed", phrase(_("Missed")), blocks, note=phrase(note), count=str(missed) if rows else "")


def _missed_row(one: Judged, say: Wording) -> Row:
    what = [say.title(one.rule), *([" → ", say.roles(one.to)] if one.to else [])]
    done: Phrase = phrase(Span(_("no record"), "alarm"))
    if one.done_at is not None:
        late = one.late_by_seconds
        length = f" (+{say.span(timedelta(seconds=late))})" if late is not None else ""
        done = phrase(_moment(one.done_at, say), Span(length, "alarm"))
    words = [
        phrase(
            f"{s.ruleset} {s.point} ", say.quoted(s.words, s.ruleset, s.text),
            beside(working_translation(s.words)),
        )
        for s in one.sources
    ]  # fmt: skip
    cells = (
        (Item(phrase(what)),), (Item(phrase(_limit(one, say))),), (Item(done),),
        tuple(map(Item, words)),
    )  # fmt: skip
    return Row(phrase(one.incident), cells)


def _limit(one: Judged, say: Wording) -> Span | None:
    """The day people were told, where it ended with a day; else the instant."""
    if one.limit is None:
        return None
    if one.last_day is not None and not one.limit.startswith(one.last_day):
        return Span(say.day(one.last_day))
    return _moment(one.limit, say)


def _moment(text: str, say: Wording) -> Span:
    return say.brief(text) if "T" in text else Span(say.day(text))


def _skipped(audit: Audit) -> Section:
    told = [_("row {row}: {because}").format(row=one.row, because=one.because) for one in audit.skipped[:MOST_SKIPPED]]
    items = [Item(phrase(one)) for one in told]
    if (left := len(audit.skipped) - len(items)) > 0:
        more = ngettext("and {n} more in the JSON form", "and {n} more in the JSON form", left)
        items.append(Item(phrase(more.format(n=left))))
    return Section("skipped", phrase(_("Rows skipped")), tuple(items), count=str(len(audit.skipped)) if items else "")


def _doubts(problems: Iterable[Diagnostic]) -> Section:
    items = [Item(phrase(Span(one.code, "code"), f" {one.message}")) for one in problems]
    return Section("doubts", phrase(_("What is doubtful in the log")), tuple(items))
