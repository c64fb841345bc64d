"""Languages of the lexicon's rows that are treated alike. Nothing in, nothing out but the sets."""

from __future__ import annotations

OF_THE_EU = frozenset(
    {"cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu"}
    | {"it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"}
)
"""Those of the EU list in Latin and Greek letters, but English: of words in which lists are kept, not customs papers."""
