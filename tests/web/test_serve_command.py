"""`protocolkit serve`: on this machine alone unless a key is given, over a store that is there."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from time import sleep

import pytest

pytest.importorskip("uvicorn", reason="the web application is an extra")
from command_line import CommandLine, cli

__all__ = ["cli"]

KEY = "a-long-random-text-of-this-school"


def test_an_address_that_others_reach_needs_a_key(cli: CommandLine):
    ran = cli("serve", "--host", "0.0.0.0")
    assert (ran.code, ran.out) == (2, "")
    assert "can be reached from other machines, and no access key is given" in ran.err
    assert "--token-file" in ran.err


def test_a_key_that_could_be_guessed_is_refused(cli: CommandLine, tmp_path: Path):
    (tmp_path / "key").write_text("1234\n", encoding="utf-8")
    ran = cli("serve", "--host", "0.0.0.0", "--token-file", str(tmp_path / "key"))
    assert ran.code == 2
    assert "at least 16" in ran.err
    assert "1234" not in ran.err


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("nonsense", "no address of a database"),
        ("oracle9://x", "no address of a database"),
        ("sqlite:///no/such/folder/x.db", "cannot be opened"),
    ],
)
def test_a_store_that_is_not_there_is_told_before_anything_is_served(store: str, said: str, cli: CommandLine):
    ran = cli("serve", "--store", store)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_an_unknown_protocol_is_told_before_anything_is_served(cli: CommandLine, tmp_path: Path):
    ran = cli("serve", "--protocol", "kz/nationall", "--store", f"sqlite:///{tmp_path}/x.db")
    assert ran.code == 2
    assert "unknown-protocol" in ran.err
    assert not (tmp_path / "x.db").exists()


def test_it_serves_until_it_is_stopped_and_logs_no_case(tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "protocolkit",
        "serve",
        "--port",
        str(port),
        "--store",
        f"sqlite:///{tmp_path}/x.db",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        assert process.stdout is not None
        assert address in process.stdout.readline()
        page = asked(f"{address}/")
        assert "<html" in page
        assert "3.1.0" in asked(f"{address}/api/openapi.json")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/case/secret-41")
        with pytest.raises(urllib.error.HTTPError, match="421"):
            urllib.request.urlopen(urllib.request.Request(f"{address}/", headers={"Host": "evil.example"}))
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert "secret-41" not in out + err
    assert "Traceback" not in err


def asked(address: str) -> str:
    """The page of an address, as soon as there is one."""
    for _ in range(300):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            return str(urllib.request.urlopen(address).read().decode())
        sleep(0.1)
    raise AssertionError("nothing is served")
