"""What both environments learn with: text forms, sentence vectors, sparse features, and the machines over them.

Runs on Python 3.10 and later and imports none of the project's other packages.
"""
