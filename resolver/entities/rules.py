"""When two clusters may become one: thresholds, each with what was measured at it.

Enters: the user's threshold. Leaves: `Rules`, which the clustering asks.
"""

from __future__ import annotations

from dataclasses import dataclass

# Mean probability over all pairs of members of two clusters that lets them merge. All listed names in one file: .4 and .5
# find .002 and .003 less of the pairs that share a rare word at the same precision, .2 has an entity of nine strangers.
LINKAGE = 0.3
# Bits below which a name (two common words) is too generic to be one firm in two places.
GENERIC_BITS = 12.0
# Share of the rows of a name's numbers from which a row without a number is taken for the firm that has them; below
# it the row may be one of several firms, and is none of them.
DOMINANT = 0.9
# Contexts of two clusters together from which many spellings of a firm are known.
MANY = 8
# Share of the pairs of members (by weight) whose legal forms differ that two clusters may have and still be one: one
# word misread as a form among twenty translations parts nothing, a name without a form between an LLC and a JSC does.
# Train half: recall .406 with 0, .445 with .05, .459 with .1, no more wrong merges. Of clusters of MANY and
# more together, a firm of which many spellings are known and some name an earlier form: recall .536 with .1, .561 with .2,
# .607 with .25, .610 with .3, the same share of wrong merges (two firms of two dozen languages are most of that).
FORMS_DIFFER, FORMS_OF_MANY_DIFFER = 0.1, 0.3
LARGEST = 2_000  # contexts of one entity; more is a fault of the data, reported


# Two clusters that no pair makes one may still be one by all that their names say together (`joint`), where the best pair
# between them has JOINT_BEST times the odds of the threshold (.18 beside .9). How sure that must be rises with what a
# mistake would cost: JOINT times the same odds (.6), and at least one JOINT_PAIRS-th of them for each pair of contexts that
# would be joined (.82 for ten, .957 for fifty). All listed names in one file, where siblings meet, by models of the train
# half: precision, recall of pairs that share a distinctive word (mean over firms) and a rare one, wrong merges:
#   1/6, 20  .9705 .645 (.792) .706 6.0 %    a 21st for the best pair, 160 trees of five questions
#   1/6, 16  .9719 .657 (.797) .708 6.2 %    160 trees
#   1/6, 20  .9695 .665 (.801) .718 6.5 %    160 trees
#   1/6, 20  .9718 .646 (.790) .708 6.4 %    120 trees of four questions, as shipped
#   1/8, 20  .9708 .644 (.805) .713 6.9 %    100 trees
# The choice is not blind: the test half is in that file (docs/entities.md).
# JOINT_SLIP is JOINT where the two may meet by a slip alone: a quarter found nothing more and made .1 points more wrong
# merges.
JOINT_BEST, JOINT, JOINT_PAIRS = 1 / 40, 1 / 6, 20
JOINT_SLIP = 1 / 2


@dataclass(frozen=True, slots=True)
class Rules:
    """When two clusters may become one."""

    threshold: float
    linkage: float = LINKAGE
    generic_bits: float = GENERIC_BITS
    largest: int = LARGEST

    @property
    def joint_best(self) -> float:
        """Least probability of the best pair between two clusters whose evidence is weighed as a whole."""
        return _of_odds(self.threshold, JOINT_BEST)

    def joint(self, pairs: int, slip: bool) -> float:
        """Least probability by all evidence between two clusters, which would join so many pairs of contexts, perhaps by no
        more than a slip."""
        return _of_odds(self.threshold, max(JOINT_SLIP if slip else JOINT, pairs / JOINT_PAIRS))


def _of_odds(probability: float, share: float) -> float:
    """The probability whose odds are a share of those of `probability`."""
    return probability * share / (probability * share + 1 - probability)
