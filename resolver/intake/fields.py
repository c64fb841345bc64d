"""The texts of name columns, taken apart once each and remembered while files are read: they repeat from row to row."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from resolver.model import SEGMENTED
from resolver.names.batch import segment_all

CACHED_TEXTS = 1 << 18
"""Distinct texts that are remembered; about 100 MB."""


class Fields:
    """What the texts of name columns hold; `jobs` processes take new ones apart."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._place: dict[str, int] = {}
        self._known = SEGMENTED.empty_table()

    def segmented(self, texts: Sequence[str]) -> pa.Table:
        """A row of SEGMENTED for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._place]
        if len(self._place) + len(new) > CACHED_TEXTS:
            self._place, self._known = {}, SEGMENTED.empty_table()
            new = list(dict.fromkeys(texts))
        if new:
            self._place |= {text: place for place, text in enumerate(new, len(self._place))}
            made = segment_all(new, jobs=self._jobs)
            self._known = pa.concat_tables([self._known, made]).combine_chunks()
        return self._known.take(pa.array([self._place[text] for text in texts], pa.int64()))
