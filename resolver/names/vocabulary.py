"""What is known of a word by itself: one `Word` per distinct spelling, made once and kept.

Everything that a name needs of its words (skeleton, stem, concept, may it begin a legal form or a phrase) is
decided here, so that a name is made of look-ups only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from resolver.names import (
    background,
    compounds,
    forms,
    glued,
    joined_sounds,
    letter_names,
    lexicon,
    mending,
    respellings,
    script,
    skeleton,
    stems,
)
from resolver.names.placeholders import first_words
from resolver.names.sequences import Tree, first_step
from resolver.names.word_keys import word_key

WORDS_KEPT = 1 << 19
"""Distinct words remembered by one process: about 250 MB at the most."""


_SECOND = frozenset("sh")
"""The second letters of initials of two letters."""

SHORTEST_SURE = 5
"""Letters of a known word that an unknown one in the letters of the other script is taken for: of 56,920 words of the lists
two are; with four letters HAYK would be a science."""

_FILLER = re.compile("X+|0+")


class Word(NamedTuple):
    """`spelling` is the folded word after repair, `exact` the same without accents.

    `edges` are those that it takes in the trees of forms and phrases, `respelled` further ones of the tree
    of forms. `phrase_branches` and `form_branches` are where these edges lead from the roots of the trees.
    `joined` is what it brings to a whole name without blanks. `key` stands for it in concept keys.
    `glued_front` and `glued_back` are its parts where a form is glued to it.
    """

    spelling: str
    exact: str
    edges: tuple[str, ...]
    respelled: tuple[str, ...]
    skeleton: str
    joined: str
    concept: str
    key: str
    script: str
    initial: str
    twin: str
    is_stop: bool
    phrase_branches: tuple[Tree, ...]
    form_branches: tuple[Tree, ...]
    starts_placeholder: bool
    glued_front: tuple[str, ...]
    glued_back: tuple[str, ...]


_words: dict[str, Word] = {}


def know(word: str) -> Word:
    """The record of a folded word as it stands in a text (not yet mended), made once."""
    known = _words.get(word)
    if known is None:
        known = made(word)
        remember([(word, known)])
    return known


def remembered(words: Iterable[str]) -> list[Word | None]:
    """The records of words as `know` remembers them, None of those that it does not."""
    return list(map(_words.get, words))


def remember(records: Iterable[tuple[str, Word]]) -> None:
    """Keep the records of words, whoever made them (`resolver.names.learning` makes many at once)."""
    if len(_words) >= WORDS_KEPT:
        _words.clear()
    _words.update(records)


def made(word: str) -> Word:
    """`know` without a memory."""
    spelling = in_known_letters(script.mend_word(word) if not word.isascii() else word)
    sound = skeleton.skeleton(spelling)
    exact = skeleton.unaccented(spelling)
    stem = stems.cut_ending(sound)
    its_script = script.script_of_word(spelling)
    edges = edges_of(spelling, exact, stem)
    concept = lexicon.concept_of_word(exact, sound, stem, its_script)
    tree, phrases = forms.tree(), lexicon.phrases()
    is_form_word = spelling in tree or exact in tree
    may_be_respelt = not concept and (not is_form_word or respellings.is_bare(sound))
    respelled = respellings.respelled(spelling, sound, edges) if may_be_respelt else ()
    if is_form_word and respelled:  # a form by itself; LMTD may also be a word of a longer one
        respelled = tuple(edge for edge in respelled if edge.startswith("~"))
    if not (concept or is_form_word):
        concept = mending.meant(spelling, sound)
    if concept:
        edges = (*edges, "@" + concept)
    return Word(
        spelling=spelling,
        exact=exact,
        edges=edges,
        respelled=respelled,
        skeleton=sound or spelling,
        joined=joined_sounds.joined_sound(spelling, sound) or spelling,
        concept=concept,
        key=lexicon.key_of(concept) if concept else _key(spelling, sound) or spelling,
        script=its_script,
        initial=initial_of(spelling, sound, its_script),
        twin=script.twin(spelling),
        is_stop=lexicon.is_stop(exact),
        phrase_branches=first_step(phrases, edges),
        form_branches=first_step(tree, (*edges[:-1], *respelled) if concept else (*edges, *respelled)),
        starts_placeholder=starts_placeholder(spelling),
        glued_front=() if concept else glued.front(exact),
        glued_back=() if concept else glued.back(exact),
    )


def in_known_letters(word: str) -> str:
    """A word of look-alike letters in the letters of the other script when it is a known word there and none as it stands
    (BOCTOK is ВОСТОК); such words come from readers of scanned papers and from those who would not be found."""
    other = script.other_word(word)
    return other if len(other) >= SHORTEST_SURE and _is_spelt(other) and not is_told(word) else word


def _is_spelt(word: str) -> bool:
    """Whether a table holds just this word: stems and beginnings hold too much for one that is not written so."""
    return lexicon.is_spelt(skeleton.unaccented(word)) or skeleton.skeleton(word) in background.shares()


def is_told(word: str) -> bool:
    """Whether a spelling is known as it stands: a concept, or a word that ordinary firms have in their names."""
    sound = skeleton.skeleton(word)
    if sound in background.shares():
        return True
    its_script = script.script_of_word(word)
    return (
        lexicon.concept_of_word(skeleton.unaccented(word), sound, stems.cut_ending(sound), its_script) != ""
    )


def means_itself(word: str) -> bool:
    """Whether a word has its concept as it stands, and not because it looks like a slip of one that has."""
    spelling = know(word).spelling
    sound = skeleton.skeleton(spelling)
    its_script = script.script_of_word(spelling)
    exact = skeleton.unaccented(spelling)
    return lexicon.concept_of_word(exact, sound, stems.cut_ending(sound), its_script) != ""


def edges_of(spelling: str, exact: str, stem: str) -> tuple[str, ...]:
    """The edges that a word takes by its letters; of a sign without one nothing is left, which is no edge."""
    return (spelling, "~" + stem) if exact in (spelling, "") else (spelling, exact, "~" + stem)


def _key(spelling: str, sound: str) -> str:
    """What stands for a word of no concept in concept keys; ЭмТэЭс is MTS."""
    if not spelling.isascii() and (initials := letter_names.initials_of(spelling)):
        return stems.name_stem(skeleton.skeleton(initials))
    return lexicon.key_of_sound(sound) or compounds.meaning(sound) or stems.name_stem(sound)


@cache
def _placeholder_words() -> frozenset[str]:
    """The first words of fields that name no firm; those of the patterns (SAME AS, AS PER, TBA) by hand."""
    return first_words() | frozenset({"SAME", "THE", "AS", "TBA", "TBC", "NA", "N", "NULL", "NONE"})


def starts_placeholder(word: str) -> bool:
    """Whether a field that begins with this word may name no firm."""
    key = word.upper() if word.isascii() and word.isalnum() else word_key(word)
    return key in _placeholder_words() or (key[:1] in "X0" and _FILLER.fullmatch(key) is not None)


def start_placeholders(words: Sequence[str]) -> list[bool]:
    """`starts_placeholder` of many words; those of Latin letters are looked up at once."""
    known = _placeholder_words()
    return [
        key in known or (key[0] in "X0" and starts_placeholder(key.lower()))
        if word.isascii() and word.isalnum()
        else starts_placeholder(word)
        for word, key in zip(words, map(str.upper, words), strict=True)
    ]


def initials_of(spelling: Sequence[str], sound: Sequence[str], scripts: Sequence[str]) -> list[str]:
    """`initial_of` of many words of letters; of most Latin ones it is the first letter of the skeleton."""
    return [
        one[:1]
        if its_script == "latin" and one[1:2] not in _SECOND and one.isalpha()
        else initial_of(written, one, its_script)
        for written, one, its_script in zip(spelling, sound, scripts, strict=True)
    ]


def initial_of(spelling: str, sound: str, its_script: str) -> str:
    """The letter by which a word enters an initialism: ц enters as "ts", english "ship" as "s"."""
    if sound.isdigit():
        return sound
    if its_script == "cyrillic":
        return skeleton.skeleton(spelling[0]) or sound[:1]
    return sound[:2] if sound[:2] in ("ts", "zh") else sound[:1]
