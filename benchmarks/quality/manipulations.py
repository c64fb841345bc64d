"""What an auditor does to a listed name, one function per manipulation; "" where it does not apply to a name.

Each takes a seeded generator and a `Subject` and returns the changed name. None of it uses the resolver:
tables are in manipulations.toml, romanisation schemes come from iuliia. The part of a name that makes it that
firm's is never taken away: a word is dropped only beside a rarer one, a text is cut only behind the rarest
word.
"""

from __future__ import annotations

import math
import random
import re
import string
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import iuliia

from benchmarks.quality.folding import core

_TABLES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("manipulations.toml").read_text(encoding="utf-8")
)
_NOISE: dict[str, list[str]] = _TABLES["noise"]
_FORMS = sorted(_TABLES["forms"], key=lambda form: (-len(form), form))
_LETTERS = string.ascii_uppercase
_VOWELS = "AEIOUY"
SCHEMES = [
    "ALA_LC",
    "BGN_PCGN",
    "ICAO_DOC_9303",
    "ISO_9_1968",
    "GOST_779_ALT",
    "TELEGRAM",
    "german",
    "french",
]
LISTINGS = 10_000  # about as many organisations are listed: log2 of it is what a unique word tells
KEPT_SHARE = 0.6  # of the bits of a name, below which what is left could be another firm
CUT_AT = 35  # letters that a common manifest field keeps
SHORTEST_WORD = 5  # letters of a word that is damaged
SHORTEST_TYPED = (
    4  # letters of a word that is typed in those of the other script: shorter ones are mostly legal forms
)
MIXED_WORDS = 2  # words of a name at least, beside the legal form, that is typed in two scripts


@dataclass(frozen=True)
class Subject:
    """A listed name in capitals, its words without the legal form, and the rarest of them.

    `cyrillic` is a Cyrillic name of the same firm that corresponds to it letter for letter, or ""; `eastern`
    says that the firm is of a country where Russian is written.
    """

    name: str
    words: tuple[str, ...]
    rarest: str
    form: str
    form_first: bool
    rarity: Callable[[str], int]
    cyrillic: str = ""
    eastern: bool = False

    def with_words(self, words: list[str] | tuple[str, ...]) -> str:
        """The name with other words and its own legal form where it stood."""
        parts = [self.form, *words] if self.form_first else [*words, self.form]
        return " ".join(part for part in parts if part)

    def with_rarest(self, word: str) -> str:
        """The name with its rarest word replaced."""
        return self.with_words([word if one == self.rarest else one for one in self.words])


Manipulation = Callable[[random.Random, Subject], str]


def subject(name: str, rarity: Callable[[str], int], *, cyrillic: str = "", eastern: bool = False) -> Subject:
    """A name taken apart: `rarity` says how many listings hold a word."""
    text = " ".join(name.upper().split())
    form, first = _form_of(text)
    rest = text[len(form) :] if first else text[: len(text) - len(form)]
    words = bare_words(rest)
    own = set(core(text).split())
    candidates = [word for word in words if core(word) in own and word.isalpha()] or list(words)
    rarest = min(candidates, key=lambda word: (rarity(word), -len(word), word), default="")
    return Subject(text, words, rarest, form, first, rarity, cyrillic, eastern or bool(cyrillic))


def bare_words(text: str) -> tuple[str, ...]:
    """The words of a text without quotes, brackets and commas around them."""
    return tuple(word for raw in text.split() if (word := raw.strip("\"'“”«»‘’,;()")))


def keeps_the_firm(of: Subject, words: Iterable[str]) -> bool:
    """True when `words` hold the rarest word of a name and most of what its words tell (bits by rarity)."""
    kept = set(words)
    bits = {word: math.log2(LISTINGS / (1 + min(of.rarity(word), LISTINGS - 1))) for word in of.words}
    told = sum(bits[word] for word in of.words if word in kept)
    return of.rarest in kept and told >= KEPT_SHARE * sum(bits[word] for word in of.words)


def _form_of(text: str) -> tuple[str, bool]:
    for form in _FORMS:
        if text.startswith(form + " "):
            return form, True
        if text.endswith(" " + form):
            return form, False
    return "", False


def exact(_rng: random.Random, of: Subject) -> str:
    """As listed."""
    return of.name


