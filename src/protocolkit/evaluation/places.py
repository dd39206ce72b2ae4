"""Who acts in whose place: a post and who takes it are one to a text, in what they owe, do and hear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from protocolkit.model.incident import Incident
from protocolkit.model.vocabulary import Vocabulary


class Places(msgspec.Struct, frozen=True):
    """The posts of an institution whose place somebody takes, each with the role that does."""

    holders: Mapping[str, str] = {}

    @classmethod
    def of(cls, incident: Incident, vocabulary: Vocabulary) -> Places:
        """What the institution of an incident says of it."""
        if incident.institution is None:
            return cls()
        meant = vocabulary.meant
        return cls({meant(post): meant(role) for post, role in incident.institution.acting.items()})

    def holder(self, post: str) -> str | None:
        """Who acts in the place of a post; null where nobody does."""
        return self.holders.get(post)

    def posts(self, role: str) -> tuple[str, ...]:
        """A role, and the posts whose place it takes."""
        return (role, *(post for post, other in self.holders.items() if other == role and post != role))

    def held(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Roles as they are held here: whoever acts in the place of one stands for it."""
        return tuple(dict.fromkeys(self.holders.get(role, role) for role in roles))
