"""What a change does to learners: two states of a deck are compared, told, and tried on the real Anki.

states.py     a deck, a git revision or a package -> State
compare.py    State, State -> Change
words.py      two texts -> what differs, word by word
notes.py      Changes -> release notes for learners
formats.py    Changes -> text, JSON, Markdown for reviewers
record.py     Deck, version -> the next ledger
upgrade.py    packages -> what became of a learner's progress and edits (stands alone; needs Anki)
"""
