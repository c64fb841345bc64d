"""What a user would run instead. Each module is a program (FOLDER OUT LIMIT) without the resolver.

A peer reads FOLDER/listed.csv and the first LIMIT rows of FOLDER/parties.csv, and writes OUT: a CSV of id,
listing_id, score, best first within an id, and beside it OUT.json with the seconds for set-up (reading,
indexing the list) and for the parties, so that a run on part of the parties can be projected to all of them.
"""
