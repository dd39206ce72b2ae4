"""What systems call things in the headers of their tables, where it is far from our labels."""

from __future__ import annotations

REFERENCE = (
    "№", "номер", "номер дела", "номер случая", "номер обращения", "рег номер", "регистрационный номер", "id", "case",
    "case id", "case number", "incident id", "reference", "ref", "record id", "код случая", "номер випадку",
    "номер справи", "номер звернення", "тіркеу нөмірі", "нөмірі", "іс нөмірі", "оқиға нөмірі", "incident", "ticket",
)  # fmt: skip
KIND = (
    "событие", "вид события", "действие", "event", "event type", "event kind", "action", "подія", "вид події",
    "тип події", "тип события", "оқиға", "оқиға түрі", "этап", "stage", "етап",
)  # fmt: skip
TIME = (
    "дата", "время", "дата и время", "когда", "date", "time", "timestamp", "datetime", "occurred at", "event time",
    "event date", "at", "дата і час", "коли", "час", "күні", "уақыты", "дата события", "дата події", "happened at",
)  # fmt: skip
CLOCK = ("время", "time", "час", "уақыты", "время поступления", "время обращения", "час надходження", "received time")

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
