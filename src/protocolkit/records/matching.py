"""Names of columns against the vocabulary: how near, and to which of its words or of those other systems use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from protocolkit.model.vocabulary import PARTIES, Label, Vocabulary
from protocolkit.records.cells import plain

REFERENCE = (
    "№", "номер", "номер дела", "номер случая", "номер обращения", "рег номер", "регистрационный номер", "id", "case",
    "case id", "case number", "incident id", "reference", "ref", "record id", "код случая", "номер випадку",
    "key", "uuid", "instance id", "event id", "event uid", "номер справи", "номер звернення",
    "тіркеу нөмірі", "нөмірі", "іс нөмірі", "оқиға нөмірі", "incident", "ticket",
)  # fmt: skip
KIND = (
    "событие", "вид события", "действие", "event", "event type", "event kind", "action", "подія", "вид події",
    "тип події", "тип события", "оқиға", "оқиға түрі", "этап", "stage", "етап",
)  # fmt: skip
TIME = (
    "дата", "время", "дата и время", "когда", "date", "time", "timestamp", "datetime", "occurred at", "event time",
    "event date", "at", "дата і час", "коли", "час", "күні", "уақыты", "дата события", "дата події", "happened at",
)  # fmt: skip

FACTS = {
    "victim.age": (
        "возраст", "возраст ребенка", "возраст пострадавшего", "вік", "вік дитини", "вік потерпілого", "жасы",
        "баланың жасы", "age", "child age", "pupil age", "age of child", "victim age", "лет",
    ),
    "victim.is_minor": ("несовершеннолетний", "неповнолітній", "кәмелетке толмаған", "minor", "is minor"),
    "offender.age": (
        "возраст обидчика", "возраст нарушителя", "вік кривдника", "offender age", "suspect age", "возраст агрессора",
    ),
    "offender.role": (
        "кто обидчик", "обидчик", "нарушитель", "агрессор", "кривдник", "булер", "құқық бұзушы", "offender",
        "aggressor",
        "suspect", "статус обидчика", "роль обидчика", "offender type", "suspect role", "perpetrator", "хто кривдник",
    ),
    "incident.forms": (
        "вид насилия", "форма насилия", "вид", "тип насилия", "вид буллинга", "вид насильства", "форма насильства",
        "тип випадку", "зорлық зомбылық түрі", "violence type", "violence", "forms of violence",
        "type of violence", "category", "категория", "form",
        "категорія", "incident type", "тип инцидента",
    ),
    "incident.places": (
        "место", "место происшествия", "где произошло", "місце", "місце події", "орны", "оқиға орны", "place",
        "location", "where",
    ),
    "incident.ongoing": ("продолжается", "триває", "жалғасуда", "ongoing", "still going on"),
    "incident.crime_signs": (
        "признаки преступления", "признаки правонарушения", "ознаки злочину", "ознаки кримінального",
        "қылмыс белгілері", "crime", "crime suspected", "criminal", "уголовное",
    ),
    "victim.bodily_injury": (
        "телесные повреждения", "травмы", "тілесні ушкодження", "дене жарақаты", "injury", "injuries", "bodily injury",
    ),
    "victim.medical_emergency": (
        "скорая", "скорая помощь", "швидка", "жедел жәрдем", "ambulance", "ambulance called", "emergency",
    ),
    "victim.needs_first_aid": ("первая помощь", "домедична допомога", "алғашқы көмек", "first aid"),
    "victim.is_pupil": ("ученик", "учень", "оқушы", "is pupil", "pupil"),
    "legal_representative.consents_to_interview": (
        "согласие родителей", "согласие родителя", "згода батьків", "ата ананың келісімі", "parental consent",
        "consent",
    ),
    "commission.finding": ("решение комиссии", "вывод комиссии", "висновок комісії", "комиссия шешімі", "finding"),
}  # fmt: skip
EVENTS = {
    "act_committed": (
        "дата происшествия", "дата инцидента", "когда произошло", "дата події", "дата випадку", "оқиға күні",
        "incident date", "date of incident", "happened at", "occurred at", "occurred",
    ),
    "report_received": (
        "дата обращения", "дата поступления", "поступило", "обращение поступило", "дата сообщения", "дата регистрации",
        "зарегистрировано", "дата звернення", "надійшло", "звернення надійшло", "дата надходження", "зареєстровано",
        "хабарлама күні", "тіркелген күні", "өтініш түскен күні", "received", "received at", "reported", "reported at",
        "report date", "registered at", "date received", "date reported", "сообщение поступило",
    ),
    "report_received_by_head": (
        "сообщено директору", "доложено руководителю", "повідомлено директора", "директорға хабарланды",
        "head informed", "principal informed", "received by head", "reported to head",
    ),
    "fact_detected": (
        "факт выявлен", "выявлено", "дата выявления", "виявлено", "дата виявлення", "анықталған күні",
        "detected",
    ),
    "police_informed": (
        "полиция", "полиция уведомлена", "сообщено в полицию", "уведомление полиции", "поліцію повідомлено",
        "повідомлено поліцію", "полицияға хабарланды", "police", "police informed", "police notified", "овд", "іно",
    ),
    "prosecutor_informed": ("прокуратура уведомлена", "прокуратура", "прокуратурі повідомлено", "prosecutor notified"),
    "commission_convened": (
        "заседание комиссии", "дата заседания", "засідання комісії", "дата засідання", "комиссия отырысы",
        "commission met", "commission meeting", "commission date",
    ),
    "commission_decided": ("дата решения", "дата рішення", "решение принято", "decided", "decision date"),
    "interview_held": (
        "беседа проведена", "дата беседы", "дата бесіди", "бесіду проведено", "interviewed", "interview date",
    ),
    "case_closed": (
        "дата закрытия", "закрыто", "дело закрыто", "дата закриття", "закрито", "жабылған күні", "closed", "closed at",
        "date closed", "resolved at",
    ),
}  # fmt: skip


NEAR = 0.75
STEM = 5
# Words that say nothing of what a column is about.
_IDLE = frozenset({
    "дата", "время", "час", "күні", "уақыты", "date", "time", "at", "when", "on", "is", "has", "the", "of", "a", "an",
    "и", "і", "в", "у", "на", "о", "про", "есть", "ли", "чи",
})  # fmt: skip


class Candidate(msgspec.Struct, frozen=True):
    """A fact or event of the vocabulary, with every phrase that may stand for it in a header."""

    kind: str
    name: str
    phrases: tuple[str, ...]


class Match(msgspec.Struct, frozen=True):
    """How near a column's name is to a phrase of a candidate: 1.0 is the same."""

    column: str
    candidate: Candidate
    score: float
    phrase: str


