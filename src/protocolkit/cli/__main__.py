"""`python -m protocolkit.cli`."""

import sys

from protocolkit.cli import main

sys.exit(main())
