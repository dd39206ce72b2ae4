"""`python -m protocolkit`."""

import sys

from protocolkit.cli import main

sys.exit(main())
