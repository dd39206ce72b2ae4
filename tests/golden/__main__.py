"""`python -m golden`, run in `tests/`: make the set, check the code against it, show one difference."""

from __future__ import annotations

import sys

from golden.command import main

sys.exit(main())
