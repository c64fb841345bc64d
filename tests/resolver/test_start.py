"""Ctrl-C before the command has been loaded."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

INTERRUPTED_AT_THE_FIRST_IMPORT = """
import signal, sys
class Impatient:
    def find_spec(self, name, *_):
        if name == "click":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Impatient())
from resolver.start import main
main()
"""


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_interrupt_during_the_first_imports_is_one_line(log_format: str) -> None:
    program = [sys.executable, "-c", INTERRUPTED_AT_THE_FIRST_IMPORT, "demo", "--log-format", log_format]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    message = json.loads(done.stderr)["message"] if log_format == "json" else done.stderr
    assert message.strip() == ("interrupted" if log_format == "json" else "error: interrupted")
