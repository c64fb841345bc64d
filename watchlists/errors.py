"""What can go wrong with a list, as a tree: every message says what, where and what to do.

WatchlistError
+-- UnreadableList    the bytes are not what a list is (damaged, hostile, HTML, empty)     exit code 3
|   +-- UnknownFormat   no reader recognises the content                                   exit code 3
+-- UnavailableList   missing, stale beyond --max-age, or could not be fetched             exit code 4
"""

from __future__ import annotations


class WatchlistError(Exception):
    """Base of all; `exit_code` is what the command line ends with."""

    exit_code = 3


class UnreadableList(WatchlistError):  # noqa: N818 - it reads as what happened to the list
    """The file is damaged, hostile, empty or not a list at all."""


class UnknownFormat(UnreadableList):
    """No reader recognises the content."""


class UnavailableList(WatchlistError):  # noqa: N818
    """The list is not here, too old, or could not be fetched."""

    exit_code = 4
