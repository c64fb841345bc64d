"""Words of look-alike letters in texts of two scripts: `canonical.repaired` by columns, but for what is glued.

In: texts as numbers. Out: the same with the numbers of the words that are meant, and what was repaired. Few texts need
it, and of these nothing but their words is asked one by one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resolver.names import canonical
from resolver.names.texts import Texts, traits_of
from resolver.names.word_store import FOREIGN, MENDED, SCRIPT_BIT, SCRIPTS, SURE, TWIN

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def in_one_script(raw: Texts) -> Texts:
    """The texts with their words in the script of the sure ones, and with all that was mended of these."""
    twins = _twins(raw)
    read = _with_twins(raw, twins) if twins else raw
    at = np.union1d(np.flatnonzero(raw.traits & MENDED), np.array(list(twins), dtype=np.int64))
    text = np.searchsorted(raw.start, at, side="right") - 1
    written, words = read.vocabulary.written, read.vocabulary.words
    repairs: dict[int, list[str]] = {}
    for old, new, which in zip(raw.word[at].tolist(), read.word[at].tolist(), text.tolist(), strict=True):
        letters = written.get(old, words[old].spelling)
        if letters != words[new].spelling:
            repairs.setdefault(which, []).append(f"homoglyph:{letters}")
    return read._replace(repairs=repairs)


def _twins(raw: Texts) -> dict[int, str]:
    """The words that are of the other script, by their place."""
    known = raw.vocabulary.words
    changes: dict[tuple[int, str], bool] = {}
    twins: dict[int, str] = {}
    for text in np.flatnonzero(_may_change(raw)).tolist():
        begin, end = raw.start[text : text + 2].tolist()
        numbers = raw.word[begin:end].tolist()
        wanted = canonical.sure_script([known[one] for one in numbers], raw.texts[text])
        for at, one in enumerate(numbers if wanted else (), begin):
            if (one, wanted) not in changes:
                changes[one, wanted] = canonical.in_script(known[one], wanted) is not known[one]
            if changes[one, wanted]:
                twins[at] = known[one].twin
    return twins


def _with_twins(raw: Texts, twins: dict[int, str]) -> Texts:
    word = raw.word.copy()
    word[list(twins)], vocabulary = raw.memory.words.numbers(list(twins.values()))
    return raw._replace(word=word, vocabulary=vocabulary, traits=traits_of(vocabulary, word, raw.start))


def _may_change(raw: Texts) -> Flags:
    """The texts in which a word of look-alike letters may be taken for one of the other script: not those whose words are of
    one script, nor those with sure ones of both."""
    latin, cyrillic = SCRIPT_BIT["latin"], SCRIPT_BIT["cyrillic"]
    held = raw.either(raw.traits)
    sure = raw.either(np.where(raw.traits & SURE > 0, raw.traits, 0))
    scripts = held >> SCRIPTS << SCRIPTS
    kept = ((sure & latin > 0) & (sure & cyrillic > 0)) | (scripts == latin) | (scripts == cyrillic)
    found: Flags = (held & FOREIGN > 0) & (held & TWIN > 0) & ~kept
    return found
