"""The marks of states: a shape for each, so that no state is told by colour alone."""

from __future__ import annotations

from protocolkit.showing.html_parts import span
from protocolkit.showing.markup import Markup, element, fragment

SIZE = 18
# A gap presses like what is late.
MARKED = {"gap": "overdue"}

# Drawn in a square from -9 to 9; `fill` is the state's colour, `paper` what stands out on it.
SHAPES = {
    "overdue": '<path d="M0-8.5 8.5 0 0 8.5-8.5 0z" fill="currentColor"/>'
    '<path class="on" d="M0-4.4v4.6M0 3.1v.6" fill="none" stroke-width="2.1" stroke-linecap="round"/>',
    "now": '<path d="M-5.5-7.5 7.5 0-5.5 7.5z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/>',
    "today": '<circle r="7" fill="currentColor"/><path class="on" d="M0-4v4l2.8 1.8" fill="none" stroke-width="1.8"/>',
    "later": '<circle r="7" fill="currentColor"/>',
    "undated": '<circle r="6.2" class="paper" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2"/>',
    "untimed": '<circle r="6.2" class="paper" stroke="currentColor" stroke-width="2"/>',
    "held": '<path d="M-4-6v12M4-6v12" stroke="currentColor" stroke-width="3.6" stroke-linecap="round"/>',
    "closed": '<path d="M-6 0H6" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>',
    "done": '<circle r="7.5" fill="currentColor"/>'
    '<path class="on" d="M-3.6.2-1 2.9 3.8-2.6" fill="none" stroke-width="2" stroke-linecap="round"/>',
    "late": '<circle r="7.5" fill="currentColor"/>'
    '<path class="on" d="M-3.6.2-1 2.9 3.8-2.6" fill="none" stroke-width="2" stroke-linecap="round"/>',
    "question": '<circle r="7" class="paper" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.6 1.8"/>'
    '<path d="M-2.4-1.7a2.4 2.3 0 1 1 3.4 2.1C.2.8 0 1.2 0 2M0 4.2v.3" fill="none" stroke="currentColor" '
    'stroke-width="1.7" stroke-linecap="round"/>',
    "target": '<path d="M0-6 6 0 0 6-6 0z" class="paper" stroke="currentColor" stroke-width="1.8"/>',
    "limit": '<path d="M0-7V7" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
    "from": '<path d="M3-6.5H-2v13h5" fill="none" stroke="currentColor" stroke-width="2"/>',
}


def definitions() -> Markup:
    """The shapes, once a page; `mark` and the timeline refer to them."""
    half = SIZE / 2
    box = {"viewBox": f"{-half} {-half} {SIZE} {SIZE}", "overflow": "visible"}
    shapes = [element("symbol", {"id": f"m-{name}", **box}, Markup(shape)) for name, shape in SHAPES.items()]
    return element("svg", {"class": "symbols", "aria-hidden": "true", "width": 0, "height": 0}, shapes)


def mark(name: str) -> Markup:
    """A mark in a line of text, beside the words that say the same."""
    shape = element("use", {"href": f"#m-{name}", "width": SIZE, "height": SIZE})
    return element("svg", {"class": f"mark s-{name}", "width": SIZE, "height": SIZE, "aria-hidden": "true"}, shape)


def mark_at(name: str, percent: float) -> Markup:
    """A mark in a drawing that is as wide as it happens to be, at a place in percent."""
    place = {"x": f"{percent:.2f}%", "y": "50%", "transform": f"translate({-SIZE // 2} {-SIZE // 2})"}
    shape = element("use", {"href": f"#m-{name}", "width": SIZE, "height": SIZE, **place})
    return element("g", {"class": f"s-{name}"}, shape)


def badge(name: str, words: str) -> Markup:
    """A mark with its words."""
    return span(f"badge s-{name}", fragment(mark(name), element("span", None, words)))
