"""The duty card as one page of its own: a file that needs no network, for a phone, a desk and a sheet of paper."""

from __future__ import annotations

from protocolkit.languages import _, pgettext, speaking
from protocolkit.plans.card import Card
from protocolkit.plans.plan import Plan
from protocolkit.showing.card_body import ALONE, Controls, card_body
from protocolkit.showing.html_document import document, sheet
from protocolkit.showing.markup import Markup, element

# The page works without it. With it the clock runs while the plan stands, and a card that stands no longer says so.
SCRIPT = """\
const clock = document.querySelector("[data-to]"), stale = document.getElementById("stale");
const minutes = n => new Intl.NumberFormat(document.documentElement.lang,
  {style: "unit", unit: n < 60 ? "minute" : "hour"}).format(n < 60 ? n : Math.floor(n / 60));
function run() {
  const now = Date.now();
  if (stale && stale.dataset.after && now >= Date.parse(stale.dataset.after)) stale.hidden = false;
  if (!clock) return;
  const [from, as, to] = ["from", "asOf", "to"].map(name => Date.parse(clock.dataset[name]));
  if (!(now >= as && now < to) || to - now > 3600000) return;
  clock.querySelector("strong").textContent = minutes(Math.ceil((to - now) / 60000));
  clock.querySelector(".gone").setAttribute("width", 100 * (now - from) / (to - from) + "%");
}
run();
setInterval(run, 15000);
"""


def card_page(plan: Plan, *, institution: str | None = None) -> str:
    """The duty card of a plan that was just made, in the language it was made in, as an HTML file.

    `institution` is whose card it is (default: the one whose case it is). Raises ValueError as `Plan.view` does.
    """
    return page_of(plan.view("card", institution=institution))


def page_of(card: Card, controls: Controls = ALONE) -> str:
    """The page of a card."""
    with speaking(card.language):
        kind = pgettext("a page", "Duty card")
        title = f"{kind}: {card.incident}"
        name = element("b", None, element("bdi", None, card.incident))
        top = element("header", {"class": "top"}, element("div", None, name))
        main = element("main", {"id": "main", "class": "card"}, card_body(card, controls))
        return document(title, card.language, top, main, skip=_("Skip to the content"), base="card", script=SCRIPT)


def card_style() -> Markup:
    """The style sheet of a card, for a host's own page."""
    return Markup(sheet("card"))
