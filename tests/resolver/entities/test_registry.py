"""A registry on disk over several runs, from names to IDs."""

from __future__ import annotations

import pyarrow as pa
import pytest

from resolver.config import Config
from resolver.entities import build_entities, explain_entity
from resolver.entities.decisions import (
    CANNOT,
    FILE,
    MUST,
    Decision,
    read_decisions,
    split_decisions,
    undone,
    write_decisions,
)
from resolver.entities.identity import member_key
from resolver.entities.ledger import CURRENT
from resolver.entities.registry import open_registry, save_registry, settle_entities, with_remembered
from resolver.errors import UnreadableInput, UsageError
from resolver.matching.within import link_within
from resolver.model import PARTIES

CONFIG = Config(jobs=1)
ROWS = [
    ("ООО Луноход Электроника", "RU"),
    ("OOO LUNOKHOD ELEKTRONIKA", "RU"),
    ("Lunokhod Elektronika LLC", "RU"),
    ("Gromoboy Mashzavod JSC", "RU"),
    ("АО Громобой Машзавод", "RU"),
    ("ЖЧК Кок-Булак Трейд", "KG"),
    ("Kok-Bulak Trade LLC", "KG"),
    ("SAPPHIRE LANTERN SHIPPING", "AE"),
]


def parties(rows, file="manifest.csv", identifiers=()):
    """PARTIES of (name, country) rows."""
    held = dict(identifiers)
    made = [
        {
            **{f.name: "" for f in PARTIES},
            "party_id": f"{file}-{number}",
            "source_file": file,
            "source_row": number,
            "raw_name": name,
            "party_name": name,
            "country": country,
            "identifiers": [
                {"kind": "tax_id", "scheme": "RU-INN", "value": value, "valid": True}
                for value in [held.get(number)]
                if value
            ],
        }
        for number, (name, country) in enumerate(rows, start=1)
    ]
    return pa.Table.from_pylist(made, schema=PARTIES)


def update(folder, table, label="run"):
    registry = open_registry(folder)
    run = with_remembered(registry, table)
    entities, after = settle_entities(
        registry, run, link_within(run.parties, CONFIG), None, CONFIG, label=label
    )
    save_registry(after)
    return entities


def built(table):
    return build_entities(table, link_within(table, CONFIG), None, CONFIG)


def test_spellings_of_one_firm_are_one_entity_and_firms_are_apart():
    found = built(parties(ROWS)).entity_of_party
    assert found[0] == found[1] == found[2]
    assert found[3] == found[4]
    assert found[5] == found[6]
    assert len(set(found)) == 4


def test_any_order_of_rows_gives_the_same_bytes():
    rows = parties(ROWS)
    order = [5, 2, 7, 0, 3, 6, 1, 4]
    one, other = built(rows), built(rows.take(order))
    assert one.clusters.equals(other.clusters)
    assert one.entities.equals(other.entities)
    assert one.possible.equals(other.possible)
    assert one.diagnostics.equals(other.diagnostics)


def test_unrelated_rows_change_no_id():
    more = [*ROWS, ("Walnut Harbour Timber Ltd", "CA"), ("Ozero Biryuza OOO", "RU")]
    assert built(parties(more)).entity_of_party[: len(ROWS)] == built(parties(ROWS)).entity_of_party


def test_conflicting_identifiers_are_two_entities_and_a_shared_one_binds():
    rows = [("Lunokhod Elektronika LLC", "RU")] * 3
    found = built(parties(rows, identifiers={1: "7700000001", 2: "7700000002", 3: "7700000001"}.items()))
    assert found.entity_of_party[0] == found.entity_of_party[2] != found.entity_of_party[1]


def test_batches_end_in_the_clusters_of_one_file(tmp_path):
    whole = built(parties(ROWS)).entity_of_party
    update(tmp_path, parties(ROWS[:3], "a.csv"))
    update(tmp_path, parties(ROWS[3:], "b.csv"))
    again = update(tmp_path, parties(ROWS[:3], "a.csv")).entity_of_party
    assert again == whole[:3]


