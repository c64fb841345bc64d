"""What is known of a word by itself: one `Word` per distinct spelling, made once and kept.

Everything that a name needs of its words (skeleton, stem, concept, may it begin a legal form or a phrase) is decided
here, so that a name is made of look-ups only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from resolver.names import lexicon, script, skeleton, stems

WORDS_KEPT = 1 << 19
"""Distinct words remembered by one process: about 250 MB at the most."""


@dataclass(frozen=True, slots=True)
class Word:
    """`spelling` is the folded word after repair; `exact` is it without accents; `key` stands in concept keys."""

    spelling: str
    exact: str
    stem: str
    skeleton: str
    concept: str
    key: str
    script: str
    initial: str
    twin: str
    is_stop: bool
    is_generic: bool
    starts_phrase: bool


@lru_cache(maxsize=WORDS_KEPT)
def know(word: str) -> Word:
    """The record of a folded word as it stands in a text (not yet mended)."""
    spelling = script.mend_word(word) if not word.isascii() else word
    sound = skeleton.skeleton(spelling)
    exact = skeleton.unaccented(spelling)
    stem = stems.cut_ending(sound)
    its_script = script.script_of_word(spelling)
    concept = lexicon.concept_of_word(exact, sound, stem, its_script)
    return Word(
        spelling=spelling,
        exact=exact,
        stem=stem,
        skeleton=sound or spelling,
        concept=concept,
        key="@" + concept if concept else stems.adjective_stem(sound) or spelling,
        script=its_script,
        initial=_initial(spelling, sound, its_script),
        twin=script.twin(spelling),
        is_stop=lexicon.is_stop(exact),
        is_generic=concept in lexicon.GENERIC,
        starts_phrase=lexicon.starts_phrase(exact, stem),
    )


def _initial(spelling: str, sound: str, its_script: str) -> str:
    """The letter by which a word enters an initialism: ц enters as "ts", english "ship" as "s"."""
    if sound.isdigit():
        return sound
    if its_script == "cyrillic":
        return skeleton.skeleton(spelling[0]) or sound[:1]
    return sound[:2] if sound[:2] in ("ts", "zh") else sound[:1]
