"""Text to positioned nodes, checked against the shapes of each kind of file."""

from protocolkit.reading.documents import KINDS, kind_of, load_document

__all__ = ["KINDS", "kind_of", "load_document"]
