"""Formulas without a stored result, as a library leaves them that writes workbooks and does not calculate."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from resolver.errors import UnreadableInput
from resolver.intake import Intake, read_parties
from resolver.pair_files import read_pairs
from tests.resolver.intake.manifests import write_open_document, write_sheet


def text(address: str, value: str) -> str:
    at = f' r="{address}"' if address else ""
    return f'<c{at} t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADING = row(1, text("A1", "Company"), text("B1", "Country"), text("C1", "Remarks"))
VEGA = row(2, text("A2", "VEGA LLC"), text("B2", "RU"))
TOLD = "open the file in a spreadsheet program and save it, or save it as CSV"


def outcomes(intake: Intake) -> list[tuple[str, str]]:
    return list(zip(intake.rows["outcome"].to_pylist(), intake.rows["reason"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    "formula", ["<f>B2&amp;C2</f>", "<f>B2</f><v></v>", "<f>B2</f><v/>", '<f t="shared" si="0"/>']
)
@pytest.mark.parametrize("addressed", [True, False])
def test_a_row_of_nothing_but_such_cells_is_a_row(formula: str, addressed: bool, tmp_path: Path) -> None:
    cell = f'<c r="A{{}}">{formula}</c>' if addressed else f"<c>{formula}</c>"
    body = HEADING + VEGA + "".join(row(n, cell.format(n)) for n in (3, 5))
    intake = read_parties([write_sheet(tmp_path / "m.xlsx", body)])
    unread = ("unreadable", "formula without a stored result: Company")
    assert outcomes(intake) == [("screened", ""), unread, ("placeholder", "empty row"), unread]
    assert intake.warnings == (
        f"{tmp_path / 'm.xlsx'} (sheet 'D'): 2 cells hold formulas without a stored result "
        f"(the first is A3), read as empty; {TOLD}",
    )


def test_a_result_that_is_empty_is_a_result(tmp_path: Path) -> None:
    cells = row(3, '<c r="A3" t="str"><f>B2</f><v></v></c><c r="B3"><f>1+1</f><v>2</v></c>')
    intake = read_parties([write_sheet(tmp_path / "m.xlsx", HEADING + VEGA + cells)])
    assert outcomes(intake) == [("screened", ""), ("placeholder", "no name given")]
    assert intake.warnings == ()


@pytest.mark.parametrize("asked", [True, False])
def test_a_nought_of_a_program_that_asks_for_results(asked: bool, tmp_path: Path) -> None:
    """As XlsxWriter leaves a formula, also one that makes a name."""
    cells = row(3, '<c r="A3"><f>B2&amp;C2</f><v>0</v></c><c r="B3"><f>1</f><v>10</v></c>')
    path = write_sheet(tmp_path / "m.xlsx", HEADING + VEGA + cells)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if asked:
        calculate = b'</sheets><calcPr calcId="124519" fullCalcOnLoad="1"/>'
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", calculate)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    intake = read_parties([path])
    unread = ("unreadable", "formula without a stored result: Company")
    assert outcomes(intake)[1] == (unread if asked else ("placeholder", "nothing but filler"))
    assert len(intake.warnings) == asked


def test_what_is_said_depends_on_the_column(tmp_path: Path) -> None:
    body = HEADING + row(2, text("A2", "VEGA LLC"), '<c r="B2"><f>A1</f></c>')
    body += row(3, text("A3", "LYRA LLC"), '<c r="C3"><f>A1</f></c>') + row(
        4, '<c r="C4"><f>SUM(C1:C3)</f></c>'
    )
    intake = read_parties([write_sheet(tmp_path / "m.xlsx", body)])
    assert outcomes(intake) == [
        ("screened", "formula without a stored result: Country"),
        ("screened", ""),
        ("placeholder", "no name given"),
    ]
    assert "3 cells hold formulas" in intake.warnings[0]
    assert "(the first is B2)" in intake.warnings[0]


def test_one_name_of_a_row_that_names_two(tmp_path: Path) -> None:
    heading = row(1, text("A1", "Shipper"), text("B1", "Consignee"))
    body = heading + row(2, text("A2", "VEGA LLC"), '<c r="B2"><f>A2</f></c>')
    intake = read_parties([write_sheet(tmp_path / "m.xlsx", body)])
    assert intake.parties["party_name"].to_pylist() == ["VEGA LLC"]
    assert outcomes(intake) == [("screened", "formula without a stored result: Consignee")]


def test_a_heading_or_a_whole_sheet_of_formulas(tmp_path: Path) -> None:
    body = row(1, '<c r="A1"><f>X1</f></c>', text("B1", "Goods")) + row(
        2, text("A2", "VEGA LLC"), text("B2", "1")
    )
    for one in (body, row(1, '<c r="A1"><f>X1</f></c><c r="B1"><f>X2</f></c>')):
        with pytest.raises(
            UnreadableInput, match=r"formulas? without a stored result \(.*A1.*save it as CSV"
        ):
            read_parties([write_sheet(tmp_path / "m.xlsx", one)])


def cell(value: str = "", *, formula: bool = False, times: int = 1) -> str:
    given = ' table:formula="of:=[.B2]"' if formula else ""
    given += f' table:number-columns-repeated="{times}"' if times > 1 else ""
    typed = ' office:value-type="string"' if value else ""
    return f"<table:table-cell{given}{typed}><text:p>{value}</text:p></table:table-cell>"


def test_open_document(tmp_path: Path) -> None:
    rows = [
        f"<table:table-row>{cell('Company')}{cell('Country')}</table:table-row>",
        f"<table:table-row>{cell('VEGA LLC', formula=True)}{cell(formula=True, times=2)}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="2">{cell(formula=True)}</table:table-row>',
        f'<table:table-row table:number-rows-repeated="1048000">{cell(times=16000)}</table:table-row>',
    ]
    intake = read_parties([write_open_document(tmp_path / "m.ods", "".join(rows))])
    unread = ("unreadable", "formula without a stored result: Company")
    assert outcomes(intake) == [("screened", "formula without a stored result: Country"), unread, unread]
    assert "4 cells hold formulas without a stored result (the first is B2)" in intake.warnings[0]


def test_pairs_are_refused(tmp_path: Path) -> None:
    body = row(1, text("A1", "left"), text("B1", "right")) + row(
        2, text("A2", "VEGA"), '<c r="B2"><f>A2</f></c>'
    )
    with pytest.raises(UnreadableInput, match=r"1 cell holds a formula without a stored result \(B2\); open"):
        read_pairs(write_sheet(tmp_path / "p.xlsx", body))


@pytest.mark.parametrize(
    "body",
    [
        row(1, '<c r="A1"><f>1</f></c>').replace("<c ", "<c x='&#x110000;' "),
        row(1, '<c r="A1"><f>1</f></c>', "<c>"),
        row(1, *("<c><f/></c>" for _ in range(3))).replace("<c>", "<c><!--", 1),
    ],
)
def test_damaged_xml_is_refused(body: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="damaged"):
        read_parties([write_sheet(tmp_path / "m.xlsx", body)])


def test_a_dtd_is_refused(tmp_path: Path) -> None:
    root = '<!DOCTYPE x [<!ENTITY a "VEGA LLC">]><worksheet><sheetData>{}</sheetData></worksheet>'
    body = HEADING + row(2, text("A2", "&a;"), '<c r="B2"><f>1</f></c>')
    with pytest.raises(UnreadableInput, match="has a DTD"):
        read_parties([write_sheet(tmp_path / "m.xlsx", body, root=root)])


def test_formulas_by_the_million_are_refused(tmp_path: Path) -> None:
    rows = f"<table:table-row>{cell('Company')}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1000000">{cell(formula=True, times=16000)}</table:table-row>'
    with pytest.raises(UnreadableInput, match="more than 5,000,000 formulas"):
        read_parties([write_open_document(tmp_path / "m.ods", rows)])
