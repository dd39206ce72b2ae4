"""`protocolkit completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from protocolkit.cli.options import Language


def run(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(name="SHELL", help="The shell that is to read it.")],
    /,
    *,
    _lang: Language = None,
) -> int:
    """Print what a shell needs to complete these commands; it is read at the start of the shell."""
    from protocolkit.cli.app import parser

    sys.stdout.write(parser().generate_completion(shell=shell))
    return 0
