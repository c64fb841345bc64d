"""Delimited text: one broken line never takes the next ones with it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.intake.delimited import UNCLOSED_QUOTE, Record, read_records, usual_width


def records(text: str, delimiter: str = ";", width: int = 3) -> list[Record]:
    return list(read_records(text.splitlines(), delimiter, width))


def test_quoted_cells_may_span_lines_at_any_place() -> None:
    text = '1;"two\nlines";x\n"first\nof all";2;y\n3;z;"at the\n\nend"\n4;a;b\n'
    assert [record.cells for record in records(text)] == [
        ("1", "two\nlines", "x"),
        ("first\nof all", "2", "y"),
        ("3", "z", "at the\n\nend"),
        ("4", "a", "b"),
    ]


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    found = records('1;"OOO A;x\n2;OOO B;y\n3;"OOO ""C""";z\n4;"OOO D;w\n')
    assert [record.damage for record in found] == [UNCLOSED_QUOTE, "", "", UNCLOSED_QUOTE]
    assert found[1].cells == ("2", "OOO B", "y")
    assert found[2].cells == ("3", 'OOO "C"', "z")


def test_the_next_line_with_a_quoted_cell_is_not_swallowed() -> None:
    found = records('1;"OOO A;x\n2;"OOO B";y\n')
    assert [record.damage for record in found] == [UNCLOSED_QUOTE, ""]
    assert found[1].cells == ("2", "OOO B", "y")


@pytest.mark.parametrize("line", ['1;"OOO A;x', '1;OOO A;"x', '"1;OOO A;x'])
def test_a_quote_that_opens_in_each_of_two_rows_joins_them_not(line: str) -> None:
    """The second firm stood in a cell of the first one, and was not screened."""
    found = records(f"{line}\n{line.replace('A', 'B')}\n3;OOO C;y\n")
    assert [record.damage for record in found] == [UNCLOSED_QUOTE, UNCLOSED_QUOTE, ""]


def test_sloppy_quotes_stay_text() -> None:
    assert records('1;OOO "A" and Co;x\n2;5" PIPES;y\n')[1].cells == ("2", '5" PIPES', "y")


def test_blank_lines_are_rows_except_at_the_end() -> None:
    assert [record.cells for record in records("a;b;c\n\n\nd;e;f\n\n\n")] == [
        ("a", "b", "c"),
        ("",),
        ("",),
        ("d", "e", "f"),
    ]


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Zl", "Zp", "Cc"))
)
ROW = st.lists(CELL, min_size=3, max_size=3).filter(lambda cells: any(cell.strip() for cell in cells))


@given(st.lists(ROW, min_size=1, max_size=20))
def test_reads_what_the_csv_module_writes(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    assert [list(record.cells) for record in read_records(io.StringIO(out.getvalue()), ";", 3)] == rows


@given(st.lists(st.text(st.sampled_from('ab;"\n'), max_size=12), max_size=30), st.integers(0, 5))
def test_no_text_is_lost_and_nothing_raises(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    found = list(read_records(io.StringIO(text), ";", width))
    letters = sum(cell.count(letter) for record in found for cell in record.cells for letter in "ab")
    assert letters == text.count("a") + text.count("b")


def test_usual_width() -> None:
    assert usual_width(["title", "a;b;c", '1;"x;y";z', "2;x;z", ""], ";") == (3, 0.75)
    assert usual_width([], ";") == (0, 0.0)
