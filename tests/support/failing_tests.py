"""A made-up rule and its tests, of which one fails: what CI servers are told of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RULES = "- {id: tell, by: education_org_head, must: notify, to: ROLE, after: report_received, due: 1 hour}"
TESTS = """\
tests: demo/school
cases:
  - name: the police are told
    incident: {events: [{event: report_received, at: "2026-11-20T14:30:00+05:00"}]}
    as_of: "2026-11-20T14:30:00+05:00"
    expect:
      duties:
        - {rule: tell, to: police, due: "2026-11-20T15:30:00+05:00"}
        - {rule: tell, to: police, status: done}
  - name: before a report nothing is owed
    incident: {events: []}
    as_of: "2026-11-20T14:30:00+05:00"
    expect: {awaiting: [{rule: tell}]}
"""


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest with the plugin in a folder of its own, as a user of it would run it."""
    if not (folder / "pytest.ini").exists():  # else pytest looks for settings in the folders above
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "COLUMNS": "160"}
    command = [sys.executable, "-m", "pytest", "-p", "protocolkit.pytest_plugin", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
