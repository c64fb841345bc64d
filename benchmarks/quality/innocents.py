"""Plausible company names that stand on no list, and hard negatives: what must not be matched.

`innocents` fills the patterns of innocents.toml with a seed of its own per half; whatever distinguishes one
firm from another (invented words, surnames, brands) belongs to one half only, by its hash. `hard_negatives`
starts from listed names and changes what makes them that firm: the distinctive word, the number, the town.
Names that equal a listed one after plain folding are dropped and counted. Refuses to judge look-alikes: a
name that merely resembles a listed one stays.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import iuliia
from anyascii import anyascii

from benchmarks.quality.folding import core, has_cyrillic, is_latin, romanise
from benchmarks.quality.truth import Half, halves
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

INNOCENT_COLUMNS = ["query_id", "name", "country", "class"]
MADE = "made"  # the folded name before it was romanised and given a form: two rows that share it are one name, written twice
HARD_COLUMNS = [*INNOCENT_COLUMNS, "near_source", "near_listing_id", "near_name"]
SCHEMES = [iuliia.WIKIPEDIA, iuliia.WIKIPEDIA, iuliia.BGN_PCGN_ALT, iuliia.ICAO_DOC_9303]
SCHEMES += [iuliia.ALA_LC_ALT, iuliia.GOST_779_ALT, iuliia.TELEGRAM, iuliia.YANDEX_MAPS]
FRESH_SLOTS = [
    "ru_compound",
    "ru_core",
    "ru_invented",
    "en_core",
    "en_invented",
    "cn_brand",
    "tr_core",
    "ae_core",
]
CYRILLIC_SHARE = 0.34  # of names that exist in both scripts
CAPITALS_SHARE = 0.8  # manifests are typed in capitals; not all files are
BARE_SHARE = 0.55  # no punctuation left
ATTEMPTS_PER_NAME = 40
ACRONYM_LENGTHS = (3, 3, 4)  # letters; threes are twice as frequent
ACRONYM_FORMS = ("en", "hk", "ae", "cn", "tr", "kr", "in", "de", "it", "pl")
COMMON = 8  # listings that hold a word before it counts as generic in hard negatives
_SLOT = re.compile(r"\{(\w+)\}")
_PUNCTUATION = re.compile(r"[«»\"“”„().,]+")
_TABLES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("innocents.toml").read_text(encoding="utf-8")
)
_WORDS: dict[str, list[str]] = _TABLES["words"]
_DISTINCTIVE = frozenset(_TABLES["distinctive"])

ALL_FORMS: tuple[list[str], ...] = tuple(_TABLES["forms"].values())


def form_texts(name: str) -> list[str]:
    """The ways to write a legal form around a name ("{}"), as innocents.toml keeps them under `name`."""
    texts: list[str] = _TABLES["forms"][name]
    return texts


@dataclass(frozen=True)
class Pattern:
    """One naming habit: templates, the countries that have it, and the legal forms put around the name."""

    text: list[str]
    country: list[str]
    forms: str
    share: int
    latin_forms: str = ""


PATTERNS = tuple(Pattern(**row) for row in _TABLES["pattern"])


def innocents(half: Half, count: int, seed: int = 1) -> pd.DataFrame:
    """`count` names as INNOCENT_COLUMNS and MADE, distinct after folding; the same names for the same arguments.

    `class` is innocent_ and the country. The halves share forms, cities and trade words, no distinctive word.
    """
    import pandas as pd

    rng = random.Random(f"innocents/{half}/{seed}")  # names are no secrets
    names: dict[str, tuple[str, str, str]] = {}
    for name, country, made in _endless(rng, half):
        names.setdefault(core(name), (name, country, made))
        if len(names) == count:
            break
    rows = [
        (f"innocent-{half}-{i}", name, country, f"innocent_{country}", made)
        for i, (name, country, made) in enumerate(names.values())
    ]
    return pd.DataFrame(rows, columns=[*INNOCENT_COLUMNS, MADE])


def _endless(rng: random.Random, half: Half) -> Iterator[tuple[str, str, str]]:
    """A name as written, its country, and the folded name that was written."""
    shares = [pattern.share for pattern in PATTERNS]
    while True:
        pattern = rng.choices(PATTERNS, shares)[0]
        text = fill(rng, rng.choice(pattern.text), half)
        yield written(rng, pattern, text), rng.choice(pattern.country), core(text).replace(" ", "")


def acronyms(half: Half, count: int, seed: int = 1) -> pd.DataFrame:
    """`count` firms that are called by three or four Latin letters (ABB, BYD), as INNOCENT_COLUMNS: class acronym.

    Lists hold hundreds of such names, and any three letters sound like one of them sooner or later. The innocents
    have Russian ones (ru_acronym) at the rate of their pattern.
    """
    import pandas as pd

    rng = random.Random(f"acronyms/{half}/{seed}")
    names: dict[str, str] = {}
    while len(names) < count:
        word = "".join(rng.choices(ascii_uppercase, k=rng.choice(ACRONYM_LENGTHS)))
        if _half_of_word(word) == half:
            names.setdefault(word, rng.choice(form_texts(rng.choice(ACRONYM_FORMS))).format(word).upper())
    rows = [(f"acronym-{half}-{i}", name, "", "acronym") for i, name in enumerate(names.values())]
    return pd.DataFrame(rows, columns=INNOCENT_COLUMNS)


def fill(rng: random.Random, template: str, half: Half) -> str:
    """A template with every slot filled; distinctive values are drawn until they belong to `half`."""
    return _SLOT.sub(lambda slot: _drawn(rng, slot[1], half), template)


def _drawn(rng: random.Random, slot: str, half: Half) -> str:
    for _ in range(ATTEMPTS_PER_NAME):
        value = fill(rng, rng.choice(_WORDS[slot]), half)
        if slot not in _DISTINCTIVE or _half_of_word(value) == half:
            break
    return value


@lru_cache(maxsize=500_000)
def _half_of_word(value: str) -> Half:
    return "train" if sha256(value.casefold().encode()).digest()[0] % 2 == 0 else "test"


def written(rng: random.Random, pattern: Pattern, text: str) -> str:
    """A name as a clerk types it: a legal form, one of two scripts, capitals mostly, often no punctuation."""
    latin = pattern.latin_forms and rng.random() > CYRILLIC_SHARE
    name = rng.choice(form_texts(pattern.latin_forms if latin else pattern.forms)).format(text)
    if latin:
        name = anyascii(rng.choice(SCHEMES).translate(name)).replace("<<", '"').replace(">>", '"')
    if rng.random() < BARE_SHARE:
        name = " ".join(_PUNCTUATION.sub(" ", name).split())
    return name.upper() if rng.random() < CAPITALS_SHARE else name[0].upper() + name[1:]


def listed_keys(snapshots: Iterable[Snapshot]) -> frozenset[str]:
    """The folded cores of every listed name (romanised too), with and without blanks."""
    cores = {core(name.text) for s in snapshots for one in s.listings for name in one.names}
    cores |= {core(romanise(key)) for key in cores if has_cyrillic(key)}
    return frozenset(cores | {key.replace(" ", "") for key in cores})


def off_list(frame: pd.DataFrame, keys: frozenset[str]) -> tuple[pd.DataFrame, int]:
    """The rows whose name equals no listed one after folding and romanising, and how many were dropped."""
    listed = [_is_listed(name, keys) for name in frame["name"]]
    return frame[[not one for one in listed]].reset_index(drop=True), sum(listed)


def _is_listed(name: str, keys: frozenset[str]) -> bool:
    folded = {core(name), core(romanise(name))}
    return any(key in keys or key.replace(" ", "") in keys for key in folded)


def hard_negatives(snapshots: tuple[Snapshot, ...], half: Half, count: int, seed: int = 1) -> pd.DataFrame:
    """`count` names close to listed organisations of a half that are other firms, as HARD_COLUMNS.

    Only names with a single distinctive word (all others stand in at least COMMON listed names) are changed.
    Classes: hard_word (that word replaced), hard_swap (replaced by another listing's), hard_start (a word
    with the same ending), hard_number (61 made 81), hard_generic (the generic words alone). None equals a
    listed name after folding.
    """
    import pandas as pd

    rng = random.Random(f"hard/{half}/{seed}")
    names = _listed_names(snapshots, half)
    rarity = word_counts(snapshots)
    keys, seen = listed_keys(snapshots), set()
    rows: list[tuple[object, ...]] = []
    for attempt in range(ATTEMPTS_PER_NAME * count):
        source, listing_id, name = rng.choice(names)
        kind, change = CHANGES[attempt % len(CHANGES)]
        other = change(rng, name, rarity, half, rng.choice(names)[2])
        if other and core(other) not in seen and core(other) != core(name) and not _is_listed(other, keys):
            seen.add(core(other))
            rows.append((f"hard-{half}-{len(rows)}", other, "", kind, source, listing_id, name))
        if len(rows) == count:
            break
    return pd.DataFrame(rows, columns=HARD_COLUMNS)


def _listed_names(snapshots: tuple[Snapshot, ...], half: Half) -> list[tuple[str, str, str]]:
    half_by_key = halves(snapshots)
    return sorted(
        (s.source, one.listing_id, name.text)
        for s in snapshots
        for one in s.listings
        for name in one.names
        if half_by_key[s.source, one.listing_id] == half and is_latin(name.text) and name.quality != "weak"
    )


def word_counts(snapshots: Iterable[Snapshot]) -> Counter[str]:
    """In how many listings each folded word stands; a listing with ten spellings of a name counts once."""
    return Counter(
        word
        for s in snapshots
        for one in s.listings
        for word in {word for name in one.names for word in core(name.text).split()}
    )


def distinctive_word(name: str, rarity: Counter[str]) -> str:
    """The one word of a name, folded, that makes it that firm's (all others are COMMON), or ""."""
    words = core(name).split()
    rare = [word for word in words if rarity[word] < COMMON]
    fits = len(rare) == 1 and len(rare[0]) >= 4 and rare[0].isalpha() and 2 <= len(words) <= 6
    return rare[0] if fits else ""


