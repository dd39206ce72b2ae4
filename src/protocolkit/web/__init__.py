"""One web application for the officer's hour: questions, duty card, record and log, in a browser.

It is an ASGI application and nothing more: `protocolkit serve` gives it to a server, a host may mount it in its own,
and it runs in a browser. Pages are whole without scripts. What it keeps, it keeps in a `Store`.
"""

from protocolkit.web.application import application
from protocolkit.web.store import MemoryStore, Store, StoreUnavailableError

__all__ = ["MemoryStore", "Store", "StoreUnavailableError", "application"]
