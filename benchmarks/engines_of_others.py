"""Engines of others over the same tests: each gives a function from a case to the numbers of the rules that match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.matching import Field, Flat, Joined, Opposite, Test, written

Match = Callable[[Flat], list[int]]


def by_hand(rules: Sequence[Test]) -> Match:
    """A function of ifs, one for each rule, as one would write them: `if f['f3'] and not f['f7']`."""
    tests = [written(one, both=" and ", either=" or ", no="not ", field="f[{!r}]") for one in rules]
    lines = [f"    if {test}: out.append({number})" for number, test in enumerate(tests)]
    return _compiled(["def match(f):", "    out = []", *lines, "    return out"])


def generated(rules: Sequence[Test]) -> Match:
    """The same with every fact read once."""
    tests = [written(one, both=" and ", either=" or ", no="not ") for one in rules]
    names = sorted({name for one in rules for name in _names(one)})
    reads = [f"    {name} = f[{name!r}]" for name in names]
    lines = [f"    if {test}: out.append({number})" for number, test in enumerate(tests)]
    return _compiled(["def match(f):", "    out = []", *reads, *lines, "    return out"])


def _compiled(lines: list[str]) -> Match:
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)
    match: Match = space["match"]
    return match


def _names(test: Test) -> set[str]:
    match test:
        case Field(name=name):
            return {name}
        case Joined(of=of):
            return {name for one in of for name in _names(one)}
        case Opposite(of=inner):
            return _names(inner)


def cel(rules: Sequence[Test]) -> Match:
    import cel

    programs = [cel.compile(written(one, both=" && ", either=" || ", no="!")) for one in rules]

    def match(case: Flat) -> list[int]:
        context = cel.Context(case)
        return [number for number, program in enumerate(programs) if program.execute(context)]

    return match


def zen(rules: Sequence[Test]) -> Match:
    import zen

    programs = [zen.compile_expression(written(one, both=" and ", either=" or ", no="not ")) for one in rules]

    def match(case: Flat) -> list[int]:
        return [number for number, program in enumerate(programs) if program.evaluate(case)]

    return match


def clips(rules: Sequence[Test]) -> Match:
    import clips

    environment, fired = clips.Environment(), list[int]()
    environment.define_function(fired.append, name="noted")
    for number, one in enumerate(rules):
        environment.build(f"(defrule r{number} {_of_clips(one)} => (noted {number}))")

    def match(case: Flat) -> list[int]:
        environment.reset()
        fired.clear()
        for name, so in case.items():
            if so:
                environment.assert_string(f"({name})")
        environment.run()
        return sorted(set(fired))

    return match


def _of_clips(test: Test) -> str:
    match test:
        case Field(name=name):
            return f"({name})"
        case Joined(how=how, of=of):
            return f"({how} {' '.join(map(_of_clips, of))})"
        case Opposite(of=inner):
            # `not` of CLIPS takes one pattern: what it says of several is said of each.
            match inner:
                case Field(name=name):
                    return f"(not ({name}))"
                case Joined(how=how, of=of):
                    return _of_clips(Joined("or" if how == "and" else "and", tuple(Opposite(one) for one in of)))
                case Opposite(of=twice):
                    return _of_clips(twice)
    raise TypeError(test)


def cedar(rules: Sequence[Test]) -> Match:
    import cedarpy

    tests = [written(one, both=" && ", either=" || ", no="!", field="context.{}") for one in rules]
    policies = [f'@id("{n}") permit (principal, action, resource) when {{ {test} }};' for n, test in enumerate(tests)]
    known = cedarpy.PolicySet.from_str("\n".join(policies))

    def match(case: Flat) -> list[int]:
        asked = {"principal": 'A::"a"', "action": 'A::"b"', "resource": 'A::"c"', "context": case}
        reasons = cedarpy.is_authorized(asked, known, []).diagnostics.reasons
        return sorted(int(one.removeprefix("policy")) for one in reasons)

    return match


def durable(rules: Sequence[Test]) -> Match:
    """In its own process, as protocolkit asks it: a question for each rule that has more than one field."""
    from protocolkit.evaluation.durable.formulas import asking
    from protocolkit.evaluation.durable.witness import witness
    from protocolkit.model.conditions import All, Condition, Known, Not
    from protocolkit.model.conditions import Any as AnyOf

    def condition(test: Test) -> Condition:
        match test:
            case Field(name=name):
                return Known(name)
            case Joined(how=how, of=of):
                return (All if how == "and" else AnyOf)(tuple(map(condition, of)))
            case Opposite(of=inner):
                return Not(condition(inner))
        raise TypeError(test)

    conditions = [condition(one) for one in rules]
    witness().learn(conditions)

    def told(one: Condition, case: Flat) -> bool | None:
        inputs = [case[part.fact] if isinstance(part, Known) else told(part, case) for part in asking(one).inputs]
        return witness().answer(one, inputs)

    return lambda case: [number for number, one in enumerate(conditions) if told(one, case)]


# What is called how, by the distribution that has it: the hand-written first, to which the others are compared.
ENGINES: dict[str, tuple[str, Callable[[Sequence[Test]], Match]]] = {
    "hand-written ifs": ("", by_hand),
    "generated ifs, facts read once": ("", generated),
    "common-expression-language": ("common-expression-language", cel),
    "clipspy": ("clipspy", clips),
    "zen-engine": ("zen-engine", zen),
    "cedarpy": ("cedarpy", cedar),
    "durable-rules, asked as a witness": ("durable-rules", durable),
}
