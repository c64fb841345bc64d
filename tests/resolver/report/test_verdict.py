"""Why a hit is in its band: the reasons are those of `resolver.matching.hits.bands`."""

from __future__ import annotations

import pandas as pd
import pytest

from resolver.comparing import best_hits
from resolver.config import Config
from resolver.report.verdict import KINDS, band_reason, kind_reason

SETTINGS = Config(match_threshold=0.6, possible_threshold=0.2).as_dict()


@pytest.mark.parametrize(
    ("band", "score", "told"),
    [
        ("match", 0.6, "probability 0.6000; match from 0.6"),
        ("match", 0.99999999, "probability >0.9999; match from 0.6"),
        ("possible", 0.59, "probability 0.5900; possible from 0.2"),
        ("possible", 0.2, "probability 0.2000; possible from 0.2"),
        ("possible", 0.9, "a weak alias alone is none"),
        ("possible", 0.03, "is under 0.2; reported because the party's name holds the listed one"),
    ],
)
def test_band(band: str, score: float, told: str) -> None:
    assert told in band_reason(band, score, SETTINGS)


def test_kinds() -> None:
    assert set(KINDS) == {"same", "contains"}
    assert "subsidiary" in kind_reason("contains")
    assert kind_reason("another") == "another"


@pytest.mark.parametrize(
    ("party", "missing"), [("KRATON TRADE", False), ("KRATON TRADE", True), ("KRATON", True)]
)
def test_a_name_that_lacks_listed_words_does_not_only_say_more(party: str, missing: bool) -> None:
    listed = "KRATON ZAGVOR LLC" if missing else "KRATON LLC"
    [hit] = best_hits(pd.DataFrame({"left": [party], "right": [listed]}), Config()).values()
    kind = "contains" if " " in party else "same"
    assert hit["kind"] == kind
    told = kind_reason(kind, hit["evidence"])
    assert ("lacks words of the listed one" in told) == (missing and kind == "contains")
