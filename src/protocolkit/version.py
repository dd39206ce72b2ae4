"""The version of the library, stamped on every plan."""

__version__ = "0.1.0"
