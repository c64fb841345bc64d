"""Concepts: завод = plant = works = zavod; научно-производственное объединение = НПО = NPO.

Reads tables/lexicon.csv. A word is looked up by its spelling, in Cyrillic by its stem, and by its beginning where the
table ends a spelling in "*"; a phrase by the stems of its words, or by their concepts where the table says "@plant".
An abbreviation may stand for several concepts ("mechanical plant"), which then stand in the name by themselves.
Words of the Cyrillic rows are found in Latin letters too, by skeleton, when they are long enough to be no English
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from resolver.names import chains, composed, onsets, plurals, skeleton, stems
from resolver.names.kept import kept
from resolver.names.languages import OF_THE_EU
from resolver.names.sequences import Tree, plant, plant_once, values
from resolver.names.tables import read_table

GENERIC = frozenset({"company", "corporation", "firm"})
"""Concepts that say as little as a legal form: they leave the concept key when anything else stays in it. In English
a corporation is a form (PJSC United Aircraft Corporation), so that корпорация must not stay where it left."""

SHORTEST_ROMANISED = 5
"""Skeletons shorter than this are not looked up as romanised Russian: "most", "les" and "dom" are other words too."""

SHORTEST_BEGINNING = 4
LONGEST_ENDING = 9
"""Letters of a skeleton that a beginning has at least, and that may follow it as an ending."""

BEGINNINGS_TOLD = SHORTEST_BEGINNING, SHORTEST_BEGINNING + 1
"""First letters by which a glance tells beginnings: all of the shortest, so many of the longer ones."""

_ENDING = re.compile(
    r"(?!kali$)(?:nost|stv|stven|i?teln?|it|enn?|n|in|ev?sk|ov?sk|sk|esk|ichesk|ichn|ich|ik|nik|ov|ev|av|ts|ets|zh|on|al|aln|iv|k|ok|ek"
    r"|ivn|ar|arn|or|er|ur|t|at|ant|ent|ist|l|el|il|iln|ir|irov|ovan?|van|an|et|it|iz|izm|esv|uv|d|j)?"
    r"(?:nost|stv|n|sk|esk|nik|k|ts|ov|tel|teln|on|al|t|ist)?"
    r"(?:[aeiou]{0,3}|ogo|ego|omu|emu|om|em|im|imi|ami|am|ah|ih|oi|ei|s|es|is|as|os|us|um|en|er|ens|ers|at|ata|at[ea]?"
    r"|ats|ite|itei?|oto|ta|to|te|oho|eho|ega|og|(?<![oe]v)ich"
    r"|iah|eh|ou|lar|ler|lari|leri|si)"
)
"""What may follow a beginning: промышл|енность, aviati|on, prumysl|ovy, not энерго|машстрой or metall|invest, nor
Белорус|калий, whose potash is no ending. The Czech genitive of many (geolog|ických) is none behind -ov-, where it would be
a patronymic."""

MOST_WORDINGS = 60
"""Wordings of one phrase of concepts, each in other words, that are planted."""

WITH_BEGINNINGS = frozenset({"cyrillic", "latin", "greek"})
"""Scripts whose words may be a known beginning with an ending."""

CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "kk", "ky", "uz-cyrl", "tg", "bg", "sr", "mn"})

Wording = tuple[str, ...]


@kept
def _words() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    """Concept by exact spelling, by stem of a Cyrillic word, by skeleton of a romanised one, by beginning, by skeleton of
    any word in Cyrillic letters and the like (Ελλάς is no Elias by its sound, lääne no Lane)."""
    exact: dict[str, str] = {}
    stem: dict[str, str] = {}
    romanised: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    cyrillic: dict[str, str] = {}
    for kind, language, spelling, concept in _spellings():
        if kind == "stop" or " " in spelling or " " in concept:
            continue
        sound = _sound_of(spelling.removesuffix("*"))
        if spelling.endswith("*"):
            beginnings.setdefault(sound.rstrip("i") if len(sound) > SHORTEST_ROMANISED else sound, concept)
            continue
        exact.setdefault(skeleton.unaccented(spelling), concept)
        if kind == "word" and not spelling.isascii() and language not in OF_THE_EU:
            cyrillic.setdefault(sound, concept)
        if kind == "word" and language in CYRILLIC_LANGUAGES:
            stem.setdefault(stems.cut_ending(sound), concept)
            romanised.setdefault(sound, concept)
            romanised.setdefault(stems.cut_ending(sound), concept)
    for kind, language, spelling, concept in _spellings():
        if kind == "word" and " " not in spelling + concept:
            for written in onsets.with_onsets(skeleton.unaccented(spelling), language):
                if written.endswith("*"):
                    beginnings.setdefault(_sound_of(written[:-1]), concept)
                else:
                    exact.setdefault(written, concept)
    return exact, stem, romanised, beginnings, cyrillic


@cache
def _spellings() -> tuple[tuple[str, str, str, str], ...]:
    """Kind, language, spelling and concept of every spelling of the table, its last sigma as texts are folded."""
    return tuple(
        (row["kind"], row["language"], spelling, row["concept"])
        for row in read_table("lexicon")
        for spelling in filter(None, row["spellings"].replace("ς", "σ").split("|"))
    )


SOUNDS_KEPT = 1 << 16
"""Spellings whose sound is remembered: those of the lexicon, which several tables are made of."""

_sound_of = lru_cache(SOUNDS_KEPT)(skeleton.skeleton)


@cache
def _families() -> dict[str, str]:
    return {row["concept"]: row["family"] for row in read_table("key_families")}


def key_of(concept: str) -> str:
    """The key of a concept, shared by those that translators interchange: department, directorate, agency."""
    return "@" + _families().get(concept, concept)


@kept
def _stops() -> frozenset[str]:
    return frozenset(
        skeleton.unaccented(spelling)
        for kind, _, spelling, _ in _spellings()
        if kind == "stop" and " " not in spelling
    )


@cache
def phrases() -> Tree:
    """The tree of all spellings of more than one word; its values are concepts ("-" for a stop phrase), or that of a row of
    abbreviations (`chains.IN_A_ROW`)."""
    return chains.grown(_phrases())


@kept
def _phrases() -> Tree:
    tree: Tree = {}
    for kind, _, spelling, concept in _spellings():
        words = spelling.split()
        if kind == "attached":
            plant(tree, words, concept)
        elif len(words) > 1:
            plain = " ".join(map(skeleton.unaccented, words))  # dış ticaret, as customs type it: dis ticaret
            for written in dict.fromkeys((spelling, plain, plurals.of_many(spelling))):
                for wording in _wordings(written, kind == "stop"):
                    if len(wording) > 1:
                        plant(tree, wording, concept)
        elif kind == "abbreviation" or " " in concept:
            plant(tree, [_edge(spelling) if kind == "word" else skeleton.unaccented(spelling)], concept)
    _plant_of_many(tree)
    _plant_composed(tree)
    _plant_by_concepts(tree)
    return tree


def _plant_of_many(tree: Tree) -> None:
    """The English phrases with their last word in the other number, where that is no phrase of its own."""
    for kind, language, spelling, concept in _spellings():
        if kind == "phrase" and language == "en" and "@" not in spelling:
            for wording in _wordings(plurals.of_many_in_english(spelling)):
                plant_once(tree, wording, concept)


def _plant_composed(tree: Tree) -> None:
    """The words made of parts, in any inflection; what one of them means as a whole in one language all of them do, and
    so do its parts said one after the other (not by the word of a language that writes all compounds as one)."""
    for word in composed.composed_words():
        meanings = {spelling: _whole_meaning(word, spelling, script) for script, spelling in word.spellings}
        wholes = {spelling: one for spelling, one in meanings.items() if _is_telling(word, spelling, one)}
        whole = next(iter(wholes.values()), "")
        in_a_row = _said_in_a_row(tree, word) if word.as_one else ""
        for edge in (_edge(spelling) for spelling, meaning in meanings.items() if not meaning):
            if edge not in tree:
                plant(tree, [edge], in_a_row or whole or word.concepts)
        apart = whole not in ("", word.first, word.last) and word.last != composed.NOTHING
        if apart and wholes.keys() - word.as_one:
            plant(tree, ["@" + word.first, "@" + word.last], whole)


def _whole_meaning(word: composed.Composed, spelling: str, script: str) -> str:
    """What a word made of parts means as a whole; words of languages that write all compounds as one must stand in the
    table, since their last part looks like an ending often enough (tutkimus|keskus)."""
    if spelling in word.as_one:
        return _words()[0].get(skeleton.unaccented(spelling), "")
    return _meaning(spelling, script)


def _said_in_a_row(tree: Tree, word: composed.Composed) -> str:
    """What the parts mean one after the other by a phrase of concepts (Forschungszentrum, @research @center), or ""."""
    branch = tree.get("@" + word.first, {}).get("@" + word.last, {})
    return next(iter(values([branch])), "") if branch else ""


def _is_telling(word: composed.Composed, spelling: str, meaning: str) -> bool:
    """Whether a meaning holds in all languages: not where one of them leaves a part unsaid (Stahlwerk, a steel plant)."""
    return bool(meaning) and not (spelling in word.as_one and meaning in (word.first, word.last))


def _plant_by_concepts(tree: Tree) -> None:
    """English phrases whose concept is that of their words in a row (blue_ocean), by these concepts: they are met in any
    wording (Blue Ocean, Блю Оушен, Голубой океан). Of other phrases it would be wrong: a trade association is no union."""
    exact = _words()[0]
    for kind, language, spelling, concept in _spellings():
        if kind == "phrase" and language == "en":
            said = [exact.get(word, "") for word in spelling.split()]
            if "_".join(said) == concept and all(said):
                plant_once(tree, ["@" + one for one in said], concept)


def _meaning(spelling: str, script: str) -> str:
    sound = skeleton.skeleton(spelling)
    return concept_of_word(skeleton.unaccented(spelling), sound, stems.cut_ending(sound), script)


def _wordings(spelling: str, with_stops: bool = False) -> list[Wording]:
    """The edges of a phrase; every "@concept" in it stands for that concept and for each phrase that says it."""
    words = [word for word in spelling.split() if with_stops or word not in _stops()]
    parts = [_wordings_of(word[1:]) if word.startswith("@") else [(_edge(word),)] for word in words]
    return [sum(choice, ()) for choice in product(*parts)][:MOST_WORDINGS]


def _edge(word: str) -> str:
    return "~" + stems.cut_ending(_sound_of(word.removesuffix("*")))


@cache
def _wordings_of(concept: str) -> list[Wording]:
    """The concept as an edge, and the edges of its phrases; a phrase that holds its own concept would not end."""
    said: list[Wording] = [("@" + concept,)]
    for spelling in _phrases_of().get(concept, ()):
        if "@" + concept not in spelling.split():
            said += _wordings(spelling)
    return said


@cache
def _phrases_of() -> dict[str, list[str]]:
    """The phrases that say each concept; words with a small word attached (melli-ye, wal tijara), which only stand for
    themselves, would crowd out the others (MOST_WORDINGS)."""
    found: dict[str, list[str]] = {}
    for kind, _, spelling, concept in _spellings():
        if " " in spelling and kind != "attached":
            found.setdefault(concept, []).append(spelling)
    return found


class SingleWord(NamedTuple):
    """A word, or the beginning of one, that stands for a concept wherever it occurs."""

    spelling: str
    sound: str
    concept: str
    is_beginning: bool
    language: str


SYLLABIC = frozenset({"zh", "ko", "vi"})
"""Languages of few syllables: their words are one letter from each other everywhere (hualong, huagong)."""


@cache
def single_words(*, syllabic: bool = False) -> tuple[SingleWord, ...]:
    """All single words and beginnings of the table that stand for one concept; those of SYLLABIC languages on request."""
    found = []
    for kind, language, spelling, concept in _spellings():
        if language in SYLLABIC and not syllabic:
            continue
        if kind != "stop" and " " not in spelling and " " not in concept:
            word = skeleton.unaccented(spelling.removesuffix("*"))
            found.append(SingleWord(word, _sound_of(word), concept, spelling.endswith("*"), language))
    return tuple(found)


def spoken_phrases() -> Iterator[tuple[str, str, str]]:
    """Language, spelling and concept of the phrases of the table."""
    return (
        (language, spelling, concept)
        for kind, language, spelling, concept in _spellings()
        if kind == "phrase"
    )


def phrase_concepts() -> Set[str]:
    """The concepts that some phrase or abbreviation stands for."""
    return {part for _, _, spelling, concept in _spellings() if " " in spelling for part in concept.split()}


def is_ending(rest: str) -> bool:
    """Whether letters of a skeleton may follow a known beginning of a word."""
    return _ENDING.fullmatch(rest) is not None


def is_stop(exact: str) -> bool:
    """True for the words that join others and carry nothing (of, the, имени, и)."""
    return exact in _stops()


def is_spelt(exact: str) -> bool:
    """Whether the table has this very spelling of a concept."""
    return exact in _words()[0]


def concept_of_word(exact: str, sound: str, stem: str, script: str) -> str:
    """The concept that one word stands for, or ""."""
    by_spelling, by_stem, romanised, *_ = _words()
    found = by_spelling.get(exact)
    if found is None and script == "cyrillic":
        found = by_stem.get(stem)
    if found is None and script == "latin":
        found = by_spelling.get(exact[:-1]) if exact.endswith("s") and len(exact) > 4 else None
        if found is None and len(sound) >= SHORTEST_ROMANISED:
            found = romanised.get(sound) or (romanised.get(stem) if len(stem) >= SHORTEST_ROMANISED else None)
    if found is None and script in WITH_BEGINNINGS:
        found = _by_beginning(sound)
    return found or ""


class ToldBy(NamedTuple):
    """Where a word must be found to be a concept: its letters, with an s behind them too, its stem, its skeleton or how it
    begins."""

    letters: Set[str]
    stem: Set[str]
    sound: Set[str]
    first: Set[str]


def told_by() -> ToldBy:
    """What a glance at many words looks for."""
    by_spelling, by_stem, romanised, beginnings, _ = _words()
    plural = {word + "s" for word in by_spelling}
    first = {beginning[: max(BEGINNINGS_TOLD)] for beginning in beginnings}
    return ToldBy(by_spelling.keys() | plural, by_stem.keys() | romanised.keys(), romanised.keys(), first)


SHORTEST_SOUND, SHORTEST_STEM_SOUND, SHORTEST_LATIN_SOUND = 3, 4, 5
"""Letters of a skeleton, or of its stem, whose meaning in Cyrillic letters, or in Latin ones, is its key in the other. With
stems of three letters six OFAC organisations more collide."""


def key_of_sound(sound: str) -> str:
    """The key of a word of no concept that would have one in the letters of the other script, so that MOST meets МОСТ,
    which meets Bridge; or "". For keys only: "most" and "den" are other words too, which the comparison must see."""
    concept = _concept_of_sound(sound)
    return key_of(concept) if concept else ""


def _concept_of_sound(sound: str) -> str | None:
    exact, by_stem, _, _, cyrillic = _words()
    if len(sound) >= SHORTEST_SOUND and (found := cyrillic.get(sound)):
        return found
    if len(stem := stems.cut_ending(sound)) >= SHORTEST_STEM_SOUND and (found := by_stem.get(stem)):
        return found
    return exact.get(sound) if len(sound) >= SHORTEST_LATIN_SOUND else None


class KeysBySound(NamedTuple):
    """Skeletons in Latin letters, stems, and skeletons in Cyrillic letters that have a key."""

    exact: Set[str]
    stem: Set[str]
    cyrillic: Set[str]


def keys_by_sound() -> KeysBySound:
    """Where a skeleton or its stem must be found to have a `key_of_sound`."""
    exact, by_stem, _, _, cyrillic = _words()
    return KeysBySound(
        {sound for sound in exact if len(sound) >= SHORTEST_LATIN_SOUND},
        {stem for stem in by_stem if len(stem) >= SHORTEST_STEM_SOUND},
        {sound for sound in cyrillic if len(sound) >= SHORTEST_SOUND},
    )


def _by_beginning(sound: str) -> str | None:
    """The concept of the longest known beginning of a skeleton that leaves no more than an ending."""
    if sound[:SHORTEST_BEGINNING] not in _first_letters():
        return None
    beginnings = _words()[3]
    for length in range(len(sound), max(SHORTEST_BEGINNING, len(sound) - LONGEST_ENDING) - 1, -1):
        if sound[:length] in beginnings and _ENDING.fullmatch(sound[length:]):
            return beginnings[sound[:length]]
    return None


@cache
def _first_letters() -> frozenset[str]:
    """How the beginnings begin: most words are none of them at a glance."""
    return frozenset(beginning[:SHORTEST_BEGINNING] for beginning in _words()[3])
