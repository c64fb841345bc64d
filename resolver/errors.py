"""What can go wrong in a run, as a tree: every message says what, where and what to do.

ResolverError
+-- UsageError        an option, a configuration value or a mapping that cannot be used    exit code 2
+-- UnreadableInput   an input file that is missing, damaged or has no name column         exit code 3
+-- UnwritableOutput  the output folder cannot be written                                  exit code 2
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

EXIT_INTERRUPTED = 130
"""Ctrl-C: 128 + SIGINT, as shells say it."""


class ResolverError(Exception):
    """Base of all; `exit_code` is what the command line ends with."""

    exit_code = 3


class UsageError(ResolverError):
    """An option, a configuration value or a column mapping that cannot be used."""

    exit_code = 2


class UnreadableInput(ResolverError):
    """An input file that is missing, damaged, or holds no names."""


class UnwritableOutput(ResolverError):
    """The output folder cannot be written."""

    exit_code = 2


def wants_json(words: Sequence[str]) -> bool:
    """Whether a command line wants its errors as JSON lines: asked before its options are read, or when they are wrong."""
    return "--log-format=json" in words or ("--log-format", "json") in pairwise(words)
