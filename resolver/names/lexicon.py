"""Concepts: завод = plant = works = zavod; научно-производственное объединение = НПО = NPO.

Reads tables/lexicon.csv. A word is looked up by its spelling, and in Cyrillic by its stem; a phrase by its stems.
Words of the Russian rows are found in Latin letters too, by skeleton, when they are long enough to be no English word.
"""

from __future__ import annotations

from functools import cache

from resolver.names import skeleton, stems
from resolver.names.sequences import Tree, plant
from resolver.names.tables import read_table

GENERIC = frozenset({"company", "firm"})
"""Concepts that say as little as a legal form: they leave the concept key when anything else stays in it."""

SHORTEST_ROMANISED = 5
"""Skeletons shorter than this are not looked up as romanised Russian: "most", "les" and "dom" are other words too."""

CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "kk", "ky", "uz-cyrl", "tg", "bg", "sr", "mn"})


@cache
def _words() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Concept by exact spelling, by stem of a Cyrillic word, by skeleton of a romanised one."""
    exact: dict[str, str] = {}
    stem: dict[str, str] = {}
    romanised: dict[str, str] = {}
    for row in read_table("lexicon"):
        if row["kind"] == "stop":
            continue
        for spelling in row["spellings"].split("|"):
            if " " in spelling or not spelling:
                continue
            sound = skeleton.skeleton(spelling)
            exact.setdefault(skeleton.unaccented(spelling), row["concept"])
            if row["kind"] == "word" and row["language"] in CYRILLIC_LANGUAGES:
                stem.setdefault(stems.cut_ending(sound), row["concept"])
                romanised.setdefault(sound, row["concept"])
                romanised.setdefault(stems.cut_ending(sound), row["concept"])
    return exact, stem, romanised


@cache
def _stops() -> frozenset[str]:
    rows = (row for row in read_table("lexicon") if row["kind"] == "stop")
    return frozenset(
        spelling for row in rows for spelling in row["spellings"].split("|") if " " not in spelling
    )


@cache
def phrases() -> Tree:
    """The tree of all spellings of more than one word; its values are concepts ("-" for a stop phrase)."""
    tree: Tree = {}
    for row in read_table("lexicon"):
        for spelling in row["spellings"].split("|"):
            words = [word for word in spelling.split() if word not in _stops() or row["kind"] == "stop"]
            if len(words) > 1:
                plant(
                    tree, ["~" + stems.cut_ending(skeleton.skeleton(word)) for word in words], row["concept"]
                )
            elif row["kind"] == "abbreviation" and words:
                plant(tree, [skeleton.unaccented(words[0])], row["concept"])
    return tree


def is_stop(exact: str) -> bool:
    """True for the words that join others and carry nothing (of, the, имени, и)."""
    return exact in _stops()


def concept_of_word(exact: str, sound: str, stem: str, script: str) -> str:
    """The concept that one word stands for, or ""."""
    by_spelling, by_stem, romanised = _words()
    found = by_spelling.get(exact)
    if found is None and script == "cyrillic":
        found = by_stem.get(stem)
    if found is None and script == "latin":
        found = by_spelling.get(exact[:-1]) if exact.endswith("s") and len(exact) > 4 else None
        if found is None and len(sound) >= SHORTEST_ROMANISED:
            found = romanised.get(sound) or (romanised.get(stem) if len(stem) >= SHORTEST_ROMANISED else None)
    return found or ""
