"""Words of column headings, each with its meaning and language: `headings.csv`."""
