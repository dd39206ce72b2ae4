"""A browser that is driven: Chromium over a pipe of its own protocol, with every request it makes."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from typing import Any

from browser import CHROMIUM, QUIET

PATIENCE = 120  # seconds; a busy machine takes long to start Python in a browser


class Browser:
    """One tab. `requests` are the addresses that it or its workers asked for."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._number, self._rest = 0, b""
        self._answers: dict[int, dict[str, Any]] = {}
        self.requests: list[str] = []
        self.said: list[str] = []
        (target,) = [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)

    def call(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        """What the browser answers to a call of its protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if (own := session or getattr(self, "_session", None)) is not None:
            message["sessionId"] = own
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        wanted, until = self._number, time.monotonic() + PATIENCE
        while wanted not in self._answers:
            self._read(until)
        answer = self._answers.pop(wanted)
        assert "error" not in answer, (method, answer["error"])
        found: dict[str, Any] = answer["result"]
        return found

    def open(self, address: str) -> None:
        """Goes to an address, as who types it."""
        self.call("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """What an expression of the page comes to; promises are waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, (script, answer["exceptionDetails"], self.said)
        return answer["result"].get("value")

    def until(self, script: str) -> Any:
        """The first value of an expression that is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(AssertionError):
                if found := self.run(script):
                    return found
            time.sleep(0.1)
        raise AssertionError(f"never true: {script}\n{self.run('document.body.innerText')}\n{self.said}")

    def _read(self, until: float) -> None:
        ready, _, _ = select([self._reading], [], [], max(0.0, until - time.monotonic()))
        assert ready, "the browser says nothing"
        *whole, self._rest = (self._rest + os.read(self._reading, 1 << 20)).split(b"\0")
        for message in map(json.loads, whole):
            if "id" in message:
                self._answers[message["id"]] = message
            elif message["method"] == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            elif message["method"] in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
                self.said.append(json.dumps(message["params"])[:500])
            elif message["method"] == "Target.attachedToTarget" and hasattr(self, "_session"):
                self._tell(message["params"]["sessionId"], "Network.enable")

    def _tell(self, session: str, method: str) -> None:
        """A call whose answer nobody waits for."""
        self._number += 1
        os.write(
            self._writing, json.dumps({"id": self._number, "method": method, "sessionId": session}).encode() + b"\0"
        )


@contextmanager
def browser(profile: Path, *options: str) -> Iterator[Browser]:
    """A browser with a profile of its own, which finds no host but this machine."""
    assert CHROMIUM is not None
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    script = f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}'
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    command = [
        CHROMIUM,
        *QUIET,
        alone,
        "--remote-debugging-pipe",
        f"--user-data-dir={profile}",
        *options,
        "about:blank",
    ]
    process = subprocess.Popen(
        ["/bin/bash", "-c", script, *command], pass_fds=(theirs_in, theirs_out), stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(ours_in, ours_out)
    finally:
        process.terminate()
        process.wait(30)
        os.close(ours_in)
        os.close(ours_out)
