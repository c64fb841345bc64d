"""What is known of a word by itself: one `Word` per distinct spelling, made once and kept.

Everything that a name needs of its words (skeleton, stem, concept, may it begin a legal form or a phrase) is decided
here, so that a name is made of look-ups only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from resolver.names import forms, lexicon, script, skeleton, stems
from resolver.names.sequences import step

WORDS_KEPT = 1 << 19
"""Distinct words remembered by one process: about 250 MB at the most."""


@dataclass(frozen=True, slots=True)
class Word:
    """`spelling` is the folded word after repair, `exact` the same without accents, `edges` those that it takes in the
    trees of forms and phrases, `key` what stands for it in concept keys, `glued` the parts of a glued legal form."""

    spelling: str
    exact: str
    edges: tuple[str, ...]
    skeleton: str
    concept: str
    key: str
    script: str
    initial: str
    twin: str
    is_stop: bool
    starts_phrase: bool
    starts_form: bool
    glued_front: tuple[str, ...]
    glued_back: tuple[str, ...]


@lru_cache(maxsize=WORDS_KEPT)
def know(word: str) -> Word:
    """The record of a folded word as it stands in a text (not yet mended)."""
    spelling = script.mend_word(word) if not word.isascii() else word
    sound = skeleton.skeleton(spelling)
    exact = skeleton.unaccented(spelling)
    stem = stems.cut_ending(sound)
    its_script = script.script_of_word(spelling)
    edges = tuple(dict.fromkeys((spelling, exact, "~" + stem)))
    concept = lexicon.concept_of_word(exact, sound, stem, its_script)
    return Word(
        spelling=spelling,
        exact=exact,
        edges=edges,
        skeleton=sound or spelling,
        concept=concept,
        key="@" + concept if concept else stems.adjective_stem(sound) or spelling,
        script=its_script,
        initial=_initial(spelling, sound, its_script),
        twin=script.twin(spelling),
        is_stop=lexicon.is_stop(exact),
        starts_phrase=bool(step([lexicon.phrases()], *edges)),
        starts_form=bool(step([forms.tree()], *edges)),
        glued_front=forms.glued_front(exact) if not concept else (),
        glued_back=forms.glued_back(exact) if not concept else (),
    )


def _initial(spelling: str, sound: str, its_script: str) -> str:
    """The letter by which a word enters an initialism: ц enters as "ts", english "ship" as "s"."""
    if sound.isdigit():
        return sound
    if its_script == "cyrillic":
        return skeleton.skeleton(spelling[0]) or sound[:1]
    return sound[:2] if sound[:2] in ("ts", "zh") else sound[:1]
