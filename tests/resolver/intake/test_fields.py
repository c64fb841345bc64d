"""Texts of name columns are taken apart once each, and what is remembered has a bound."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from resolver.intake import fields
from resolver.intake.fields import Fields
from resolver.names.segment_columns import segmented_table

TEXTS = ["ООО Вектор, Москва, ул. Ленина 5", "TO ORDER", "A LLC ON BEHALF OF B LLC"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were taken apart."""
    found: list[str] = []

    def apart(texts: Sequence[str], *, jobs: int) -> pa.Table:
        found.extend(texts)
        return segmented_table(texts)

    monkeypatch.setattr(fields, "segment_all", apart)
    return found


def test_each_text_is_taken_apart_once(asked: list[str]) -> None:
    held = Fields()
    first = held.segmented([*TEXTS, TEXTS[0]])
    again = held.segmented(TEXTS[::-1])
    assert first.equals(segmented_table([*TEXTS, TEXTS[0]]))
    assert again.equals(segmented_table(TEXTS[::-1]))
    assert asked == TEXTS


def test_what_is_remembered_has_a_bound(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "CACHED_TEXTS", 2)
    held = Fields()
    for texts in (TEXTS[:2], TEXTS[1:], TEXTS):
        assert held.segmented(texts).equals(segmented_table(texts))
    assert len(asked) == 2 + 2 + 3


def test_no_texts(asked: list[str]) -> None:
    assert Fields().segmented([]).num_rows == 0
    assert asked == []
