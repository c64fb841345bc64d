# mypy: disable-error-code="untyped-decorator,misc,no-any-return"
"""Compiled: what `resolver.names.token_columns` does with the texts of each row: joined, in order, said once.

In: a column of texts as Arrow, the places of the texts of each row one after the other, and where each row begins among
them. `token_columns` has the plain twins, by Arrow and numpy, and asks this only where it is loaded already.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from resolver.names.telling_keys import RULES
from resolver.names.token_store import LEFT_OUT, LONG, KeyColumns

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 16
"""Letters that are copied at once, however many the text has: most have fewer, and to count them takes longer."""


def joined(values: pa.Array, place: Ints, start: Ints, between: str, shortened: Flags) -> pa.Array:
    """The texts of each row as one text, with a sign between them or none; of `shortened` ones without the first letter."""
    sign = np.frombuffer(between.encode("ascii"), dtype=np.uint8)
    offsets, letters = _joined(*_column(values), place, start, sign, shortened)
    return pa.StringArray.from_buffers(len(start) - 1, pa.py_buffer(offsets), pa.py_buffer(letters))


def sorted_in_rows(values: pa.Array, place: Ints, start: Ints) -> Ints:
    """The places with those of each row in the order of their texts."""
    found: Ints = _sorted_in_rows(*_column(values), place, start)
    return found


def said_once(number: Ints, may_repeat: Flags, start: Ints) -> Flags:
    """Which of some numbers are not said before in their row, or may repeat themselves."""
    found: Flags = _said_once(number, may_repeat, start)
    return found


def telling(key: Ints, row: Ints, rows: int, columns: KeyColumns) -> Flags:
    """Which of the keys of each row stay in its concept key; the keys of a row stand together, rows in order."""
    start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
    limits = np.array([(rule.others, rule.with_long) for rule in RULES], dtype=np.int64)
    traits, implied, implies = (column[key] for column in (columns.traits, columns.implied, columns.implies))
    found: Flags = _telling(traits, implied, implies, start, limits, LONG, LEFT_OUT)
    return found


def _column(values: pa.Array) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each text of a column begins, and the letters of all; never to be written, so that one kernel fits all."""
    _, offsets, letters = values.buffers()
    first = values.offset
    begins = np.frombuffer(offsets, dtype=np.int32)[first : first + len(values) + 1]
    every = np.frombuffer(letters or b"", dtype=np.uint8)
    begins.flags.writeable = every.flags.writeable = False
    return begins, every


@njit(cache=True)
def _begin(begins: Any, letters: Any, one: int, shortened: bool) -> int:
    """Where a text begins, or its second letter."""
    at, end = begins[one], begins[one + 1]
    if shortened and at < end:
        at += 1
        while at < end and letters[at] & 0xC0 == 0x80:  # further bytes of the first letter
            at += 1
    return at


@njit(cache=True)
def _joined(begins: Any, letters: Any, place: Any, start: Any, between: Any, shortened: Any) -> Any:
    """Where each text begins, and the letters of all."""
    rows = len(start) - 1
    offsets = np.zeros(rows + 1, np.int32)
    for row in range(rows):
        length = len(between) * max(start[row + 1] - start[row] - 1, 0)
        for k in range(start[row], start[row + 1]):
            length += begins[place[k] + 1] - _begin(begins, letters, place[k], shortened[k])
        offsets[row + 1] = offsets[row] + length
    out = np.empty(offsets[rows] + _AT_ONCE, np.uint8)
    n = 0
    for row in range(rows):
        for k in range(start[row], start[row + 1]):
            if k > start[row]:
                for at in range(len(between)):
                    out[n + at] = between[at]
                n += len(between)
            begin, end = _begin(begins, letters, place[k], shortened[k]), begins[place[k] + 1]
            if end - begin <= _AT_ONCE <= len(letters) - begin:
                for at in range(_AT_ONCE):  # what is too much is written over by the next text
                    out[n + at] = letters[begin + at]
            else:
                for at in range(begin, end):
                    out[n + at - begin] = letters[at]
            n += end - begin
    return offsets, out[:n]


@njit(cache=True)
def _is_before(begins: Any, letters: Any, one: int, other: int) -> bool:
    """Whether a text comes before another one."""
    first, second = begins[one], begins[other]
    length, other_length = begins[one + 1] - first, begins[other + 1] - second
    for k in range(min(length, other_length)):
        if letters[first + k] != letters[second + k]:
            return letters[first + k] < letters[second + k]
    return length < other_length


@njit(cache=True)
def _sorted_in_rows(begins: Any, letters: Any, place: Any, start: Any) -> Any:
    found = place.copy()
    for row in range(len(start) - 1):
        for k in range(start[row] + 1, start[row + 1]):
            one, at = found[k], k
            while at > start[row] and _is_before(begins, letters, one, found[at - 1]):
                found[at] = found[at - 1]
                at -= 1
            found[at] = one
    return found


@njit(cache=True)
def _said_once(number: Any, may_repeat: Any, start: Any) -> Any:
    once = np.ones(len(number), np.bool_)
    for row in range(len(start) - 1):
        for k in range(start[row], start[row + 1]):
            for at in range(start[row], k):
                if number[at] == number[k] and not may_repeat[k]:
                    once[k] = False
    return once


@njit(cache=True)
def _telling(
    traits: Any, implied: Any, implies: Any, start: Any, limits: Any, long: int, left_out: int
) -> Any:
    stays = np.ones(len(traits), np.bool_)
    for row in range(len(start) - 1):
        begin, end = start[row], start[row + 1]
        beside = np.int64(0)
        for k in range(begin, end):
            beside |= implies[k]
        for k in range(begin, end):
            stays[k] = implied[k] & beside == 0
        for rule in range(len(limits)):
            bit = left_out << rule
            count, named = 0, False
            for k in range(begin, end):
                if stays[k] and traits[k] & bit == 0:
                    count += 1
                    named |= traits[k] & long > 0
            if count >= limits[rule, 0] or (count >= limits[rule, 1] and named):
                for k in range(begin, end):
                    stays[k] &= traits[k] & bit == 0
    return stays
