"""Maps that nobody can change: what a plan holds may be shared between threads, and with the rules it came from."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """A map that cannot be changed, and may be a key itself.

    >>> label = Frozen(en="police")
    >>> label["en"] = "nobody"
    Traceback (most recent call last):
    TypeError: what a plan holds cannot be changed; make a copy with dict()
    """

    def _refuse(self, *_given: Any, **_more: Any) -> NoReturn:
        raise TypeError("what a plan holds cannot be changed; make a copy with dict()")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self))  # its keys: what they stand for may have no hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (dict(self),)


def frozen(value: Any) -> Any:
    """Plain values that share nothing with those given, and whose maps nobody can change.

    >>> given = {"due": {"cases": [1, 2]}}
    >>> kept = frozen(given)
    >>> given["due"]["cases"].append(3)
    >>> kept
    {'due': {'cases': [1, 2]}}
    """
    match value:
        case dict():
            return Frozen({key: frozen(one) for key, one in value.items()})
        case list():
            return list(map(frozen, value))
        case _:
            return value
