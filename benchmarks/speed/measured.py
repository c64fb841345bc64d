"""A small program that starts another one and writes down what it used: `python measured.py LOG COMMAND ...`.

It stands between the benchmark and what is measured because the system hands the peak memory of a starting
process down to the started one (getrusage(2), `ru_maxrss`): a benchmark that has grown to a gigabyte would
measure itself. It imports next to nothing, so what it hands down is some ten megabytes.

On stdout: one line of JSON with `seconds` on the wall, `cpu` seconds of all cores, `kilobytes` of the largest
resident set, `exit_code`. Exits with 0 whatever the command did. Processes that the command leaves behind become our own
(prctl(2), Linux), so that what they used counts too; the seconds end with the command.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

SET_CHILD_SUBREAPER = 36


def main(log: str, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1)
    started = time.perf_counter()
    with Path(log).open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    every = [used, *_left_behind()]
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": sum(one.ru_utime + one.ru_stime for one in every),
                "kilobytes": max(one.ru_maxrss for one in every),
                "exit_code": process.returncode,
            }
        )
    )


def _left_behind() -> list[resource.struct_rusage]:
    """What the processes used that the command did not wait for."""
    found: list[resource.struct_rusage] = []
    while True:
        try:
            found.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
