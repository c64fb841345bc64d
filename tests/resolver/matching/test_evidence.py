"""The texts of the evidence, made by templates, equal those made one by one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.config import Config, with_preset
from resolver.intake.listings import listing_tables
from resolver.matching import evidence
from resolver.matching.linking import link
from resolver.matching.listed import prepare_listed
from resolver.matching.weights import load_model
from watchlists.model import Address

from .lists import INN, LISTED, NAMES, OTHER_INN, parties


@pytest.mark.parametrize("block", [2, 20_000])
def test_templates_equal_the_plain_twin(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(evidence, "BLOCK", block)
    config, model = replace(with_preset(Config(), "wide"), possible_threshold=1e-9), load_model()
    numbers = [[("tax_id", "RU-INN", one)] for one in (INN, OTHER_INN)]
    rows: list[Any] = [
        *NAMES,
        *({"party_name": name, "country": "RU", "identifiers": numbers[0]} for name in NAMES),
    ]
    rows += [{"party_name": 'GLOBAL "100 %s %" \\ TRADING', "country": "KZ", "identifiers": numbers[1]}]
    table = parties(rows)
    listed = prepare_listed(*listing_tables([LISTED]))
    links = link(table, listed, model, config)
    pair = np.arange(len(links.pairs.context))[::-1].repeat(2)
    texts = evidence.evidence_texts(links, listed, model, pair).to_pylist()
    assert len(pair) > 6
    assert texts == [evidence.plain_evidence(links, listed, model, row) for row in pair.tolist()]


def test_of_one_address_both_sides_tell_what_they_share() -> None:
    listing_of_one = replace(
        LISTED.listings[0], addresses=(Address("ul. Kvartsevaya 2", city="Moskva", country="RU"),)
    )
    listed = prepare_listed(*listing_tables([replace(LISTED, listings=(listing_of_one,))]))
    name = listing_of_one.names[0].text
    rows: list[Any] = [
        {"party_name": name, "address": "ул. Кварцевая, д. 2"},
        {"party_name": name, "city": "Moskva"},
    ]
    config, model = replace(with_preset(Config(), "wide"), possible_threshold=1e-9), load_model()
    links = link(parties(rows), listed, model, config)
    pair = np.argsort(links.pairs.context)
    texts = evidence.evidence_texts(links, listed, model, pair).to_pylist()
    assert texts == [evidence.plain_evidence(links, listed, model, row) for row in pair.tolist()]
    places = [json.loads(text)["place"] for text in texts]
    assert [(place["level"], place["listed"]) for place in places] == [
        ("same address", f"{places[0]['party']}; Moskva"),
        ("same city", "Moskva"),
    ]


def test_nothing_to_write() -> None:
    model, listed = load_model(), prepare_listed(*listing_tables([LISTED]))
    links = link(parties([]), listed, model, Config())
    assert evidence.evidence_texts(links, listed, model, np.empty(0, dtype=np.int64)).to_pylist() == []


@given(st.lists(st.lists(st.text(), max_size=4), max_size=4), st.integers(0, 2))
def test_blocks_of_texts_become_one_array(blocks: list[list[str]], cut: int) -> None:
    arrays = [pa.array(["x" * cut, *block], pa.large_string()).slice(cut) for block in blocks]
    made = evidence.together(iter(arrays))
    made.validate(full=True)
    assert made.to_pylist() == [text for array in arrays for text in array.to_pylist()]