def replace_word(name: str, word: str, other: str) -> str:
    """`name` with one folded word replaced, the rest as written; "" when the word is not in it as such."""
    changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, name, flags=re.IGNORECASE)
    return changed if changed != name else ""


def _other_word(rng: random.Random, name: str, rarity: Counter[str], half: Half, _: str) -> str:
    word = distinctive_word(name, rarity)
    fresh = anyascii(iuliia.WIKIPEDIA.translate(_drawn(rng, rng.choice(FRESH_SLOTS), half)))
    return replace_word(name, word, fresh.upper() if name.isupper() else fresh) if word else ""


def _other_number(rng: random.Random, name: str, _rarity: Counter[str], _half: Half, _other: str) -> str:
    numbers = re.findall(r"(?<![\w.])\d{1,4}(?![\w.])", name)
    if not numbers:
        return ""
    number = rng.choice(numbers)
    changed = str(max(1, int(number) + rng.choice([-20, -10, -2, -1, 1, 2, 3, 10, 20, 30])))
    return re.sub(rf"(?<!\d){number}(?!\d)", changed, name, count=1) if changed != number else ""


def _swapped(_rng: random.Random, name: str, rarity: Counter[str], _half: Half, other: str) -> str:
    word, fresh = distinctive_word(name, rarity), distinctive_word(other, rarity)
    fresh = fresh.upper() if name.isupper() else fresh.title()
    return replace_word(name, word, fresh) if word and fresh else ""


