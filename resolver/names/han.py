"""Chinese characters as they are written in Hong Kong and Taiwan, in the letters of the mainland: 華強電子 is 华强电子.

Names sound the same in both, so that only the words of tables need it: forms, places, words of trade.
"""

from __future__ import annotations

import re

from resolver.names.tables import read_table

SIMPLIFIED = {row["traditional"]: row["simplified"] for row in read_table("han_variants")}

_TRADITIONAL = re.compile(f"[{''.join(SIMPLIFIED)}]")


def simplified(text: str) -> str:
    """`text` with the characters of tables/han_variants.csv simplified. Idempotent."""
    return _TRADITIONAL.sub(lambda found: SIMPLIFIED[found[0]], text)
