"""report.html: complete in itself, and deaf to what the names in it try."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa

from resolver.report.web_hits import strongest_hits
from resolver.report.web_page import fill, render_report_page, write_report_page

Tables = dict[str, pa.Table]
VOID = {"meta", "input", "br"}


class Outline(HTMLParser):
    """Collects the tags and checks that they close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    return parser


def test_the_page_needs_nothing_but_itself(record: dict[str, Any], tables: Tables) -> None:
    page = render_report_page(record, tables)
    for _, attributes in outline(page).tags:
        assert not {"src", "href", "onclick", "onerror", "action"} & set(attributes)
    assert "url(" not in page
    assert "@import" not in page


def test_names_of_the_input_are_text_and_nothing_else(record: dict[str, Any], tables: Tables) -> None:
    page = render_report_page(record, tables)
    assert sum(tag == "script" for tag, _ in outline(page).tags) == 1
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page
    assert not {"\x1b", "\u202e"} & set(page)


def test_the_policy_allows_the_script_of_the_page_only(record: dict[str, Any], tables: Tables) -> None:
    page = render_report_page(record, tables)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page


def test_a_marker_in_a_name_stays_a_name() -> None:
    assert fill("<{{a}}{{b}}>", {"a": "{{b}}", "b": "x"}) == "<{{b}}x>"


def test_the_same_hit_of_many_rows_is_shown_once(tables: Tables) -> None:
    first = tables["hits"].slice(0, 1)
    many = pa.concat_tables([first.set_column(1, "source_row", pa.array([row])) for row in range(1, 30)])
    [shown] = strongest_hits(many, limit=10)
    assert shown["mentions"] == 29
    assert [place["row"] for place in shown["places"]] == [1, 2, 3, 4, 5, 6]


def test_it_says_how_many_hits_it_leaves_out(record: dict[str, Any], tables: Tables) -> None:
    page = render_report_page(record, tables, limit=2)
    assert "2 distinct hits, standing for 2 of 6 hits in all: the strongest ones" in page
    assert sum(tag == "details" for tag, _ in outline(page).tags) == 2


def test_runs_without_hits_lists_or_entities_have_a_page(record: dict[str, Any], tables: Tables) -> None:
    outline(render_report_page({**record, "lists": []}, {"rows": tables["rows"]}))
    outline(render_report_page(record, {"hits": tables["hits"].slice(0, 0)}))


def test_the_same_run_gives_the_same_page(tmp_path: Path, record: dict[str, Any], tables: Tables) -> None:
    turned = {name: table.take(list(reversed(range(table.num_rows)))) for name, table in tables.items()}
    first, second = (
        write_report_page(tmp_path / "a", record, tables),
        write_report_page(tmp_path / "b", record, turned),
    )
    assert first.read_bytes() == second.read_bytes()


def test_cells_stand_below_each_other_where_the_screen_is_narrow(
    record: dict[str, Any], tables: Tables
) -> None:
    """A phone of 390 px has no room for the columns; the titles, which are gone there, stand before their cells."""
    page = render_report_page(record, tables)
    narrow = page.split("@media screen and (max-width: 760px) {", 1)[1].split("@media print", 1)[0]
    assert ".scroll td { display: block; }" in narrow
    assert "content: attr(data-title)" in narrow
    for table in page.split('<div class="scroll">')[1:]:
        titles = re.findall(r"<th(?: [^>]*)?>(.*?)</th>", table.split("</thead>")[0])
        first_row = table.split("<tbody>")[1].split("</tr>")[0]
        assert re.findall(r'<td[^>]* data-title="(.*?)">', first_row) == titles
