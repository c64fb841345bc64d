"""What a person sees on stderr: one-line errors and progress, as text or JSON lines."""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
from typing import NoReturn

import click

# Anything shorter needs no progress.
SILENT_SECONDS = 2.0
# Lines of progress are at least this far apart.
INTERVAL_SECONDS = 2.0


class _Unheard(io.TextIOWrapper):
    """Standard error whose reader may go (`2>&1 | head`) or whose disk may fill up: from then on nothing is said, and the
    run goes on. It would end without its results, and nobody would hear why."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:
            self._drop()
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


def outlive_the_reader() -> None:
    """No stage ends because nobody reads what it says."""
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Unheard(
            sys.stderr.buffer, encoding=sys.stderr.encoding, errors=sys.stderr.errors, line_buffering=True
        )


def fail(message: str, exit_code: int, *, as_json: bool = False) -> NoReturn:
    """One line, then the end."""
    line = _one_line(message)
    if as_json:
        event = {"event": "error", "message": line, "exit_code": exit_code}
        click.echo(json.dumps(event, ensure_ascii=False), err=True)
    else:
        click.echo(f"error: {line}", err=True)
    sys.exit(exit_code)


def fail_internally(error: Exception, exit_code: int, *, verbose: bool, as_json: bool) -> NoReturn:
    """A defect of this tool: one line, and the traceback with -v."""
    if verbose:
        traceback.print_exception(error)
    text = f"internal error: {type(error).__name__}: {error}; run again with -v and report the traceback"
    fail(text, exit_code, as_json=as_json)


def _one_line(message: str) -> str:
    """Without line breaks, and without the terminal commands that a file name or a cell may hold."""
    from resolver.report.text_table import printable

    return printable(" ".join(message.split()))


def warn(message: str, *, quiet: bool, as_json: bool) -> None:
    """One line about something that did not stop the run."""
    line = _one_line(message)
    if as_json:
        say(json.dumps({"event": "warning", "message": line}, ensure_ascii=False), quiet=quiet)
    else:
        say(f"warning: {line}", quiet=quiet)


class Progress:
    """Reports stages that take over SILENT_SECONDS, with what is left. Callable (stage, done, total)."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet, self._json = quiet, as_json
        self._stage, self._started, self._last = "", time.monotonic(), 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say where the run is, when there is something to say."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._last = stage, now, now
        spent = now - self._started
        if self._quiet or done >= total or spent < SILENT_SECONDS or now - self._last < INTERVAL_SECONDS:
            return
        self._last = now
        left = spent * (total - done) / max(done, 1)
        if self._json:
            event = {"event": "progress", "stage": stage, "done": done, "total": total}
            say(json.dumps(event | {"seconds_left": round(left)}))
        else:
            say(f"{stage}: {done:,} of {total:,} ({done / total:.0%}), about {left:.0f} s left")


def say(text: str, *, quiet: bool = False) -> None:
    """A line, or a page, on stderr."""
    if not quiet:
        click.echo(text, err=True)