def _other_start(rng: random.Random, name: str, rarity: Counter[str], half: Half, _: str) -> str:
    """Another firm whose word ends alike ("VOLNAMASH", "KARTOMASH"); half of the letters differ at least."""
    word = distinctive_word(name, rarity)
    if not 6 <= len(word) <= 12:
        return ""
    start = _drawn(rng, "en_invented", half)[: len(word) // 2 + 1].lower()
    fresh = start + word[len(start) :]
    differ = sum(a != b for a, b in zip(fresh, word, strict=False))
    return replace_word(name, word, fresh.upper()) if 2 * differ >= len(word) else ""


def _generic_left(_rng: random.Random, name: str, rarity: Counter[str], _half: Half, _other: str) -> str:
    """A name without what makes it that firm's: "Westminister Management Company", "Management Company"."""
    word = distinctive_word(name, rarity)
    left = " ".join(replace_word(name, word, " ").split()) if word else ""
    return left if len(core(left).split()) >= 2 else ""


Change = Callable[[random.Random, str, Counter[str], Half, str], str]
CHANGES: tuple[tuple[str, Change], ...] = (
    ("hard_word", _other_word),
    ("hard_number", _other_number),
    ("hard_swap", _swapped),
    ("hard_start", _other_start),
    ("hard_generic", _generic_left),
    ("hard_word", _other_word),
)
