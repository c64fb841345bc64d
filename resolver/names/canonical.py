"""One raw text -> its canonical name, in the order of docs/names.md.

Pure: no file, no clock. `canonical_name` is the plain one-name story; `resolver.names.batch` runs it over
many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resolver.names import chains, forms, joined_sounds, lexicon, script, skeleton, stems, telling_keys
from resolver.names.articles import without_articles
from resolver.names.fold import fold_text, split_words
from resolver.names.own_initials import place_of_initials, without_initials
from resolver.names.placeholders import placeholder_reason
from resolver.names.sequences import step, values
from resolver.names.vocabulary import Word, is_told, know

LONGEST_PLACEHOLDER = 6
"""Words of a text that may be no firm at all (TO THE ORDER OF BANK); longer ones name somebody."""


SHORTEST_INITIALISM, LONGEST_INITIALISM = 3, 6
"""Letters of a word that may be the initials of the others."""

LONGEST_LONE = 4
"""Letters of a word that is a name only together with the legal form beside it. With 4 the concept keys of 33 of 401 OFAC
organisations collide no more, and one of 738 Cyrillic names and four of 1,483 romanised ones disagree; with 5 it is 40,
and twelve."""

LONGEST_ORDINARY = 6
"""The same for a word of a concept: Star and Arsenal are names of many. With 6 the keys of 14 more collide no more, and
eight romanised names disagree."""

LONGEST_PHRASE = 16
"""Words of a phrase, or of a row of abbreviations, which may go on for ever: a longer row is two."""

SHORTEST_REPEATED = 4
"""Letters of the skeleton of a word that a name says once: shorter ones (Bo Bo, A.A.) may stand twice."""

JOINING, JOINED_LETTERS = "i", 3
"""The Slavic "and" in Latin letters, and letters that a word on either side of it has at the least: initials have fewer."""

VAGUE_CLASSES = frozenset({"COMPANY", "BRANCH"})
"""Classes of forms that any firm may add or leave out."""


class CanonicalName(NamedTuple):
    """A row of NAMES; see resolver.model for the columns."""

    text: str
    script: str
    tokens: list[str]
    forms: list[str]
    key_exact: str
    key_core: str
    key_skeleton: str
    key_sorted: str
    key_joined: str
    key_letters: str
    key_concepts: str
    initials: str
    repairs: list[str]
    empty_reason: str


class Token(NamedTuple):
    """One token of the core: `text` as in NAMES.tokens, with what the keys are made of."""

    text: str
    skeleton: str
    key: str
    initial: str


class Heard(NamedTuple):
    """The words of a text without the `initials` that only repeat them ("" where there are none), and what was `repaired` of
    them; `said` is the text, without initials that a sign marks."""

    said: str
    words: list[Word]
    repairs: list[str]
    initials: str


def canonical_name(text: str) -> CanonicalName:
    """The canonical name of any text; never raises, and empty tokens come with a reason."""
    said, words, repairs, initials = heard(text)
    repairs += [f"initials:{initials}"] if initials else []
    if _is_placeholder(words, said):
        return _name(text, words, [], [], repairs)
    core, classes = split_forms(words, said)
    return _name(text, words, core, classes, repairs)


def heard(text: str) -> Heard:
    """The words of a text, before anything is taken off but its own initials."""
    said, initials = without_initials(text)
    words, repairs = repaired(split_words(fold_text(said)), said)
    at = place_of_initials(words)
    if at < 0:
        return Heard(said, words, repairs, initials)
    both = " ".join(filter(None, (initials, words[at].exact)))
    return Heard(said, [*words[:at], *words[at + 1 :]], repairs, both)


def _is_placeholder(words: list[Word], text: str) -> bool:
    if not words or not words[0].starts_placeholder or len(words) > LONGEST_PLACEHOLDER:
        return False
    return placeholder_reason(text) != ""


def repaired(raw: list[str], text: str) -> tuple[list[Word], list[str]]:
    """The words, those of look-alike letters only in the script of the others, and what was mended."""
    words = [know(word) for word in raw]
    if words and (words[0].glued_front or words[-1].glued_back):
        raw = [*(words[0].glued_front or raw[:1]), *raw[1:]]
        raw = [*raw[:-1], *(know(raw[-1]).glued_back or raw[-1:])]
        words = [know(word) for word in raw]
    if any(not word.isascii() for word in raw):
        words = _in_one_script(words, text)
    repairs = [f"homoglyph:{old}" for old, new in zip(raw, words, strict=True) if old != new.spelling]
    return joining(words), repairs


def joining(words: list[Word]) -> list[Word]:
    """The words, "i" between two words as the Slavic "and" that it is in Latin letters (Gavrilov i Sokolov): no initial, of
    which a neighbour is short or a form, and no numeral, which stands last."""
    for at in range(1, len(words) - 1):
        if words[at].exact == JOINING and _may_be_joined(words[at - 1]) and _may_be_joined(words[at + 1]):
            words[at] = words[at]._replace(is_stop=True)
    return words


def _may_be_joined(word: Word) -> bool:
    return len(word.exact) >= JOINED_LETTERS and not word.form_branches


def _in_one_script(words: list[Word], text: str) -> list[Word]:
    """The words, those of look-alike letters in the script of the sure ones when these are of one script."""
    wanted = sure_script(words, text)
    return [in_script(word, wanted) for word in words] if wanted else words


def sure_script(words: list[Word], text: str) -> str:
    """The one of the two scripts that the words which are surely of either are of, or ""."""
    sure = {word.script for word in words if not (_may_be_other(word, text) or forms.is_form(word))}
    found = sure & {"cyrillic", "latin"}
    return found.pop() if len(found) == 1 else ""


def _may_be_other(word: Word, text: str) -> bool:
    """Whether a word may be of the other script: Latin b and h look like в and н as capitals only."""
    if word.script == "latin" and ("b" in word.spelling or "h" in word.spelling):
        return word.twin != "" and word.spelling.upper() in text
    return word.twin != ""


def in_script(word: Word, wanted: str) -> Word:
    """The twin of a word of the other script, unless the word is a legal form and its twin is none (co, jsc), or a word of
    its own script: names mix them (МОСТ GROUP)."""
    if not word.twin or word.script == wanted:
        return word
    other = know(word.twin)
    if other.spelling == word.spelling or _stays(word):
        return word
    return other if other.form_branches or not word.form_branches else word


def _stays(word: Word) -> bool:
    """Whether a word beside those of the other script is one as it stands: a known word whose twin is none, and in Cyrillic
    letters any: nobody types a whole Latin word in them by chance, and readings find those that do."""
    if script.other_word(word.spelling) == "":
        return False
    return word.script == "cyrillic" or (is_told(word.spelling) and not is_told(word.twin))


def split_forms(words: list[Word], text: str) -> tuple[list[Word], list[str]]:
    """The words of the name proper, and the classes of the legal forms that were taken off."""
    if not any(word.form_branches for word in words):
        return words, []
    gone, classes = places_of_forms(words, text)
    return [word for at, word in enumerate(words) if at not in gone], classes


def places_of_forms(words: list[Word], text: str) -> tuple[set[int], list[str]]:
    """The places of the words of legal forms that are taken off, and the classes of these forms."""
    taken = forms.taken_off(words, text)
    gone = {at for span, _ in taken for at in range(span.start, span.end)}
    classes = dict.fromkeys(form.form_class for _, form in taken if form.form_class != forms.STATE)
    return gone, list(classes)


def make_tokens(core: list[Word], text: str = "") -> list[Token]:
    """Phrases and abbreviations as concepts (МЗ is two: mechanical plant); stop words off unless all there
    is."""
    kept = [word for word in core if not word.is_stop] or core
    if core and core[0].is_stop and core[0] is not kept[0] and is_abbreviation(core[0]):
        kept = [core[0], *kept]
    kept = without_articles(kept, text)
    tokens: list[Token] = []
    at = 0
    while at < len(kept):
        word = kept[at]
        length, concept = 0, ""
        if word.phrase_branches:
            length, concept = longest_phrase(kept[at : at + LONGEST_PHRASE], is_first=at == 0)
        if length:
            tokens += tokens_of_phrase(kept[at : at + length], concept)
        else:
            tokens.append(Token(word.spelling, word.skeleton, word.key, word.initial))
        at += length or 1
    return tokens


def tokens_of_phrase(words: list[Word], concept: str) -> list[Token]:
    """The tokens of a phrase, the first of which has its initials; those of one word are its skeleton."""
    initial = "".join([word.initial for word in words]) if len(words) > 1 else words[0].skeleton
    parts = concept.replace("-", "").split()
    initials = [initial, *[""] * len(parts)]
    return [
        Token("@" + part, part, lexicon.key_of(part), one) for part, one in zip(parts, initials, strict=False)
    ]


def said_once(tokens: list[Token]) -> list[Token]:
    """The tokens without those that only repeat the sound of an earlier one: VOLGA-ELEKTRO (ВОЛГА-ЭЛЕКТРО), a name said in
    both alphabets. Short words may be said twice."""
    seen: set[str] = set()
    kept = []
    for token in tokens:
        if len(token.skeleton) < SHORTEST_REPEATED or token.skeleton not in seen:
            kept.append(token)
        seen.add(token.skeleton)
    return kept


def is_abbreviation(word: Word) -> bool:
    """True for a joining word that abbreviates a phrase where a name begins with it: ПО is "on" elsewhere."""
    return bool(word.phrase_branches) and word.concept != ""


def longest_phrase(words: list[Word], *, is_first: bool) -> tuple[int, str]:
    """How many of these words, of which there are LONGEST_PHRASE at the most, the longest phrase has that begins with the
    first of them, and its concept; or (0, ""). `is_first`: a name begins with it."""
    branches, at, found = list(words[0].phrase_branches), 1, (0, "")
    while branches:
        if concepts := values(branches):
            said = _said(concepts, words[:at], is_first=is_first)
            found = (at, said) if said else found
        if at == len(words):
            break
        branches = step(branches, *words[at].edges)
        at += 1
    return found


def _said(concepts: list[str], words: list[Word], *, is_first: bool) -> str:
    """The first of the concepts of a phrase; where only a row of abbreviations ends, what its words say, or "". `is_first`:
    the name begins with it, and a word that may be a name is one there."""
    for concept in concepts:
        if concept != chains.IN_A_ROW:
            return concept
    exact = [word.exact for word in words]
    return "" if is_first and chains.is_weak(exact[0]) else chains.said(exact)


def _name(
    text: str, words: list[Word], core: list[Word], classes: list[str], repairs: list[str]
) -> CanonicalName:
    """The keys of letters hold every word, stop words too, before phrases become concepts: where blanks stand must not
    matter."""
    tokens = said_once(make_tokens(core, text))
    skeletons = [token.skeleton for token in tokens]
    return CanonicalName(
        text=text,
        script=script.script_of_words([word.script for word in words]),
        tokens=[token.text for token in tokens],
        forms=classes,
        key_exact=" ".join([word.exact for word in words]),
        key_core=" ".join([token.text for token in tokens]),
        key_skeleton=" ".join(skeletons),
        key_sorted=" ".join(sorted(skeletons)),
        key_joined=joined_sounds.whole([word.joined for word in core]),
        key_letters="".join([word.exact for word in core]),
        key_concepts=concept_key(tokens, classes),
        initials="".join([token.initial for token in tokens]),
        repairs=repairs,
        empty_reason="" if tokens else _why_empty(text, words),
    )


def concept_key(tokens: list[Token], classes: Sequence[str]) -> str:
    """The keys of the tokens that say whose name it is; a concept or a few letters alone are no name, so that they keep
    their spelling: Океан and Ocean, VSC and VSK are not yet one firm. Beside a lone word of a few letters stand
    the `classes` of the legal forms, in capitals: AO VSK and OOO VSK are two firms more often than one."""
    keys = telling_keys.telling({token.key for token in tokens})
    if len(keys) > SHORTEST_INITIALISM:
        keys = keys - _initialisms(tokens)
    if len(keys) == 1 and needs_more(next(iter(keys))):
        return _lone(next(iter(keys)), tokens, classes)
    if len(keys) >= telling_keys.MANY:
        keys = set(map(telling_keys.bare, keys))
    return " ".join(sorted(keys))


def needs_more(key: str) -> bool:
    """Whether a key says too little to be the only one of a name."""
    return key[:1] == "@" or (len(key) <= LONGEST_LONE and telling_keys.is_own(key))


def _lone(key: str, tokens: list[Token], classes: Sequence[str]) -> str:
    """A key that says too little: concepts and initialisms as they are spelled, and the legal forms where that is short."""
    words = [key]
    if key[:1] == "@" or telling_keys.is_short(key):
        words = sorted({_spelling(token) for token in tokens if token.key == key})
    if len(words) == 1 and len(words[0]) <= (LONGEST_ORDINARY if key[:1] == "@" else LONGEST_LONE):
        words += sorted(set(classes) - VAGUE_CLASSES)
    return " ".join(words)


def _spelling(token: Token) -> str:
    """The letters of a concept as a name, those of an initialism as they are written; of a short word (Маяк, Mayak) all
    that are heard, of which its skeleton keeps too few."""
    if token.key[:1] == "@":
        return stems.name_stem(token.skeleton)
    if token.text.isascii() and len(token.text) <= telling_keys.LONGEST_SHORT:
        return token.text
    return skeleton.sounds(token.text)


def _initialisms(tokens: list[Token]) -> set[str]:
    """Keys of words that only repeat the initials of the words beside them: Central Election Commission (CEC)."""
    short = [
        at for at, token in enumerate(tokens) if SHORTEST_INITIALISM <= len(token.text) <= LONGEST_INITIALISM
    ]
    return {tokens[at].key for at in short if tokens[at].skeleton in _initials_beside(tokens, at)}


def _initials_beside(tokens: list[Token], at: int) -> tuple[str, str]:
    before, behind = tokens[:at], tokens[at + 1 :]
    return "".join([token.initial for token in before]), "".join([token.initial for token in behind])


def _why_empty(text: str, words: list[Word]) -> str:
    if not words:
        return "no_letters" if text.strip() else "empty"
    return "placeholder" if placeholder_reason(text) else "only_legal_form"
