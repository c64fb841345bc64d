"""IDs that last, from run to run."""

from __future__ import annotations

from resolver.entities.identity import entity_id, founder, member_key
from resolver.entities.settling import Known, settle

CONTENT = {member_key(text): text for text in ("alpha", "beta", "gamma", "delta")}
A, B, C, D = CONTENT
NOTHING = Known({}, {}, {}, {})


def known_after(settled, clusters, before=NOTHING, run=1):
    """What the ledger knows after a run."""
    members = dict(before.entity_of_member)
    for ids, held in zip(settled.ids, clusters, strict=True):
        members |= dict.fromkeys(held, ids)
    born = {**before.born, **dict.fromkeys(settled.given, run)}
    return Known(members, {**before.founder, **settled.given}, born, settled.now)


def run(clusters, known=NOTHING, number=1):
    settled = settle(clusters, CONTENT, known)
    return settled, known_after(settled, clusters, known, number)


def test_ids_come_from_content_alone():
    first, _ = run([[A, B], [C]])
    second, _ = run([[C], [B, A]])
    assert first.ids == second.ids[::-1]
    assert first.ids[1] == entity_id("gamma")
    assert first.ids[0] == entity_id(founder(["alpha", "beta"]))


def test_rows_that_come_back_keep_their_id():
    _, known = run([[A, B], [C]])
    again, _ = run([[C], [A, B, D]], known, 2)
    assert again.ids == [known.entity_of_member[C], known.entity_of_member[A]]
    assert not again.changes


def test_a_merge_keeps_the_older_id_and_the_other_resolves_to_it():
    _, known = run([[A]])
    _, known = run([[A], [B]], known, 2)
    merged, known = run([[A, B]], known, 3)
    assert merged.ids == [entity_id("alpha")]
    assert known.now[entity_id("beta")] == entity_id("alpha")
    assert merged.changes == [("merged", entity_id("beta"), entity_id("alpha"))]


def test_what_was_merged_and_parts_again_has_its_id_back():
    _, known = run([[A], [B]])
    _, known = run([[A, B]], known, 2)
    parted, known = run([[A], [B]], known, 3)
    assert sorted(parted.ids) == sorted([entity_id("alpha"), entity_id("beta")])
    assert all(known.now[one] == one for one in parted.ids)
    assert [change for change, _, _ in parted.changes] == ["split"]


def test_a_split_leaves_the_id_with_the_founder():
    first, known = run([[A, B, C]])
    by = known.founder[first.ids[0]]
    others = sorted({A, B, C} - {by})
    parted, after = run([others, [by]], known, 2)
    assert parted.ids[1] == first.ids[0]
    assert parted.changes == [("split", first.ids[0], parted.ids[0])]
    assert after.now[first.ids[0]] == first.ids[0]


def test_an_entity_whose_founder_is_away_goes_with_most_of_its_members():
    first, known = run([[A, B, C]])
    present = sorted({A, B, C} - {known.founder[first.ids[0]]})
    again, _ = run([present, [D]], known, 2)
    assert again.ids[0] == first.ids[0]


def test_every_id_resolves_through_chains_of_merges():
    _, known = run([[A], [B], [C]])
    _, known = run([[A, B], [C]], known, 2)
    last, known = run([[A, B, C]], known, 3)
    assert {known.now[entity_id(text)] for text in ("alpha", "beta", "gamma")} == set(last.ids)