def case(rng: random.Random, of: Subject) -> str:
    """Small letters, or capitals at the start of words."""
    return rng.choice([of.name.lower(), of.name.title()])


def punctuation_off(_rng: random.Random, of: Subject) -> str:
    """Letters, digits and blanks only."""
    plain = " ".join(re.sub(r"[^\w\s]", " ", of.name).split())
    return plain if plain != of.name else ""


def hyphens(rng: random.Random, of: Subject) -> str:
    """A hyphenated word joined, or with a blank."""
    return of.name.replace("-", rng.choice([" ", ""])) if "-" in of.name else ""


def form_dropped(_rng: random.Random, of: Subject) -> str:
    """Without the legal form."""
    return " ".join(of.words) if of.form else ""


def form_moved(_rng: random.Random, of: Subject) -> str:
    """The legal form at the other end."""
    return " ".join([*of.words, of.form] if of.form_first else [of.form, *of.words]) if of.form else ""


def form_respelled(rng: random.Random, of: Subject) -> str:
    """The legal form spelled out, abbreviated, or in the other language."""
    if not of.form:
        return ""
    other = rng.choice(_TABLES["forms"][of.form])
    return " ".join([other, *of.words] if of.form_first else [*of.words, other])


def form_glued(rng: random.Random, of: Subject) -> str:
    """A legal form written into the last word: "ROMASHKALLC"."""
    long = len(of.words) > 0 and len(of.words[-1]) >= SHORTEST_WORD
    return " ".join(of.words) + rng.choice(_NOISE["glued_forms"]) if long and of.words[-1].isalpha() else ""


def words_turned(rng: random.Random, of: Subject) -> str:
    """The words in another order."""
    turned = list(of.words)
    for _ in range(4):
        rng.shuffle(turned)
        if tuple(turned) != of.words and len(turned) >= 2:
            return of.with_words(turned)
    return ""


def word_dropped(rng: random.Random, of: Subject) -> str:
    """One word left out of three or more, such that the rest still names the firm."""
    shorter = [[*of.words[:i], *of.words[i + 1 :]] for i in range(len(of.words))]
    fitting = [words for words in shorter if keeps_the_firm(of, words)]
    return of.with_words(rng.choice(fitting)) if len(of.words) >= 3 and fitting else ""


def word_added(rng: random.Random, of: Subject) -> str:
    """A generic word more."""
    return of.with_words([*of.words, rng.choice(_NOISE["extra_words"])])


def typos(count: int, rng: random.Random, of: Subject) -> str:
    """`count` slips of the keyboard in longer words: a letter lost, added, changed or swapped."""
    words = list(of.words)
    places = [i for i, word in enumerate(words) if len(word) >= SHORTEST_WORD and word.isalpha()]
    if sum(len(words[i]) for i in places) < 4 * (count + 1):
        return ""
    for _ in range(count):
        at = rng.choice(places)
        words[at] = _slip(rng, words[at])
    changed = of.with_words(words)
    return changed if changed != of.name else ""


