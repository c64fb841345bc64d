"""Columns on a terminal, whatever the script and however hostile the name."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from resolver.report.text_table import clip, display_width, lay_out, pad, printable


@given(st.text(), st.integers(1, 40))
def test_padded_text_has_exactly_the_width(text: str, width: int) -> None:
    assert display_width(pad(text, width)) == width


@given(st.text(), st.integers(1, 40))
def test_clipping_twice_changes_nothing(text: str, width: int) -> None:
    assert clip(clip(text, width), width) == clip(text, width)


@given(st.text())
def test_nothing_printed_can_steer_the_terminal(text: str) -> None:
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for letter in printable(text)
    )


def test_wide_letters_take_two_columns() -> None:
    assert display_width("北京 ООО") == 8
    assert display_width("e\u0301") == 1


def test_columns_line_up_and_fit() -> None:
    rows = [["1", "北京晨光電子有限公司", "0.99"], ["22", "Очень длинное название предприятия " * 3, "0.5"]]
    lines = lay_out(["row", "party", "score"], rows, width=60, numeric=[True, False, True])
    assert all(display_width(line) <= 60 for line in lines)
    assert lines[1].endswith("0.99")
    assert "…" in lines[2]
