"""What the code of a predictor does with each of its inputs.

The body of the entry method is read once, statement by statement, with symbolic values (`terms`): an input stays itself
through aliases, branches, helper calls and dictionaries. Where a value is consumed, the conditions on the way to it are
kept; what is consumed, refused and compared is what the facts are recognized from. Where the reading cannot follow, a
value is opaque, and nothing is said about it.
"""
