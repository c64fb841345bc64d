"""A small program that starts another one and writes down what it used: `python measured.py LOG COMMAND ...`.

It stands between the benchmark and what is measured because the system hands the peak memory of a starting
process down to the started one (getrusage(2), `ru_maxrss`): a benchmark that has grown to a gigabyte would
measure itself. It imports next to nothing, so what it hands down is some ten megabytes.

On stdout: one line of JSON with `seconds` on the wall, `cpu` seconds of all cores, `kilobytes` of the largest
resident set, `exit_code`. Exits with 0 whatever the command did.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main(log: str, command: list[str]) -> None:
    started = time.perf_counter()
    with Path(log).open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu": used.ru_utime + used.ru_stime,
                "kilobytes": used.ru_maxrss,
                "exit_code": process.returncode,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
