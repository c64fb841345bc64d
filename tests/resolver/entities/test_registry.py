"""A registry on disk over several runs, from names to IDs."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.quality.registry import make_registry
from benchmarks.speed.lasting import moved_untouched
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
from resolver.entities.ledger import COMPARED, CURRENT
from resolver.entities.registry import (
    decisions_unmet,
    open_registry,
    save_registry,
    settle_entities,
    with_remembered,
)
from resolver.errors import UnreadableInput, UsageError
from resolver.matching.within import link_within
from resolver.model import HITS, PARTIES

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


def update(folder, table, label="run", config=CONFIG):
    registry = open_registry(folder)
    run = with_remembered(registry, table)
    edges = link_within(run.parties, config, earlier=registry.ledger.compared)
    entities, after = settle_entities(registry, run, edges, None, config, label=label)
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


def test_ten_files_and_two_processes_give_the_bytes_of_one_file_and_one(tmp_path):
    rows = ROWS * 3
    one = update(tmp_path / "one", parties(rows))
    for number in range(10):
        last = update(tmp_path / "ten", parties(rows[number::10], f"{number}.csv"))
    assert last.entities.num_rows
    ledgers = [open_registry(tmp_path / name).ledger for name in ("one", "ten")]
    members = [table.members.select(["member", "content", "entity_id"]) for table in ledgers]
    groups = [dict(zip(*(m[c].to_pylist() for c in ("member", "entity_id")), strict=True)) for m in members]
    assert {frozenset(k for k in g if g[k] == e) for g in groups[:1] for e in g.values()} == {
        frozenset(k for k in g if g[k] == e) for g in groups[1:] for e in g.values()
    }
    both = link_within(parties(rows), Config(jobs=2))
    assert build_entities(parties(rows), both, None, CONFIG).clusters == one.clusters


def test_a_file_that_is_taken_out_and_added_again_has_its_ids_back(tmp_path):
    before = update(tmp_path, parties(ROWS[:5], "a.csv")).entity_of_party
    update(tmp_path, parties(ROWS[5:], "a.csv"))
    assert update(tmp_path, parties(ROWS[:5], "a.csv")).entity_of_party == before


def test_places_of_earlier_files_are_remembered(tmp_path):
    placed = [("ZARNITSYN VESTROKON", "RU"), ("GELIOTRON LUMIRAD", "RU")]
    table = parties(placed, "a.csv")
    for column, value in (("city", "Perm"), ("address", "12 Mira street Perm")):
        at = table.schema.get_field_index(column)
        table = table.set_column(at, column, pa.array([value] * table.num_rows))
    update(tmp_path, table)
    run = with_remembered(open_registry(tmp_path), parties(ROWS[:1], "b.csv"))
    remembered = run.parties.slice(run.own)
    assert set(remembered["city"].to_pylist()) == {"Perm"}
    assert set(remembered["address"].to_pylist()) == {"12 Mira street Perm"}


def hits_of(table, listing_id):
    """HITS that say of the first row of `table` which listing of a list it is for certain."""
    blank = {f.name: None for f in HITS}
    keys = {c: table[c][0].as_py() for c in ("source_file", "source_row", "party_role", "party_id")}
    said = {"list": "x", "listing_id": listing_id, "kind": "same", "band": "match", "score": 0.99}
    return pa.Table.from_pylist([blank | keys | said], schema=HITS)


@pytest.mark.parametrize(("second", "together"), [("1", True), ("2", False)])
def test_listings_of_earlier_files_are_remembered(tmp_path, second, together):
    names = [("ZARNITSYN VESTROKON", "RU"), ("GELIOTRON LUMIRAD", "RU")]
    for name, file, listing in zip(names, ("a.csv", "b.csv"), ("1", second), strict=True):
        table, registry = parties([name], file), open_registry(tmp_path)
        run = with_remembered(registry, table)
        edges = link_within(run.parties, CONFIG)
        _, after = settle_entities(registry, run, edges, hits_of(table, listing), CONFIG, label=file)
        save_registry(after)
    update(tmp_path, parties(ROWS[:1], "c.csv"))  # a run without lists forgets nothing
    members = open_registry(tmp_path).ledger.members
    of_name = dict(zip(members["party_name"].to_pylist(), members["entity_id"].to_pylist(), strict=True))
    assert (of_name[names[0][0]] == of_name[names[1][0]]) == together


def test_a_ledger_of_the_first_version_opens(tmp_path):
    update(tmp_path, parties(ROWS))
    generation = tmp_path / (tmp_path / CURRENT).read_text().strip()
    for name in ("listed", *COMPARED):
        (generation / f"{name}.parquet").unlink()
    sightings = pq.read_table(generation / "sightings.parquet").drop_columns(["city", "address"])
    pq.write_table(sightings, generation / "sightings.parquet")
    ledger = open_registry(tmp_path).ledger
    assert ledger.listed.num_rows == 0
    assert set(ledger.sightings["city"].to_pylist()) == {""}


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


def test_a_registry_that_lost_its_pointer_is_not_begun_anew(tmp_path):
    update(tmp_path, parties(ROWS[:2]))
    (tmp_path / CURRENT).unlink()
    assert open_registry(tmp_path).ledger.run == 0  # an interrupted first run leaves the same
    update(tmp_path, parties(ROWS[:2]))
    update(tmp_path, parties(ROWS[4:], "b.csv"))
    (tmp_path / CURRENT).unlink()
    with pytest.raises(UnreadableInput, match=r"CURRENT is missing.*generation-000002"):
        open_registry(tmp_path)
    (tmp_path / CURRENT).write_text("generation-000009")
    with pytest.raises(UnreadableInput, match="'generation-000009': it is not there"):
        open_registry(tmp_path)


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


def test_members_that_nobody_knows_are_told(tmp_path):
    update(tmp_path, parties(ROWS[2:4]))
    known = open_registry(tmp_path).ledger.members["member"].to_pylist()
    said = ("a", "2026-01-01", "b")
    decisions = [Decision(MUST, known[0], "M-none", *said), Decision(CANNOT, *known, *said)]
    decisions += [Decision(CANNOT, known[1], f"M-gone{n}", *said) for n in range(9)]
    write_decisions(decisions, tmp_path / FILE)
    (warning,) = decisions_unmet(open_registry(tmp_path))
    assert f"decisions {tmp_path / FILE}: 10 members that it names are not in the registry" in warning
    assert "M-none (line 2), M-gone0 (line 4), M-gone1 (line 5), ...;" in warning
    write_decisions(decisions[1:2], tmp_path / FILE)
    assert decisions_unmet(open_registry(tmp_path)) == []


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


def test_what_comes_later_does_not_move_an_entity_that_it_does_not_touch(tmp_path):
    """A word of the old names becomes common among new ones; as one file the old pair would score otherwise."""
    fillers = [
        (f"{word} {other} Timber", "CA") for word in ("Walnut", "Alder", "Maple") for other in ("Bay", "Rock")
    ]
    old = [*ROWS, *fillers]
    before = update(tmp_path, parties(old, "a.csv"))
    later = [(f"Lunokhod {word}", "PL") for word in ("Gorod", "Zavtra", "Kirpich")]
    after = update(tmp_path, parties(later, "b.csv"))
    kept = before.graph.probability[before.graph.left >= 0]
    now = {
        (after.graph.content[a], after.graph.content[b]): p
        for a, b, p in zip(after.graph.left, after.graph.right, after.graph.probability, strict=True)
    }
    for a, b, p in zip(before.graph.left, before.graph.right, kept, strict=True):
        assert now[before.graph.content[a], before.graph.content[b]] == p


def test_a_registry_of_an_earlier_version_is_compared_once_more(tmp_path):
    before = update(tmp_path, parties(ROWS)).entity_of_party
    generation = tmp_path / (tmp_path / CURRENT).read_text().strip()
    for name in COMPARED:
        (generation / f"{name}.parquet").unlink()
    assert update(tmp_path, parties(ROWS)).entity_of_party == before
    assert open_registry(tmp_path).ledger.compared.basis.num_rows == 1


def test_names_that_lack_a_column_are_compared_once_more_with_all_that_speaks_of_them(tmp_path):
    before = update(tmp_path, parties(ROWS)).entity_of_party
    path = tmp_path / (tmp_path / CURRENT).read_text().strip() / "compared_names.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["key_letters"]), path)
    compared = open_registry(tmp_path).ledger.compared
    assert [getattr(compared, field).num_rows for field in compared.__slots__] == [0] * len(COMPARED)
    assert update(tmp_path, parties(ROWS)).entity_of_party == before
    assert open_registry(tmp_path).ledger.compared.names.num_rows > 0


def of_member(folder):
    members = open_registry(folder).ledger.members
    return pd.Series(members["entity_id"].to_pylist(), index=members["member"].to_pylist())


def test_no_entity_moves_that_no_new_row_joins(tmp_path):
    """Rows of a synthetic registry in chance order, in batches of ever fewer rows."""
    rows = make_registry(900).sample(frac=1.0, random_state=1)
    start = 0
    for number, size in enumerate((500, 200, 120, 60, 20)):
        batch = rows[start : start + size]
        table = parties(list(zip(batch["name"], batch["country"], strict=True)), f"{number}.csv")
        before = of_member(tmp_path) if number else pd.Series(dtype=str)
        update(tmp_path, table)
        seen = open_registry(tmp_path).ledger.sightings.to_pandas()
        new = seen.loc[seen["source_file"] == f"{number}.csv", "member"]
        moved = moved_untouched(before, of_member(tmp_path), new)
        assert (moved.left, moved.came) == (0, 0)
        assert number == 0 or moved.untouched > 20
        start += size


TIED = [("Lunokhod Elektronika LLC", "RU"), ("Lunokhod Elektro Mash", "RU")]


def test_what_rows_held_together_that_are_gone_parts(tmp_path):
    first = update(tmp_path, parties(TIED, "a.csv")).entity_of_party
    assert first[0] != first[1]
    numbers = {1: "7700000001", 2: "7700000001"}.items()
    update(tmp_path, parties(TIED, "b.csv", identifiers=numbers))
    tied = of_member(tmp_path)
    assert len(set(tied)) == 1
    update(tmp_path, parties(ROWS[7:], "b.csv"))
    members = open_registry(tmp_path).ledger.members.to_pandas()
    alone = members[members["identifiers"].map(len) == 0].set_index("party_name")["entity_id"]
    assert [alone[name] for name, _ in TIED] == first


def test_with_another_threshold_all_entities_are_made_anew(tmp_path):
    before = update(tmp_path, parties(ROWS, "a.csv"))
    stricter = replace(CONFIG, cluster_threshold=1.0)
    entities = len(set(before.entity_of_party))
    update(tmp_path, parties(ROWS[7:], "b.csv"), config=CONFIG)
    assert len(set(of_member(tmp_path))) == entities
    update(tmp_path, parties(ROWS[7:], "b.csv"), config=stricter)
    assert len(set(of_member(tmp_path))) > entities
