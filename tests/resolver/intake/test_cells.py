"""Cells by column: what each row says, however the rows are shaped."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from resolver.intake.cells import Cells, Column, chosen

ROWS = [("1", " ООО  А ", "RU"), ("2", "B LLC"), ("3", " ООО  А ", "KZ", "more")]
TEXTS = st.lists(st.text(alphabet="ab 1", max_size=3), max_size=12)


def test_a_cell_that_a_row_lacks_is_empty() -> None:
    cells = Cells(ROWS)
    assert cells.as_written(2).to_list() == ["RU", "", "KZ"]
    assert cells.tidy(7).to_list() == ["", "", ""]
    assert cells.tidy(None).to_list() == ["", "", ""]
    assert cells.widths.tolist() == [3, 2, 4]


def test_blanks_go_from_the_ends_or_everywhere() -> None:
    cells = Cells(ROWS)
    assert cells.as_written(1).to_list() == [" ООО  А ", "B LLC", " ООО  А "]
    assert cells.stripped(1).to_list() == ["ООО  А", "B LLC", "ООО  А"]
    assert cells.tidy(1).to_list() == ["ООО А", "B LLC", "ООО А"]


def test_several_columns_are_joined_without_repetition() -> None:
    cells = Cells([("Bishkek", "Bishkek", "Chui 1"), ("", "Osh", "")])
    assert cells.joined((0, 1, 2)).to_list() == ["Bishkek, Chui 1", "Osh"]
    assert cells.joined((1,)).to_list() == ["Bishkek", "Osh"]
    assert cells.joined(()).to_list() == ["", ""]


@given(TEXTS)
def test_a_column_says_of_each_row_what_its_text_says(texts: list[str]) -> None:
    column = Column.of(texts)
    assert column.to_list() == texts
    assert column.array.to_pylist() == texts
    assert column.mapped(str.upper).array.to_pylist() == list(map(str.upper, texts))
    assert column.where(str.isalpha).tolist() == list(map(str.isalpha, texts))
    rows = np.arange(0, len(texts), 2)
    assert column.taken(rows).to_list() == texts[::2]


def test_a_function_is_asked_once_for_each_distinct_text() -> None:
    asked: list[str] = []
    Column.of(["a", "b", "a", "a"]).mapped(lambda text: asked.append(text) or text)
    assert sorted(asked) == ["a", "b"]


def test_no_rows() -> None:
    cells = Cells([])
    assert cells.tidy(0).to_list() == []
    assert cells.joined((0, 1)).array.to_pylist() == []


def test_the_first_of_two_columns_that_says_something() -> None:
    assert chosen(pa.array(["KG", ""]), pa.array(["RU", "RU"])).to_pylist() == ["KG", "RU"]
