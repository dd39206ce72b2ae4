"""By which channels a thing is done, and what is told or enclosed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from protocolkit.languages import _
from protocolkit.plans.plan_entries import Duty, Norm
from protocolkit.showing.sheet import Field, Span
from protocolkit.showing.wording import Wording


def channels(one: Duty | Norm, say: Wording) -> Iterator[Field]:
    """The only channels, those of which one is used, and those that may not be; of a ban those that it is about."""
    leads = [(one.via_only, _("only:")), (one.via_any, ""), (one.via_never, _("never:"))]
    if one.modality == "prohibition":
        about = (*one.via_only, *one.via_any)
        leads = [(about, _("forbidden by these alone:")), (one.via_never, _("not forbidden by:"))]
    for named, lead in leads:
        if named:
            yield things(_("channel"), lead, [say.name("channels", channel) for channel in named])


def things(name: str, lead: str, listed: Sequence[str]) -> Field:
    """A line of several things, after a word on them."""
    return Field(name, (Span(lead),) if lead else (), tuple((Span(one),) for one in listed))
