"""`protocolkit serve`: the web application on this machine, or, with an access key, for others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from protocolkit.cli.options import Language, Rules

if TYPE_CHECKING:
    from protocolkit.web.sql_store import SqlStore

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST = 16


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """Where it answers, and to whom."""

    port: Annotated[int, Parameter(help="The port.")] = 8765
    host: Annotated[str, Parameter(help="The address; any but this machine's own needs --token-file.")] = "127.0.0.1"
    token_file: Annotated[
        Path | None, Parameter(help="A file with an access key, at least 16 characters, asked for once a device.")
    ] = None


def run(
    *,
    where: Where = Where(),
    store: Annotated[
        str, Parameter(help="Where cases are kept: sqlite:///FILE, or postgresql://HOST/NAME.")
    ] = "sqlite:///protocolkit-cases.db",
    protocol: Annotated[
        tuple[str, ...], Parameter(help="A protocol or ruleset to choose from, the usual one first.", negative=())
    ] = (),
    rules: Rules = (),
    workbench: Annotated[
        Path | None, Parameter(help="A folder of rules that may be edited in the browser by whoever may enter.")
    ] = None,
    contacts: Annotated[Path | None, Parameter(help="The institution's own file of addresses.")] = None,
    _lang: Language = None,
) -> int:
    """Questions, duty card and record in a browser; ends with Ctrl+C."""
    from protocolkit.api import load
    from protocolkit.cli.screen import write
    from protocolkit.correspondence.contacts import Contacts, read_contacts
    from protocolkit.diagnostics import Diagnostic, InputError, Place
    from protocolkit.languages import _
    from protocolkit.messages import say

    try:
        import uvicorn
        from starlette.routing import Mount

        from protocolkit.web.api import api
        from protocolkit.web.application import application
        from protocolkit.web.desk import OFFERED
    except ImportError as error:
        message = say("serving pages needs the package `{package}`", package=error.name or "starlette")
        help = say("install it with `{command}`", command="pip install 'protocolkit[web]'")
        raise InputError([Diagnostic("missing-extra", message, Place("protocolkit"), help)]) from None
    token, chosen = _token(where), protocol or OFFERED
    for id in chosen:
        load(id, rules=rules)
    # A page of another site may point a name of its own at this machine: asked under that name, nothing answers.
    hosts = ("127.0.0.1", "localhost", "[::1]") if where.host in LOOPBACK else None
    if workbench is not None and not workbench.is_dir():
        raise InputError(
            [Diagnostic("file-missing", say("no folder `{path}`", path=str(workbench)), Place("--workbench"))]
        )
    addresses = read_contacts(contacts) if contacts else Contacts()
    kept = _store(store)
    answers = [Mount("/api", api(rules=rules, token=token))]
    app = application(
        kept, protocols=chosen, rules=rules, token=token, hosts=hosts, routes=answers, workbench=workbench,
        contacts=addresses,
    )  # fmt: skip
    address = f"http://{'[::1]' if where.host == '::1' else where.host}:{where.port}/"
    write(_("Open {address} in a browser. Ctrl+C ends it.").format(address=address) + "\n")
    if where.host not in LOOPBACK:
        write(
            _("It answers other machines, to whoever has the access key. Put it behind a server that encrypts.") + "\n"
        )
    # No log of requests: an address names a case.
    try:
        uvicorn.run(app, host=where.host, port=where.port, log_level="warning", access_log=False, server_header=False)
    finally:
        kept.close()
    return 0


def _token(where: Where) -> str | None:
    """The access key of the file. Raises InputError without one for an address that others can reach."""
    from protocolkit.diagnostics import Place, Problems
    from protocolkit.messages import say

    problems = Problems()
    if where.token_file is None:
        if where.host not in LOOPBACK:
            message = say("`{host}` can be reached from other machines, and no access key is given", host=where.host)
            help = say("write a long random text into a file and give it with `--token-file`")
            problems.error("bad-value", message, Place("--host"), help)
        problems.raise_if_errors()
        return None
    token = where.token_file.read_text("utf-8").strip()
    if len(token) < SHORTEST or not token.isascii() or not token.isprintable():
        message = say("the access key needs at least {n} plain characters", n=SHORTEST)
        problems.error("bad-value", message, Place(str(where.token_file)))
    problems.raise_if_errors()
    return token


def _store(url: str) -> SqlStore:
    """The store of an URL. Raises InputError where it cannot be opened."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    from protocolkit.diagnostics import Diagnostic, InputError, Place
    from protocolkit.messages import say
    from protocolkit.web.sql_store import SqlStore
    from protocolkit.web.store import StoreUnavailableError

    place = Place("--store")
    try:
        return SqlStore(url)
    except (ArgumentError, NoSuchModuleError):
        message = say("this is no address of a database")
        help = say("such as {examples}", examples="sqlite:///cases.db, postgresql://localhost/cases")
        raise InputError([Diagnostic("bad-value", message, place, help)]) from None
    except ImportError as error:
        message = say("this database needs the package `{package}`", package=error.name or "psycopg")
        help = say("install it with `{command}`", command="pip install 'protocolkit[postgres]'")
        raise InputError([Diagnostic("missing-extra", message, place, help)]) from None
    except StoreUnavailableError as error:
        reason = type(error.__cause__).__name__ if error.__cause__ else ""
        message = say("the database cannot be opened: {reason}", reason=reason)
        help = say("is it running, may it be written to, is there room?")
        raise InputError([Diagnostic("store-unavailable", message, place, help)]) from None
