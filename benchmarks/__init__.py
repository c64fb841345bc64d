"""What the resolver is worth: `benchmarks.quality` (is it right) and `benchmarks.speed` (is it fast).

Nothing here is part of the installed packages; nothing here may be imported by them.
"""
