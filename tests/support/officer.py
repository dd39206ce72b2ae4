"""An officer at a browser: opens pages, fills in the forms that stand on them, and sends those."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp

Values = Mapping[str, str | Sequence[str]]


class Clock:
    """An instant that a test moves."""

    def __init__(self, at: str) -> None:
        self.at = datetime.fromisoformat(at)

    def __call__(self) -> datetime:
        return self.at.astimezone(UTC)

    def set(self, at: str) -> None:
        self.at = datetime.fromisoformat(at)


class Forms(HTMLParser):
    """Every form of a page: where it goes, and what it sends if nobody touches it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.text: list[str] = []
        self._select, self._summary, self._inside = "", "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({"action": given["action"], "fields": {}, "offers": {}, "title": self._summary})
        if tag == "summary":
            self._summary, self._inside = "", True
        if not self.forms:
            return
        fields, offers = self.forms[-1]["fields"], self.forms[-1]["offers"]
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type", "text")
            offers.setdefault(name, []).append(given.get("value") or "")
            if kind in ("checkbox", "radio"):
                if "checked" in given:
                    fields.setdefault(name, []).append(given.get("value") or "")
            else:
                fields[name] = [given.get("value") or ""]
        if tag == "select":
            self._select = name
        if tag == "option" and self._select:
            offers.setdefault(self._select, []).append(given.get("value") or "")
            if "selected" in given:
                fields[self._select] = [given.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary":
            self._inside = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._inside:
            self._summary += data


class Officer:
    """Who uses the application. `page` is what was answered last."""

    def __init__(self, app: ASGIApp, *, prefix: str = "", language: str = "en") -> None:
        self.client = TestClient(app, base_url="http://localhost", headers={"accept-language": language})
        self.prefix = prefix
        self.page: Any = None

    def open(self, path: str) -> str:
        self.page = self.client.get(self.prefix + path)
        return str(self.page.text)

    def forms(self) -> list[dict[str, Any]]:
        return Forms(self.page.text).forms

    def send(self, wanted: Callable[[dict[str, Any]], bool] | int = 0, /, **values: str | Sequence[str]) -> str:
        """Sends a form of the page with some of its fields filled in."""
        return self.send_as(wanted, values)

    def tick(self, title: str, **values: str) -> str:
        """Sends the form under a duty's title."""
        return self.send(lambda form: form["action"].endswith("/done") and title in form["title"], **values)

    def ticks(self) -> list[str]:
        """The titles of the duties that the page offers to record."""
        return [form["title"] for form in self.forms() if form["action"].endswith("/done")]

    def undo(self, title: str) -> str:
        """Takes back the entry of a title, as the last thing recorded."""
        assert title in self.words()
        return self.send(lambda form: form["action"].endswith("/undo"))

    def send_as(self, wanted: Callable[[dict[str, Any]], bool] | int, values: Values) -> str:
        forms = self.forms()
        form = forms[wanted] if isinstance(wanted, int) else next(one for one in forms if wanted(one))
        fields = form["fields"] | {k: [v] if isinstance(v, str) else list(v) for k, v in values.items()}
        self.page = self.client.post(form["action"], data=fields)
        return str(self.page.text)

    def words(self) -> str:
        """What the page says."""
        return " ".join(" ".join(Forms(self.page.text).text).split())

    @property
    def path(self) -> str:
        return str(self.page.url.path)

    def begin(self, reference: str = "school-7/2026-101") -> None:
        """A case with two victims and a parent of the first accused, reported at 14:30."""
        self.open("/")
        self.send(reference=reference)
        self.send(forms=["cyberbullying", "psychological_violence"])
        self.send(day="0", time="14:30")
        self.send(protocol="kz/national")
        self.send(then="more")
        self.send_as(0, {"age-v1": "13", "age-v2": "11"})
        self.send_as(0, {"role-o1": "legal_representative", "parent-o1": ["v1"]})