def _slip(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(["lost", "added", "changed", "swapped"])
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + rng.choice(_LETTERS) + word[at:]
    if kind == "changed":
        return word[:at] + rng.choice(_LETTERS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def doubled(rng: random.Random, of: Subject) -> str:
    """A letter typed twice, or a double letter typed once."""
    if len(of.rarest) < SHORTEST_WORD or not of.rarest.isalpha():
        return ""
    doubles = [i for i in range(1, len(of.rarest)) if of.rarest[i] == of.rarest[i - 1]]
    at = rng.choice(doubles) if doubles else rng.randrange(1, len(of.rarest))
    return of.with_rarest(
        of.rarest[:at] + ("" if doubles else of.rarest[at - 1]) + of.rarest[at + bool(doubles) :]
    )


def replaced(table: str, most: int, rng: random.Random, of: Subject) -> str:
    """Up to `most` letters of the name misread or replaced by look-alikes of the other script."""
    pairs: dict[str, str] = _TABLES[table]
    places = [i for i, letter in enumerate(of.name) if letter in pairs]
    chosen = set(rng.sample(places, min(len(places), rng.randint(1, most))))
    return "".join(pairs[c] if i in chosen else c for i, c in enumerate(of.name)) if chosen else ""


def letter_lost(rng: random.Random, of: Subject) -> str:
    """A question mark for a letter inside a word: what an encoding leaves of it."""
    places = [at for at in range(1, len(of.name) - 1) if of.name[at - 1 : at + 2].isalpha()]
    at = rng.choice(places) if places else -1
    return f"{of.name[:at]}?{of.name[at + 1 :]}" if places else ""


def abbreviated(rng: random.Random, of: Subject) -> str:
    """Every ordinary word abbreviated, those of the legal form too, with a dot or without; the firm's own word stands."""
    table = _TABLES["abbreviations"]
    words = [
        rng.choice(table[word]) + rng.choice(("", ".")) if word in table and word != of.rarest else word
        for word in of.name.split()
    ]
    return " ".join(words) if words != of.name.split() else ""


def word_split(rng: random.Random, of: Subject) -> str:
    """A blank inside the rarest word."""
    at = rng.randrange(3, max(4, len(of.rarest) - 2))
    return of.with_rarest(of.rarest[:at] + " " + of.rarest[at:]) if len(of.rarest) >= 7 else ""


def words_joined(rng: random.Random, of: Subject) -> str:
    """A blank lost between two words."""
    if len(of.words) < 2:
        return ""
    at = rng.randrange(1, len(of.words))
    return of.with_words([*of.words[: at - 1], of.words[at - 1] + of.words[at], *of.words[at + 1 :]])


def vowels_dropped(_rng: random.Random, of: Subject) -> str:
    """Long words without the vowels behind their first letter."""
    if len(of.rarest) < SHORTEST_WORD or sum(map(len, of.words)) < 8:
        return ""
    short = [w[0] + re.sub(f"[{_VOWELS}]", "", w[1:]) if len(w) >= SHORTEST_WORD else w for w in of.words]
    return of.with_words(short) if tuple(short) != of.words else ""


def cut(_rng: random.Random, of: Subject) -> str:
    """The first 35 letters, where the words left whole still name the firm."""
    text = of.name[:CUT_AT]
    whole = text if of.name[CUT_AT : CUT_AT + 1] in ("", " ") else text[: text.rfind(" ") + 1]
    return text.strip() if len(of.name) > CUT_AT and keeps_the_firm(of, bare_words(whole)) else ""


def translated(rng: random.Random, of: Subject) -> str:
    """A generic word of an eastern firm in the other language."""
    table = _TABLES["translations"].items()
    text = " ".join(of.words)
    both = [*table, *((english, russian) for russian, english in table)]
    fitting = [(a, b) for a, b in both if a not in (b, of.rarest) and re.search(rf"\b{re.escape(a)}\b", text)]
    if not fitting or not of.eastern:
        return ""
    longest = max(len(a) for a, _ in fitting)
    word, other = rng.choice([pair for pair in fitting if len(pair[0]) == longest])
    return of.with_words([re.sub(rf"\b{re.escape(word)}\b", other, text, count=1)])


def initials(_rng: random.Random, of: Subject) -> str:
    """The first letters of three words and more."""
    letters = "".join(word[0] for word in of.words if word[0].isalpha())
    return of.with_words([letters]) if len(letters) >= 3 else ""


def with_address(rng: random.Random, of: Subject) -> str:
    """An address behind the name, without a comma."""
    return f"{of.name} {rng.choice(_NOISE['addresses'])}"


def with_identifier(rng: random.Random, of: Subject) -> str:
    """A tax number or telephone behind the name."""
    return f"{of.name} {rng.choice(_NOISE['identifiers'])}"


def to_order(rng: random.Random, of: Subject) -> str:
    """A bank's or agent's phrase in front."""
    return rng.choice(_NOISE["prefixes"]) + of.name


def and_sign(_rng: random.Random, of: Subject) -> str:
    """AND as &, and the reverse."""
    swapped = re.sub(r"\bAND\b", "&", of.name)
    other = of.name.replace("&", " AND ") if swapped == of.name else swapped
    return " ".join(other.split()) if other != of.name else ""


def respelled(rng: random.Random, of: Subject) -> str:
    """Another romanisation of a romanised name: up to two letter groups of its rarest word."""
    if not of.cyrillic and of.form not in ("OOO", "AO", "PAO", "ZAO", "OAO", "FGUP"):
        return ""
    pairs = [p for a, b in _TABLES["respellings"].items() for p in ((a, b), (b, a)) if p[0] in of.rarest]
    word = of.rarest
    for old, new in rng.sample(pairs, min(len(pairs), 2)):
        word = word.replace(old, new, 1)
    return of.with_rarest(word) if word != of.rarest else ""


def in_russian(_rng: random.Random, of: Subject) -> str:
    """A romanised Russian name typed in Russian letters, with its Russian form."""
    forms = {"OOO": "ООО", "AO": "АО", "PAO": "ПАО", "ZAO": "ЗАО", "OAO": "ОАО", "FGUP": "ФГУП"}
    if of.form not in forms or not all(word.isascii() for word in of.words):
        return ""
    text = " ".join(of.words).lower().replace("'", "ь")
    for latin, russian in _TABLES["russian"].items():
        text = text.replace(latin, russian)
    return f"{forms[of.form]} {text.upper()}"


def partly_in_russian(rng: random.Random, of: Subject) -> str:
    """The same with some of the words left in Latin letters, as clerks mix them (ООО ВЕКТОР GROUP); not all, not none."""
    latin, russian = of.words, in_russian(rng, of).split()[1:]
    if len(latin) < MIXED_WORDS or len(latin) != len(russian):
        return ""
    left = set(rng.sample(range(len(latin)), rng.randint(1, len(latin) - 1)))
    words = [one if at in left else other for at, (one, other) in enumerate(zip(latin, russian, strict=True))]
    return " ".join([of.form, *words])


def words_of_look_alikes(_rng: random.Random, of: Subject) -> str:
    """Every word whose letters all look like those of the other script typed in them."""
    twins = _TABLES["homoglyphs"]
    words = of.name.split()
    typed = [
        word.translate(str.maketrans(twins))
        if len(word) >= SHORTEST_TYPED and twins.keys() >= set(word)
        else word
        for word in words
    ]
    return " ".join(typed) if typed != words else ""


def romanised(scheme: str, _rng: random.Random, of: Subject) -> str:
    """The firm's Cyrillic name, legal form off, in a published scheme."""
    bare = core(of.cyrillic)
    if not bare:
        return ""
    if scheme in _TABLES:
        return "".join(_TABLES[scheme].get(letter, letter) for letter in bare).upper()
    return str(getattr(iuliia, scheme).translate(bare)).upper()


SINGLE: dict[str, Manipulation] = {
    "exact": exact,
    "case": case,
    "punctuation_off": punctuation_off,
    "hyphens": hyphens,
    "form_dropped": form_dropped,
    "form_moved": form_moved,
    "form_respelled": form_respelled,
    "form_glued": form_glued,
    "word_order": words_turned,
    "word_dropped": word_dropped,
    "word_added": word_added,
    "and_sign": and_sign,
    "typo_1": partial(typos, 1),
    "typo_2": partial(typos, 2),
    "doubled_letter": doubled,
    "ocr": partial(replaced, "ocr", 2),
    "homoglyphs": partial(replaced, "homoglyphs", 6),
    "words_of_look_alikes": words_of_look_alikes,
    "letter_lost": letter_lost,
    "word_split": word_split,
    "words_joined": words_joined,
    "vowels_dropped": vowels_dropped,
    "abbreviated": abbreviated,
    "cut_35": cut,
    "translated": translated,
    "initials": initials,
    "glued_address": with_address,
    "identifier_appended": with_identifier,
    "to_order": to_order,
    "respelled": respelled,
    "in_russian": in_russian,
    "partly_in_russian": partly_in_russian,
    **{f"roman_{scheme.lower()}": partial(romanised, scheme) for scheme in SCHEMES},
}
# Damage that is combined in twos: what happens to one name on its way through several hands.
COMBINABLE = [
    "case",
    "punctuation_off",
    "form_dropped",
    "form_moved",
    "form_respelled",
    "word_order",
    "word_dropped",
    "word_added",
    "typo_1",
    "ocr",
    "homoglyphs",
    "word_split",
    "words_joined",
    "vowels_dropped",
    "cut_35",
    "translated",
    "glued_address",
    "identifier_appended",
    "to_order",
    "respelled",
]
