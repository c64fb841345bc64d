"""What can go wrong with a list, as a tree: every message says what, where and what to do.

WatchlistError
+-- UnreadableList    the bytes are not what a list is (damaged, hostile, HTML, empty)     exit code 3
|   +-- UnknownFormat   no reader recognises the content                                   exit code 3
+-- UnavailableList   missing, stale beyond --max-age, or could not be fetched             exit code 4
+-- UnusableSetting   a name, a date or a folder for snapshots that cannot be used         exit code 2
"""

from __future__ import annotations

# A message is a line on a screen: longer ones quote a hostile file.
_MOST_CHARACTERS = 500


def printable(text: str) -> str:
    """One line without control characters: a file's own words must not steer the terminal that shows them."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class WatchlistError(Exception):
    """Base of all; `exit_code` is what the command line ends with. The message becomes one bounded line."""

    exit_code = 3

    def __init__(self, message: str) -> None:
        line = printable(message)
        super().__init__(line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]}...")


class UnreadableList(WatchlistError):
    """The file is damaged, hostile, empty or not a list at all."""


class UnknownFormat(UnreadableList):
    """No reader recognises the content."""


class UnavailableList(WatchlistError):
    """The list is not here, too old, or could not be fetched."""

    exit_code = 4


class UnusableSetting(WatchlistError):
    """A name for a source, a date or a folder for snapshots that cannot be used."""

    exit_code = 2
