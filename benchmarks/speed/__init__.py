"""How fast, and in how much memory: the resolver beside what a user would run instead, on the same work.

work       a synthetic watchlist and parties of chosen sizes, with planted truth
peers      emm, rapidfuzz and nomenklatura, each a program of its own; none imports the resolver
processes  runs a program and measures the whole process
"""
