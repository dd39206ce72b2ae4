"""From the words on a card to the page of the rule that rests on them."""

from __future__ import annotations

from protocolkit.model.incident import rule_of_duty
from protocolkit.model.rule import Rule
from protocolkit.plans.card import Quote, Task
from protocolkit.showing import markup
from protocolkit.showing.markup import Child
from protocolkit.site.addresses import rule_page
from protocolkit.web.visit import Visit


class Quotes:
    """The points that the quotes of a card stand in, as links to the page of the rule which rests on them."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self._paged = visit.desk.texts_with_pages()
        self._citing: dict[str, list[Rule]] = {}
        for rule in visit.judged.protocol.rules:
            for cite in rule.cites:
                self._citing.setdefault(cite.words, []).append(rule)

    def __call__(self, task: Task, quote: Quote, words: Child) -> Child:
        own = {rule_of_duty(row.duty) for row in task.rows}
        # A task may be of several texts; each quote leads to the rule of its own.
        citing = sorted(self._citing.get(quote.words, ()), key=lambda rule: rule.id not in own)
        found = next((rule.id for rule in citing if rule.ruleset in self._paged), None)
        if found is None:
            return words
        address = self.visit.to("rules", language=self.visit.language, page=rule_page(found)) + "#words"
        return markup.fragment(markup.Markup(f'<a href="{markup.escaped(address)}">'), words, markup.Markup(" ›</a>"))
