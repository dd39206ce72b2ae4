"""Child-protection procedures as data: who must do what, for whom, by when, and under which sentence of which text."""

from protocolkit.version import __version__

__all__ = ["__version__"]
