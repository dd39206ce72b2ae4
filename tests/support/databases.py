"""A PostgreSQL server of a test's own: made in a temporary folder, reached by a socket there, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found += [Path(one) for one in [shutil.which("initdb")] if one]
    return found[-1].parent if found else None


def somebody() -> str | None:
    """Who may run the server: it refuses root."""
    if os.geteuid() != 0:
        return ""
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a new database."""
    bin, user = binaries(), somebody()
    assert bin is not None
    assert user is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    run = {"check": True, "capture_output": True} | ({"user": user} if user else {})
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        env = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        subprocess.run([bin / "initdb", "-D", data, "-U", "case", "-A", "trust", "-N"], env=env, **run)
        options = f"-c listen_addresses= -k {folder} -c fsync=off"
        subprocess.run([bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], env=env, **run)
        try:
            yield f"postgresql+psycopg://case@/postgres?host={folder}"
        finally:
            subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], env=env, **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
