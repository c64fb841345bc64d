"""What is known besides the names: country, identifiers, type."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from resolver.intake.listings import listing_tables
from resolver.matching import context
from resolver.matching.comparisons import COMPARISONS, POSITION
from resolver.matching.context import distinct_contexts, share_identifier, with_context
from resolver.matching.listed import ListedSide, prepare_listed
from watchlists.model import Address

from .lists import INN, LISTED, OTHER_INN, listing, parties, snapshot

TAX = ("tax_id", "RU-INN", INN)
OTHER = ("tax_id", "RU-INN", OTHER_INN)


@pytest.fixture(scope="module")
def listed() -> ListedSide:
    return prepare_listed(*listing_tables([LISTED]))


def test_parties_that_agree_in_all_share_a_context() -> None:
    same = {"party_name": "a", "country": "RU", "identifiers": [TAX]}
    rows = [same, {**same, "country": "KG"}, same, {**same, "identifiers": []}, {**same, "party_name": "b"}]
    contexts = distinct_contexts(parties(rows), np.array([0, 0, 0, 0, 1]))
    groups = contexts.of_party.tolist()
    assert groups[0] == groups[2]
    assert len(set(groups)) == 4
    assert contexts.name[contexts.of_party].tolist() == [0, 0, 0, 0, 1]
    assert contexts.country.take(contexts.of_party).to_pylist() == ["RU", "KG", "RU", "RU", "RU"]
    assert contexts.identifiers_text(groups[0]) == INN
    assert contexts.identifiers_text(groups[3]) == ""


def test_the_order_of_identifiers_does_not_matter() -> None:
    rows = [
        {"party_name": "a", "identifiers": [TAX, OTHER]},
        {"party_name": "a", "identifiers": [OTHER, TAX]},
    ]
    contexts = distinct_contexts(parties(rows), np.zeros(2, dtype=np.int64))
    assert contexts.of_party.tolist() == [0, 0]


def test_every_context_of_every_wanted_name() -> None:
    rows = [{"party_name": n, "country": c} for n, c in (("a", "RU"), ("b", "RU"), ("a", "KG"))]
    contexts = distinct_contexts(parties(rows), np.array([0, 1, 0]))
    at, found = contexts.by_name().expand(np.array([1, 0, 7, 0]))
    assert at.tolist() == [0, 1, 1, 3, 3]
    assert contexts.name[found].tolist() == [1, 0, 0, 0, 0]


def states(listed: ListedSide, party: dict[str, object], listing_id: str) -> dict[str, str]:
    """Level names of the comparisons of context for one party and one listing."""
    facts = listed.facts
    contexts = distinct_contexts(parties([{"party_name": "a", **party}]), np.zeros(1, dtype=np.int64), facts)
    key = listed.listings["listing_id"].to_pylist().index(listing_id)
    row = listed.listed_names["listing_key"].to_pylist().index(key)
    zero = np.zeros(1, dtype=np.int64)
    blank = np.zeros((1, len(COMPARISONS)), dtype=np.uint8)
    levels = with_context(blank, contexts, zero, listed, np.array([row]), facts)
    return {c.name: c.levels[levels[0, POSITION[c.name]]] for c in COMPARISONS if not c.of_name}


@pytest.mark.parametrize(
    ("party", "listing_id", "country", "identifiers"),
    [
        ({}, "1", "not known", "none shared"),
        ({"country": "RU"}, "1", "same", "none shared"),
        ({"country": "KG"}, "1", "different", "none shared"),
        ({"country": "RU"}, "4", "not known", "none shared"),
        ({"identifiers": [TAX]}, "1", "not known", "equal"),
        ({"identifiers": [OTHER]}, "1", "not known", "different of one kind"),
        ({"identifiers": [OTHER, TAX]}, "1", "not known", "equal"),
        ({"identifiers": [TAX]}, "2", "not known", "none shared"),
        ({"identifiers": [("tax_id", "KG-INN", "01234567890123")]}, "1", "not known", "none shared"),
        ({"identifiers": [("phone", "", INN)]}, "1", "not known", "none shared"),
        ({"identifiers": [("tax_id", "RU-INN", "77")]}, "1", "not known", "none shared"),
    ],
)
def test_states(
    party: dict[str, object], listing_id: str, country: str, identifiers: str, listed: ListedSide
) -> None:
    found = states(listed, party, listing_id)
    assert (found["country"], found["identifiers"]) == (country, identifiers)


PLACED = snapshot(
    replace(
        listing(1, "Vega"),
        addresses=(
            Address("12 Lenina Street, office 7", "Moscow", country="RU"),
            Address(city="Minsk", country="BY"),
        ),
    )
)


@pytest.mark.parametrize(
    ("party", "place"),
    [
        ({}, "not known"),
        ({"city": "Г. МОСКВА"}, "same city"),
        ({"city": "Minsk"}, "same city"),
        ({"city": "Kazan"}, "other city"),
        ({"city": "Kazan", "country": "KZ"}, "not known"),
        ({"address": "ul. Lenina, 12"}, "same address"),
        ({"address": "ul. Lenina, 13"}, "not known"),
        ({"address": "ул. Ленина 12", "city": "Москва", "country": "RU"}, "same address"),
        ({"address": "Office 7, Tverskaya 12", "country": "RU"}, "not known"),
    ],
)
def test_places(party: dict[str, object], place: str) -> None:
    side = prepare_listed(*listing_tables([PLACED]))
    assert states(side, party, "1")["place"] == place


def test_rows_of_other_addresses_share_a_context_unless_a_list_holds_one() -> None:
    facts = prepare_listed(*listing_tables([PLACED])).facts
    rows = [{"party_name": "a", "address": text} for text in ("Mira 5", "Mira 6", "Lenina 12")]
    contexts = distinct_contexts(parties(rows), np.zeros(3, dtype=np.int64), facts)
    assert contexts.of_party.tolist() == [0, 0, 1]


@pytest.mark.parametrize(("listing_id", "kind"), [("1", "entity"), ("4", "individual")])
def test_type(listing_id: str, kind: str, listed: ListedSide) -> None:
    assert states(listed, {}, listing_id)["type"] == kind


def test_listings_that_share_an_identifier(listed: ListedSide) -> None:
    rows = [{"party_name": "a"}, {"party_name": "a", "identifiers": [OTHER, TAX]}]
    contexts = distinct_contexts(parties(rows), np.zeros(2, dtype=np.int64))
    context, listing = share_identifier(contexts, listed.facts)
    assert context.tolist() == [1]
    assert listed.listings["listing_id"].take(listing).to_pylist() == ["1"]


def test_pairs_share_what_both_hold():
    chance = np.random.default_rng(3)

    def rows(many: int, holders: int) -> pa.Table:
        keys = chance.choice(["", "minsk", "lenina 12", "moskva"], many)
        return pa.table(
            {"holder": chance.integers(0, holders, many), "key": pa.array(keys.tolist(), pa.string())}
        )

    def held(table: pa.Table, holder: int) -> set[str]:
        return {row["key"] for row in table.to_pylist() if row["holder"] == holder and row["key"]}

    left, right = rows(40, 30), rows(25, 20)
    ctx, asked = chance.integers(0, 30, 400), chance.integers(0, 20, 400)
    found = context._share(left, ctx, right, asked, "key")
    plain = [bool(held(left, a) & held(right, b)) for a, b in zip(ctx.tolist(), asked.tolist(), strict=True)]
    assert found.tolist() == plain
    assert 0 < sum(plain) < 400


def test_nothing_is_shared_where_nothing_is_held():
    pairs = np.array([0, 1, 2])
    assert not context._share(context.nowhere(), pairs, context.nowhere(), pairs, "key").any()
