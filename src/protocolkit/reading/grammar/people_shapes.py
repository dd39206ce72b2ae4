"""PEOPLE: who acts, and to whom."""

from __future__ import annotations

from protocolkit.languages import N_
from protocolkit.reading.grammar.atom_shapes import ROLE, ROLE_OR_PARTYS, RULE_REF
from protocolkit.reading.shapes import (
    ByKind,
    Exactly,
    Field,
    Map,
    Named,
    OneOrMany,
    OnlyWith,
    Refuses,
    Seq,
    Some,
    optional,
    required,
)

_MODES = ("any", "all", "each")


_DID = Map(says=N_("what was done"), fields={"done": required(RULE_REF, N_("The rule whose duty it performed."))})
_EXCEPTED = ByKind(
    title=N_("people, or whoever did what a rule asks"),
    scalar=ROLE_OR_PARTYS,
    map=Map(says=N_("whoever did something"), fields={"whoever": required(_DID, N_("By what was done."))}),
)


def _people(inner: Named, *, with_actor: bool) -> ByKind:
    several = OneOrMany(inner)
    fields: dict[str, Field] = {
        "any": optional(several, "One of these suffices."),
        "all": optional(several, "All of these together."),
        "each": optional(several, "A duty apiece; what a plain list means too."),
        "except": optional(OneOrMany(_EXCEPTED), "Not these; `{whoever: {done: RULE}}` for the post that did it."),
        "else": optional(several, "Substitutes, in order, where the first is the accused, absent or unable."),
        "unstated": optional(ROLE, "The text names nobody: the subject of its own point first."),
    }
    if with_actor:
        fields["actor"] = optional(OneOrMany(ROLE), "Whoever acted in the trigger, if one of these.")
    alone = ("unstated", "actor") if with_actor else ("unstated",)
    return ByKind(
        title=N_("People"),
        doc="A role, a list (a duty apiece), or `{any|all|each: [..], except: [..], else: [..]}`.",
        scalar=ROLE_OR_PARTYS,
        seq=Seq(inner),
        map=Map(
            says=N_("people"),
            fields=fields,
            constraints=(
                Exactly(N_("no `any`, `all` or `each`"), (*_MODES, *alone), at_least=0),
                Some(N_("no people"), (*_MODES, "else", *alone)),
                OnlyWith(("except",), (*_MODES, "else")),
                Refuses(("else",), alone, N_("name the substitutes beside `any`, `all` or `each`")),
            ),
        ),
    )


PEOPLE: Named = Named("people", lambda: _people(PEOPLE, with_actor=False))
BEARERS: Named = Named("bearers", lambda: _people(BEARERS, with_actor=True))
