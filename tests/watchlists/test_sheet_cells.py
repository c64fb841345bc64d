"""What is told of a sheet before it is read: by patterns where they suffice, by a parser where they do not."""

from __future__ import annotations

import io

import pytest

from watchlists.sheet_cells import SheetCells, address, is_usual, parsed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def told(body: str, prefix: str = "") -> SheetCells:
    """What the module tells of a sheet: the patterns may say that it is usual only when the parser does."""
    given = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    xml = f'<{prefix}worksheet {given}="{MAIN}"><{prefix}sheetData>{body}</{prefix}sheetData></{prefix}worksheet>'
    found = parsed(io.BytesIO(xml.encode()))
    if is_usual(io.BytesIO(xml.encode())):
        assert (found.count, found.far_out) == (0, "")
    return found


@pytest.mark.parametrize(
    ("cells", "usual"),
    [
        ('<c r="A1"><v>1</v></c><c r="FZ1048576" s="1"/>', True),
        ('<c r="A1"><f>B1&gt;2</f><v>1</v></c>', True),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', True),
        ('<c r="A1"><f t="shared" si="0"/><v>1</v></c>', True),
        ("<c><v>1</v></c>", False),
        ('<c r="XFD1"><v>1</v></c>', False),
        ('<c r="A1"><f>B1</f></c>', False),
        ('<c r="A1"><f>B1</f><v/></c>', False),
        ('<c r="A1"><f/></c><c r="B1"><v>2</v></c>', False),
    ],
)
def test_patterns_know_the_usual_sheet(cells: str, usual: bool) -> None:
    body = f"<row>{cells}</row>"
    told(body)
    assert is_usual(io.BytesIO(body.encode())) is usual


def test_places_are_counted_as_the_library_counts_them() -> None:
    body = (
        '<row><c/><c r="C1"><f/></c><c><f>1</f></c></row><row r="7"><c><f/></c></row><row><c><f/></c></row>'
    )
    assert told(body).uncalculated == {0: [2, 3], 6: [0], 7: [0]}
    with_prefix = (
        body.replace("</", "</x:").replace("<c", "<x:c").replace("<row", "<x:row").replace("<f", "<x:f")
    )
    assert told(with_prefix, "x:").uncalculated == {0: [2, 3], 6: [0], 7: [0]}


@pytest.mark.parametrize("size", [1, 3_000_000])
def test_a_sheet_is_looked_at_in_blocks(size: int) -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>' * (size // 48)
    assert is_usual(io.BytesIO(rows.encode()))
    assert not is_usual(io.BytesIO((rows + '<row r="2"><c r="A2"><f>B1</f></c></row>' + rows).encode()))


def test_addresses() -> None:
    assert [address(0, 0), address(1, 27), address(1048575, 16383)] == ["A1", "AB2", "XFD1048576"]


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ('<c r="XFD1048576"><v>1</v></c>', "XFD1048576"),
        ("<c/>" * 16384, "XFD1048576"),
        ('<c r="A4294967295"><v>1</v></c>', "A4294967295"),
        ('<c r="ZZZZZZZ1"><v>1</v></c>', "ZZZZZZZ1"),
    ],
)
def test_cells_that_reach_too_far(cell: str, last: str) -> None:
    body = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{cell}</row>'
    assert told(body).far_out == last
