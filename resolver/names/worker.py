"""What a child interpreter (`resolver.serving`) answers of texts: their names, or what their fields hold."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pyarrow as pa


def warm_up() -> None:
    """Read the tables and load what is compiled, while nothing is asked yet."""
    from resolver.names import learning, rewriting

    names = ["ООО Кратон", "KRATON LIMITED LIABILITY COMPANY", *_ASKING]
    named(names)
    rewriting.expect_many()
    pairs = product(ascii_lowercase, repeat=2)
    words = [f"{one}kraton{other}{side}" for one, other in pairs for side in ("", "ts", "tek")]
    learning.records_of(words)
    named(names)  # now by what is compiled


_ASKING = (
    "НПО КРАТОН-Р З-Д S P E T S S T A L",
    "ЭмТэЭс KRAT0NEL ŞIRKETI",
    "NOT APPLICABLE KRATON",
    "KRATON REPRODUKTION 5ARL",
)
"""Names that ask for tables as few others do: of contractions, letters by their names, readings, fields that name nobody,
misread forms."""


def named(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    """The rows of NAMES of texts, and those of TOKENS of the tokens that nobody has been told of."""
    from resolver.names.batch import table_of
    from resolver.names.tokens import describe_new

    names = table_of(texts)
    return names, describe_new(names)


def segmented(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    """The rows of SEGMENTED of texts, and no row of TOKENS."""
    from resolver.model import TOKENS
    from resolver.names.segment_columns import segmented_table

    return segmented_table(texts), TOKENS.empty_table()