def test_new_rows_leave_other_ids_alone_and_rows_come_back_to_theirs(tmp_path):
    first = update(tmp_path, parties(ROWS[:4])).entity_of_party
    second = update(tmp_path, parties(ROWS[4:], "b.csv")).entity_of_party
    assert second[0] == first[3]
    assert update(tmp_path, parties(ROWS[:4])).entity_of_party == first


def test_a_user_parts_and_joins_entities_and_takes_it_back(tmp_path):
    first = update(tmp_path, parties(ROWS)).entity_of_party
    registry = open_registry(tmp_path)
    members = registry.ledger.members_of(first[0])["member"].to_pylist()
    said = {"who": "analyst", "when": "2026-01-05", "why": "two addresses"}
    write_decisions(split_decisions(members[:1], members[1:], **said), tmp_path / FILE)
    parted = update(tmp_path, parties(ROWS)).entity_of_party
    assert len(set(parted[:3])) == 2
    assert parted[3:] == first[3:]
    decisions = read_decisions(tmp_path / FILE)
    write_decisions(undone(decisions), tmp_path / FILE)
    assert update(tmp_path, parties(ROWS)).entity_of_party == first
    ship, mill = (open_registry(tmp_path).ledger.members_of(first[n])["member"][0].as_py() for n in (7, 3))
    write_decisions([Decision(MUST, ship, mill, "analyst", "2026-01-06", "one owner")], tmp_path / FILE)
    joined = update(tmp_path, parties(ROWS)).entity_of_party
    assert joined[7] == joined[3]
    assert open_registry(tmp_path).ledger.resolve(first[7]) == open_registry(tmp_path).ledger.resolve(
        first[3]
    )


def test_a_crash_before_the_last_step_leaves_the_registry_as_it_was(tmp_path, monkeypatch):
    update(tmp_path, parties(ROWS[:4]))
    before = open_registry(tmp_path).ledger

    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("resolver.entities.ledger._point_to", fail)
    with pytest.raises(KeyboardInterrupt):
        update(tmp_path, parties(ROWS[4:], "b.csv"))
    assert open_registry(tmp_path).ledger == before
    monkeypatch.undo()
    update(tmp_path, parties(ROWS[4:], "b.csv"))
    assert open_registry(tmp_path).ledger.run == 2


def test_a_damaged_registry_says_so(tmp_path):
    update(tmp_path, parties(ROWS[:2]))
    generation = tmp_path / (tmp_path / CURRENT).read_text().strip()
    (generation / "members.parquet").write_bytes(b"not parquet")
    with pytest.raises(UnreadableInput, match="damaged"):
        open_registry(tmp_path)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("maybe-link,M-A,M-B,x,y,z", "neither"),
        ("must-link,E-A,M-B,x,y,z", "member key"),
        ("must-link", "no value"),
    ],
)
def test_a_faulty_decision_is_named_by_its_line(tmp_path, line, fault):
    (tmp_path / FILE).write_text(f"decision,left,right,who,when,why\n{line}\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=fault):
        read_decisions(tmp_path / FILE)


def test_the_last_word_about_a_pair_counts(tmp_path):
    one, other = member_key("a"), member_key("b")
    said = ("analyst", "2026-01-05", "because")
    write_decisions([Decision(MUST, one, other, *said), Decision(CANNOT, other, one, *said)], tmp_path / FILE)
    from resolver.entities.decisions import in_force

    assert in_force(read_decisions(tmp_path / FILE)) == ([], [tuple(sorted((one, other)))])


def test_an_unknown_id_is_a_clear_error(tmp_path):
    with pytest.raises(UsageError, match="never given"):
        open_registry(tmp_path).ledger.resolve("E-NONE")


def test_an_entity_explains_itself_as_text_and_graphml():
    from lxml import etree

    found = built(parties(ROWS))
    told = explain_entity(found, found.entity_of_party[0])
    assert "3 rows" in told.text
    assert "Links that hold it together" in told.text
    drawn = etree.fromstring(told.graphml.encode())
    nodes = drawn.findall(".//{*}node")
    assert len(nodes) >= 2
    with pytest.raises(UsageError, match="no entity"):
        explain_entity(found, "E-NONE")
