"""Ctrl-C before the command has been loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.errors import UnreadableInput

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


def test_nothing_is_loaded_before_an_interrupt_is_heard() -> None:
    """Whatever `resolver.start` loads at its head is a time in which Ctrl-C ends in a traceback."""
    program = "import os, sys; held = {*sys.modules}; import resolver.start; print(*{*sys.modules} - held)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {*done.stdout.split()} <= {"__future__", "gc", "resolver", "resolver.start"}


def test_an_interrupt_at_the_very_end_is_one_line() -> None:
    late = "import atexit, signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    late += "; atexit.register(lambda: signal.raise_signal(signal.SIGINT))"
    done = resolver("--version", before=late)
    assert "Traceback" not in done.stderr


def resolver(
    *words: str, stdout: int = subprocess.PIPE, before: str = "", behind: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command in an interpreter of its own, in which something may be done before it, and behind it if that is
    reached."""
    program = f"{before}\nfrom resolver.start import main\ntry:\n    main()\nfinally:\n    {behind or 'pass'}"
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_what_was_written_is_out_when_the_process_ends_at_once() -> None:
    done = resolver("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Commands:" in done.stdout
    assert done.stdout.endswith("\n")


def test_the_exit_code_of_an_error_is_kept(tmp_path: Path) -> None:
    done = resolver(
        "screen", str(tmp_path / "none.csv"), "--list", "none.csv", "--out", str(tmp_path / "out")
    )
    assert done.returncode == UnreadableInput.exit_code
    assert done.stderr.startswith("error: ")


def test_what_has_to_be_done_at_the_end_is_done() -> None:
    before = "import atexit; atexit.register(lambda: print('at the end'))"
    assert resolver("--version", before=before).stdout.endswith("at the end\n")


def test_a_profiler_sees_the_end() -> None:
    watched = "import sys; sys.setprofile(lambda *_: None)"
    assert resolver("--version", before=watched, behind="print('seen')").stdout.endswith("seen\n")
    assert "seen" not in resolver("--version", behind="print('seen')").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
def test_what_cannot_be_written_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        done = resolver("--help", stdout=full.fileno())
    assert done.returncode != 0


def test_closed_streams(tmp_path: Path) -> None:
    """`<&-` and `2>&-`: Python has no stream there at all."""
    listed = tmp_path / "list.csv"
    listed.write_text("listing_id,name\n1,VESTROKON LLC\n")
    words = ("--list", str(listed), "--out", str(tmp_path / "out"))
    done = resolver("screen", "-", *words, before="import sys; sys.stdin = None")
    assert (done.returncode, done.stderr) == (3, "error: standard input: is empty\n")
    done = resolver("screen", str(listed), *words, before="import sys; sys.stderr = None")
    assert (done.returncode, done.stderr) == (0, "")
    assert "VESTROKON" in (tmp_path / "out" / "hits.csv").read_text()


LOST_IN_A_CALLBACK = """
import ctypes, signal, sys, time
from resolver import start
signal.signal(signal.SIGINT, signal.default_int_handler)
class Slow:
    def find_spec(self, name, *_):
        if name == "click":
            ctypes.CFUNCTYPE(None)(lambda: signal.raise_signal(signal.SIGINT))()
            time.sleep(20)
sys.meta_path.insert(0, Slow())
start.main()
"""


def test_an_interrupt_lost_in_compiled_code_is_heard_again() -> None:
    """Python cannot raise it through the machine code that called back; the run would go on as if nothing had been."""
    program = [sys.executable, "-c", LOST_IN_A_CALLBACK, "--version"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=15)
    assert (done.returncode, done.stderr.strip()) == (130, "error: interrupted")


def test_a_run_outlives_the_reader_of_what_it_says(tmp_path: Path) -> None:
    """`resolver screen ... 2>&1 | head -1`: it ended with 0, and without its results."""
    listed = tmp_path / "list.csv"
    listed.write_text("listing_id,name\n1,VESTROKON LLC\n")
    words = ["screen", str(listed), "--list", str(listed), "--out", str(tmp_path / "out")]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([sys.executable, "-m", "resolver", *words], stderr=writer, check=False)
    finally:
        os.close(writer)
    assert done.returncode == 0
    assert "VESTROKON" in (tmp_path / "out" / "hits.csv").read_text()
