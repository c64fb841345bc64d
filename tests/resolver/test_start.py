"""Ctrl-C before the command has been loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

INTERRUPTED_AT_THE_FIRST_IMPORT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background inherits that it is ignored
class Impatient:
    def find_spec(self, name, *_):
        if name == "click":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Impatient())
from resolver.start import main
main()
"""


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_interrupt_during_the_first_imports_is_one_line(log_format: str, tmp_path: Path) -> None:
    words = ["demo", "--out", str(tmp_path / "never"), "--log-format", log_format]
    program = [sys.executable, "-c", INTERRUPTED_AT_THE_FIRST_IMPORT, *words]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    message = json.loads(done.stderr)["message"] if log_format == "json" else done.stderr
    assert message.strip() == ("interrupted" if log_format == "json" else "error: interrupted")
