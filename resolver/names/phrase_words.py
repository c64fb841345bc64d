"""The words that a phrase is made of: biomedical is biological and medical.

Which of two wordings is one token and which is two hangs on the language: the table has phrases in some languages, and the
other ones say the same in their own words, in their own order (medicala biologice). In: nothing but the lexicon. Out: for
the number of a meaning (`known_words.meanings`) the numbers of the meanings that its phrases consist of.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resolver.names import lexicon, skeleton, stems
from resolver.names.kept import kept
from resolver.names.known_words import UNKNOWN, meanings

WORDINGS, LONGEST = 4, 4
"""Different sets of words of one meaning, the first in the table, and words of one of them."""

SPOKEN = {"en": "latin", "ru": "cyrillic"}
"""Languages whose phrases are taken apart, and how they are written: nearly every phrase has a wording in one of them."""


@kept
def phrase_words() -> npt.NDArray[np.int32]:
    """Shape (meanings + 1, WORDINGS, LONGEST), UNKNOWN beyond the words; the last row is of what has no meaning."""
    wordings = _wordings()
    table = np.full((max(wordings, default=UNKNOWN) + 2, WORDINGS, LONGEST), UNKNOWN, dtype=np.int32)
    for meaning, found in wordings.items():
        for row, words in enumerate(found[:WORDINGS]):
            table[meaning, row, : len(words)] = words
    return table


def words_of(meaning: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The rows of `phrase_words` of some meanings."""
    table = phrase_words()
    rows: npt.NDArray[np.int32] = table[np.where(meaning < len(table) - 1, meaning, UNKNOWN)]
    return rows


def _wordings() -> dict[int, list[tuple[int, ...]]]:
    """By meaning its sets of words, each in order of their numbers."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for language, spelling, concept in lexicon.spoken_phrases():
        if language not in SPOKEN or "@" in spelling or " " in concept:
            continue
        words = [word for word in spelling.split() if not lexicon.is_stop(word)]
        meant = [_meaning(word.removesuffix("*"), SPOKEN[language]) for word in words]
        own, *parts = meanings([concept, *meant]).tolist()
        if 1 < len(parts) <= LONGEST and len({own, UNKNOWN, *parts}) == len(parts) + 2:
            wording = tuple(sorted(parts))
            if wording not in (known := found.setdefault(own, [])):
                known.append(wording)
    return found


def _meaning(word: str, script: str) -> str:
    sound = skeleton.skeleton(word)
    return lexicon.concept_of_word(skeleton.unaccented(word), sound, stems.cut_ending(sound), script)
