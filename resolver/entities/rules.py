"""When two clusters may become one: thresholds, each with what was measured at it.

Enters: the user's threshold. Leaves: `Rules`, which the clustering asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# Mean probability over all pairs of members of two clusters that lets them merge. Measured on the train half:
# docs/entities.md.
LINKAGE = 0.4
# Bits below which a name (two common words) is too generic to be one firm in two places.
GENERIC_BITS = 12.0
# Share of the rows of a name's numbers from which a row without a number is taken for the firm that has them; below
# it the row may be one of several firms, and is none of them.
DOMINANT = 0.9
# Two clusters of so many members between them may also become one where no pair reaches the threshold: the mean over all
# pairs reaches LINKAGE, and the best pair these odds times those of the threshold (.6 beside .9). Train half, recall of
# pairs that share a distinctive word and entities that hold two firms: .459 and 2.64 % without, .480 and 2.66 % with eight,
# .493 and 2.72 % with six (.505 and 2.73 % from .4).
SUPPORTED, SUPPORTED_MEMBERS = 1 / 6, 8
# Share of the pairs of members (by weight) whose legal forms differ that two clusters may have and still be one: one
# word misread as a form among twenty translations parts nothing, a name without a form between an LLC and a JSC does.
# Train half: recall .406 with 0, .445 with .05, .459 with .1, no more wrong merges. Of clusters of SUPPORTED_MEMBERS and
# more together, a firm of which many spellings are known and some name an earlier form: recall .536 with .1, .561 with .2,
# .607 with .25, .610 with .3, the same share of wrong merges (two firms of two dozen languages are most of that).
FORMS_DIFFER, FORMS_OF_MANY_DIFFER = 0.1, 0.3
# Classes between which a firm may pass: a unitary enterprise of the state becomes a joint-stock company or an institution
# (Federal Law 178-FZ of Russia, art. 13), and translators say enterprise and institution for one another. Of the pairs of
# the train half whose names may be one firm (.1 and more), with JSC and SUE 741 of 749 are one firm (eight firms,
# against two pairs of firms), with SUE and INST all 325, with JSC and INST all 17, but with JSC and LLC 92 of 127.
STATE_FORMS = frozenset({"SUE", "INST"})
STATE_OWNED = STATE_FORMS | {"JSC"}
LARGEST = 2_000  # contexts of one entity; more is a fault of the data, reported


class Call(NamedTuple):
    """Two clusters of many spellings that one telling word calls (`calling`) may become one with less than SUPPORTED."""

    names: int  # spellings that they have together, at least
    odds: float  # of the best pair, which may be one of which one name contains the other, as a share of the threshold's
    linkage: float  # mean over all pairs
    others: int  # names of other clusters near them that bear the word too, at most
    translated: bool  # words of their own part them only where they are of one language


# Measured on the train half (names of 2026-11-28): recall of pairs that share a distinctive word, the same without the
# twenty firms that have most of them, precision, entities that hold two firms; then precision and recall of the synthetic
# registry (50,000 rows with numbers).
#   the first row alone   .648 .579 .987 2.7 %   .988 .944
#   and the second        .663 .606 .985 3.1 %   .986 .946
#   and the third         .666 .608 .985 3.1 %   .987 .946
# That nobody else bears the word keeps sisters apart: three spellings without it .670, .620, .984 and 3.3 %, and four of
# them bring the registry to .974. The third from 1/77 (.105) instead of 1/21: .673 in the lists, .956 in the registry.
CALLS = (
    Call(names=6, odds=1 / 21, linkage=0.2, others=LARGEST, translated=False),
    Call(names=3, odds=1 / 21, linkage=0.2, others=2, translated=True),
    Call(names=6, odds=1 / 21, linkage=0.05, others=20, translated=True),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """When two clusters may become one."""

    threshold: float
    linkage: float = LINKAGE
    generic_bits: float = GENERIC_BITS
    largest: int = LARGEST

    @property
    def supported(self) -> float:
        """Least probability of the best pair between two clusters of SUPPORTED_MEMBERS."""
        return _of_odds(self.threshold, SUPPORTED)

    @property
    def called(self) -> tuple[float, ...]:
        """Least probability of the best pair between two clusters that one word calls, for each of CALLS."""
        return tuple(_of_odds(self.threshold, call.odds) for call in CALLS)


def _of_odds(probability: float, share: float) -> float:
    """The probability whose odds are a share of those of `probability`."""
    return probability * share / (probability * share + 1 - probability)
