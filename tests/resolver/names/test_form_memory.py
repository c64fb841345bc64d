"""What is gone of names is found again by the whole key, whatever the numbers of the keys are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names.form_memory import FormMemory, Gone, Keys, offsets, ranges

Key = tuple[int, tuple[int, ...]]
KEYS = st.tuples(st.integers(2, 5), st.lists(st.integers(-30, 3), max_size=4).map(tuple))


def keys_of(keys: list[Key]) -> Keys:
    length = np.array([len(codes) for _, codes in keys], dtype=np.int64)
    codes = [code for _, codes in keys for code in codes]
    look = np.array([look for look, _ in keys], dtype=np.int64)
    return Keys(look, np.array(codes, dtype=np.int64), offsets(length))


def gone_of(key: Key) -> Gone:
    look, codes = key
    return tuple(range(len(codes) % 3)), (f"class {look % 2}",)


def told(memory: FormMemory, keys: list[Key]) -> list[Gone | None]:
    answers = memory.answers
    place = answers.places(keys_of(keys))
    found: list[Gone | None] = []
    for at in place.tolist():
        _, words = answers.words_gone(np.array([at] if at >= 0 else [], dtype=np.int64))
        found.append((tuple(words.tolist()), answers.classes[answers.class_of[at]]) if at >= 0 else None)
    return found


@settings(max_examples=300)
@given(st.lists(st.lists(KEYS, unique=True, max_size=6), max_size=4), st.lists(KEYS, max_size=6))
def test_what_was_learned_is_known_and_nothing_else(learned: list[list[Key]], others: list[Key]) -> None:
    memory = FormMemory(1_000)
    for keys in learned:
        memory.with_further(keys_of(keys), list(map(gone_of, keys)))
    known = {key for keys in learned for key in keys}
    asked = [*known, *others]
    assert told(memory, asked) == [gone_of(key) if key in known else None for key in asked]
    assert len(memory) == len(known)


def test_keys_of_one_number_are_not_taken_for_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "numbers", lambda self: np.zeros(len(self.look), dtype=np.uint64))
    memory, keys = FormMemory(9), [(2, (1, -4)), (2, (1, -5)), (3, (1, -4))]
    memory.with_further(keys_of(keys), list(map(gone_of, keys)))
    for key, found in zip(keys, told(memory, keys), strict=True):
        assert found in (gone_of(key), None)


def test_no_more_is_remembered_than_asked_for() -> None:
    memory = FormMemory(3)
    for look in range(2, 9):
        key: Key = (look, (1,))
        memory.with_further(keys_of([key]), [gone_of(key)])
        assert told(memory, [key]) == [gone_of(key)]
        assert len(memory) <= 3


def test_ranges_and_offsets() -> None:
    assert offsets(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]
    assert ranges(np.array([7, 1, 4]), np.array([2, 0, 3])).tolist() == [7, 8, 4, 5, 6]
