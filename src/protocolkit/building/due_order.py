"""Which of two terms from the same moment can never end first."""

from __future__ import annotations

from protocolkit.model.terms import Term, When
from protocolkit.model.terms.civil import Civil


def too_late(first: When, second: When) -> bool:
    """Whether `first` ends after `second` whenever both start together.

    >>> from protocolkit.model.terms import SameDay, numbered
    >>> too_late(numbered(5, "day"), numbered(3, "day")), too_late(SameDay(), numbered(4, "working_day"))
    (True, False)
    """
    if isinstance(first, Term) and isinstance(second, Term) and first.unit == second.unit:
        return first.n > second.n
    if isinstance(first, Civil) and isinstance(second, Civil):
        # Both run to the end of their last day, so the hour of the trigger makes no difference.
        return first.span()[0] > second.span()[1]
    return first.bounds()[0] > second.bounds()[1]
