"""docs/matching.md and docs/architecture.md speak of what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from resolver.matching.candidates import CHANNELS
from resolver.matching.comparisons import COMPARISONS, EXTENSION_BITS, HELD_SHARE, HELD_WORD_BITS
from resolver.matching.encode import PSEUDO_LISTINGS
from resolver.matching.listing_facts import SHORTEST_IDENTIFIER
from resolver.matching.training import ASSUMED
from resolver.training_pairs import FEWEST_PAIRS

ROOT = Path(__file__).resolve().parents[2]
MATCHING = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*CHANNELS, *(c.name for c in COMPARISONS)])
def test_channels_and_comparisons_have_their_line(name: str) -> None:
    assert f"| `{name}` |" in MATCHING


def test_numbers_of_the_document_are_those_of_the_code() -> None:
    text = " ".join(MATCHING.split())
    assert f"{PSEUDO_LISTINGS:,} further listings" in text
    assert f"at least {SHORTEST_IDENTIFIER} characters" in text
    assert f"worth {EXTENSION_BITS} bits" in text
    assert f"{HELD_SHARE:.0%} of its information" in text
    assert f"a word of {HELD_WORD_BITS:g} bits" in text
    assert f"at least {FEWEST_PAIRS} of each kind" in text
    _, equal, different = ASSUMED["identifiers"]
    assert f"weighs {equal:g} bits, a different one of one kind {different:g}" in text
    assert f"aircraft {ASSUMED['type'][1]:g}" in text


def test_every_module_at_the_rim_is_described() -> None:
    rim = {path.name for path in (ROOT / "resolver").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert [name for name in sorted(rim) if f"`{name}`" not in ARCHITECTURE] == []


def test_paths_of_the_documents_exist() -> None:
    for text in (MATCHING, ARCHITECTURE):
        links = set(re.findall(r"\]\(([\w./]+)\)", text))
        assert [link for link in sorted(links) if not (ROOT / "docs" / link).exists()] == []
        paths = set(re.findall(r"`((?:resolver|watchlists|tests|benchmarks)/[\w./]+)`", text))
        assert [path for path in sorted(paths) if not (ROOT / path.rstrip("/")).exists()] == []
