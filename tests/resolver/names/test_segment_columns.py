"""The table of segmentations says what `segment` says of each text."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from resolver.model import SEGMENTED
from resolver.names.form_spans import only_legal_form
from resolver.names.segment_columns import segmented_table
from resolver.names.segments import segment
from tests.resolver.names.hostile import TEXTS


def _row(text: str) -> dict[str, Any]:
    found = segment(text)
    firms = [
        party._asdict()
        | {
            "identifiers": [
                {"kind": i.kind, "scheme": i.scheme, "value": i.value, "valid": i.valid}
                for i in party.identifiers
            ]
        }
        for party in found.parties
    ]
    bare = any(only_legal_form(party.name) for party in found.parties)
    return {"parties": firms, "reason": found.reason, "bare": bare}


@given(st.lists(TEXTS, max_size=6))
def test_rows_are_those_of_the_texts_one_by_one(texts: list[str]) -> None:
    texts = [*texts, "ООО", "Alma Ltd.", "TO ORDER", "ROMASHKA LLC INN 7707083893 C/O LLC"]
    table = segmented_table(texts)
    assert table.schema.equals(SEGMENTED)
    assert table.to_pylist() == [_row(text) for text in texts]


def test_no_texts() -> None:
    assert segmented_table([]).equals(SEGMENTED.empty_table())