def candidates(vocabulary: Vocabulary) -> list[Candidate]:
    """Facts under each party's name and events of a case; those that are worked out from others are left out."""
    found = []
    for name, fact in vocabulary.facts.items():
        head, _dot, tail = name.partition(".")
        if fact.derived:
            continue
        for role in PARTIES if head == "party" else (head,):
            said = f"{role}.{tail}"
            own = () if head == "party" and role != "victim" else (tail, *_labels(fact.label))
            found.append(Candidate("fact", said, _phrases((said, *own, *FACTS.get(said, ())))))
    for name, event in vocabulary.events.items():
        if event.log != "organisation":
            found.append(Candidate("event", name, _phrases((name, *_labels(event.label), *EVENTS.get(name, ())))))
    return found


def matches(columns: dict[str, tuple[str, ...]], among: list[Candidate]) -> Iterator[Match]:
    """Every near match of columns by all they are called, nearest first; of equally near ones the earlier column."""
    found = []
    for column, called in columns.items():
        for candidate in among:
            score, phrase = max((nearness(plain(name), one), one) for one in candidate.phrases for name in called)
            if score >= NEAR:
                found.append(Match(column, candidate, round(score, 2), phrase))
    order = {column: number for number, column in enumerate(columns)}
    yield from sorted(found, key=lambda m: (-m.score, order[m.column], m.candidate.name))


def nearest(name: str, phrases: Iterable[str]) -> float:
    return max((nearness(plain(name), plain(one)) for one in phrases), default=0.0)


@lru_cache(maxsize=100_000)
def nearness(one: str, other: str) -> float:
    """How near two phrases are: by their letters, or by the beginnings of the words that matter.

    >>> nearness("возраст ребенка", "возраст ребенка"), nearness("дата поступления сообщения", "сообщение поступило")
    (1.0, 0.95)
    """
    if one == other:
        return 1.0
    mine, theirs = _stems(one), _stems(other)
    shared = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    letters = matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0
    # Letters alone mislead where a whole word differs: `возраст обидчика` is not `возраст ребенка`.
    return max(letters * 0.95 if letters >= 0.85 else 0.0, shared * 0.95)


def _stems(phrase: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in phrase.split() if word not in _IDLE)


def _labels(label: Label) -> Iterator[str]:
    for text in label.values():
        outside, bracket, inside = text.partition("(")
        yield from (text, outside, inside.rstrip(")")) if bracket else (text,)


def _phrases(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for text in texts if len(one := plain(text.replace(".", " "))) > 1))
