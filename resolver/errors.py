"""What can go wrong in a run, as a tree: every message says what, where and what to do.

ResolverError
+-- UsageError        an option, a configuration value or a mapping that cannot be used    exit code 2
+-- UnreadableInput   an input file that is missing, damaged or has no name column         exit code 3
+-- UnwritableOutput  the output folder cannot be written                                  exit code 2
"""

from __future__ import annotations


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
