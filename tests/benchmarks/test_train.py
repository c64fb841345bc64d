"""Training as if the lexicon knew less than it does."""

from __future__ import annotations

import pytest

from benchmarks.quality import train
from resolver.matching.encode import distinct_tokens
from resolver.names import canonicalise, describe_tokens


def test_names_with_a_forgotten_meaning_lose_their_key_of_concepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "_is_forgotten", lambda concept: concept == "bearing")
    monkeypatch.setattr(train, "FORGETTABLE_BITS", 0.0)
    names = canonicalise(["Вектор подшипниковый завод", "Вектор завод"])
    known = describe_tokens(distinct_tokens(names))
    described, forgetful = train._forgotten(known, names)
    concepts = dict(zip(described["token"].to_pylist(), described["concept"].to_pylist(), strict=True))
    before = dict(zip(known["token"].to_pylist(), known["concept"].to_pylist(), strict=True))
    assert before.pop("подшипниковый") == "bearing"
    assert concepts.pop("подшипниковый") == ""
    assert concepts == before
    assert forgetful["key_concepts"].to_pylist() == ["", names["key_concepts"][1].as_py()]


def test_the_same_meanings_are_forgotten_every_time() -> None:
    concepts = [f"concept {number}" for number in range(1_000)]
    forgotten = [concept for concept in concepts if train._is_forgotten(concept)]
    assert forgotten == [concept for concept in concepts if train._is_forgotten(concept)]
    assert abs(len(forgotten) / len(concepts) - train.FORGOTTEN) < 0.05
