"""`protocolkit docs`: the rules as a web site for those who would rather read pages than YAML."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Lang, Rules

SOURCES = "PROTOCOLKIT_SOURCES"  # the folder of the official texts


def run(
    kind: Annotated[Literal["rules"], Parameter(name="KIND", help="What to write: a site of the rules.")],
    out: Annotated[Path, Parameter(name="OUT", help="A new or empty folder, or one with a site made before.")],
    /,
    *ids: Annotated[str, Parameter(name="ID", help="Rulesets and protocols to show; default: all that are known.")],
    lang: Annotated[
        tuple[Lang, ...], Parameter(help="A language of the site; repeat it for more; default: all four.", negative=())
    ] = (),
    rules: Rules = (),
    texts: Annotated[
        Path | None,
        Parameter(help="The folder of the official texts, shown beside their rules; default: PROTOCOLKIT_SOURCES."),
    ] = None,
) -> int:
    """Write a static web site of the rules."""
    assert kind == "rules"  # the only kind so far
    from protocolkit.languages import LANGUAGES, _, ngettext
    from protocolkit.site.book import gather
    from protocolkit.site.site_files import write_site

    folder = os.environ.get(SOURCES, "")
    beside = texts if texts is not None else Path(folder) if folder else None
    languages = tuple(one for one in LANGUAGES if one in lang) or LANGUAGES
    book = gather(ids, map(Path, rules), beside)
    n = write_site(book, out, languages)
    made = ngettext("{n} file", "{n} files", n).format(n=n)
    sys.stdout.write(_("{files} written; open {page}").format(files=made, page=out / "index.html") + "\n")
    if beside is None:
        sys.stdout.write(_("without the official texts; --texts FOLDER shows them beside their rules") + "\n")
    return 0
