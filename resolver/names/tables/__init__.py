"""The knowledge of the names stage as CSV tables, each row with its source; `tables/README.md` describes the columns."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv in file order, every cell stripped of outer blanks."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return [
        {key: (value or "").strip() for key, value in row.items()}
        for row in csv.DictReader(text.splitlines())
    ]
