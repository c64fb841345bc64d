"""Where the command begins: Ctrl-C ends with a line and its exit code from the first import on.

`resolver.cli` and what it loads take a moment, in which an impatient user may press it; nothing that Python has not loaded
itself is loaded before that is seen to.
"""

from __future__ import annotations

import gc
import os
import sys

COLLECT_AFTER = 1_000_000
"""New objects after which cycles among them are looked for. Tables become Python lists here and there, which hold no
cycles; with the interpreter's 700 each of them is walked through again and again while it grows, and with 100,000 it still
took half a second of a run of 100,000 parties. Of this many the memory of a large run did not grow."""


def main() -> None:
    """`resolver`, with the words of the command line."""
    try:
        _run()
    except KeyboardInterrupt:
        _interrupted()


def _run() -> None:
    gc.set_threshold(COLLECT_AFTER)
    sys.unraisablehook = _heard_again
    try:
        from resolver.cli import main as command

        command()
    except SystemExit as ended:
        _leave(ended)


def _heard_again(lost: sys.UnraisableHookArgs) -> None:
    """Ctrl-C while compiled code called back into Python is dropped there: it is sent once more a moment later."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    import signal
    import threading

    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()


def _leave(ended: SystemExit) -> None:
    """End as is said, when what was written is out and what was started has stopped, without taking apart what is held in
    memory: of 100,000 parties that took another tenth of the run. Raises `ended` where Python has more to do or to say."""
    import atexit

    code = ended.code or 0
    is_watched = sys.getprofile() is not None or sys.gettrace() is not None
    if not isinstance(code, int) or is_watched or sys.stdout is None or sys.stderr is None:
        raise ended
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise ended from None
    os._exit(code & 0xFF)


def _interrupted() -> None:
    """Say so and end at once: what is half imported may not be able to end in order."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C: we are going
    import json

    from resolver.errors import EXIT_INTERRUPTED, wants_json

    event = {"event": "error", "message": "interrupted", "exit_code": EXIT_INTERRUPTED}
    line = json.dumps(event) if wants_json(sys.argv[1:]) else "error: interrupted"
    print(line, file=sys.stderr, flush=True)
    os._exit(EXIT_INTERRUPTED)
