"""The JSON API: what a program that is not in Python asks over HTTP. It keeps nothing and writes no case down.

`api()` is an ASGI application of its own, for any server, and may be mounted under a path of another.
"""

from protocolkit.web.api.serving import api

__all__ = ["api"]
