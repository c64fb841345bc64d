"""Words of the command line and names of files as text that can be written."""

from __future__ import annotations


def readable(word: str) -> str:
    """A word of the command line as text that can be written: bytes in it that are no UTF-8 show as �.

    Names of files unpacked from old archives hold such bytes; Python carries them as lone surrogates.
    """
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
