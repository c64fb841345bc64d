"""Makes manifests for the tests of the intake; every firm is fictional."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

DAMAGED = '''Отчёт об импорте;;;;
за 2024 год;;;;
;;;;
Составил: отдел;;;;
;;;;
№;Наименование получателя;Страна получателя;ИНН получателя;Код ТН ВЭД
1;ООО "Ромашка";РФ;7707083893;8542310000
;;;;
3;NULL;;;
4;"ООО ""Лютик""";Казахстан;;8542
5;"ООО Гвоздика;RU;;8542
6;ТОО Алма;KZ;990240001234;
7;{long};KG;;
8;Заря;RU;;
9;11420;US;;
10;нет данных;RU;;
11;"ОАО
Двухэтажный";RU;7707083893;1
12;ООО;RU;;
13;ООО ТРИ;RU;;1;2;3
14;КРАТКО
№;Наименование получателя;Страна получателя;ИНН получателя;Код ТН ВЭД
16;{chinese};CN;;
'''
LONG_NAME = "АО " + "НАУЧНО-ИССЛЕДОВАТЕЛЬСКИЙ ИНСТИТУТ ТОЧНОГО ЗВУКА " * 12


def damaged_manifest(path: Path, encoding: str = "cp1251") -> Path:
    """The manifest with everything wrong that a manifest can have; its heading is in row 6."""
    chinese = "深圳市华强电子有限公司" if encoding.startswith("utf") else "ШЭНЬЧЖЭНЬ"
    text = DAMAGED.format(long=LONG_NAME.strip(), chinese=chinese)
    path.write_bytes((text.replace("№", "No") if encoding == "koi8-r" else text).encode(encoding))
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>{{}}</sheetData></worksheet>'
_WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<sheets>{}</sheets></workbook>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = '<Relationship Id="rId{0}" Type="{1}" Target="{2}"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "</Types>"
)


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
    return f"<c><v>{value}</v></c>"


def write_sheet(path: Path, body: str, *, root: str = _SHEET) -> Path:
    """An .xlsx file with one sheet, D, of these rows of XML."""
    write_workbook(path, {"D": []})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = root.format(body).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_DOCUMENT = (
    f'<office:document-content xmlns:office="{_OPEN}office:1.0" xmlns:table="{_OPEN}table:1.0" '
    f'xmlns:text="{_OPEN}text:1.0"><office:body><office:spreadsheet><table:table table:name="D">{{}}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def write_open_document(path: Path, body: str) -> Path:
    """A minimal .ods file with one sheet, D, of these rows of XML."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_OPEN}manifest:1.0"></m:manifest>')
        archive.writestr("content.xml", _DOCUMENT.format(body))
    return path


def write_workbook(path: Path, sheets: dict[str, Sequence[Sequence[str | float]]]) -> Path:
    """A minimal .xlsx file with the given sheets."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            _RELATIONS.format(_RELATION.format(1, _OFFICE + "officeDocument", "xl/workbook.xml")),
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
        )
        archive.writestr("xl/workbook.xml", _WORKBOOK.format(names))
        targets = "".join(
            _RELATION.format(n, _OFFICE + "worksheet", f"worksheets/sheet{n}.xml")
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(targets))
        for n, rows in enumerate(sheets.values(), 1):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _SHEET.format(body))
    return path
