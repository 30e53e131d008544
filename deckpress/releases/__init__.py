"""What a change does to learners: two states of a deck, compared, told, and tried on the real Anki.

What a deck was:
    history.py          which commits recorded a release
    revisions.py        a git revision -> the files of the deck
    states.py           a deck, a git revision or a package -> State

What is different:
    compare.py          State, State -> Change, Difference
    text_changes.py     two texts -> what differs, word by word
    change_report.py    Difference -> text, JSON, Markdown for reviewers
    release_notes.py    Changes -> release notes for learners
    manifest.py         a release -> JSON for machines

What a release writes:
    record.py           Deck, version -> the next ledger
    staging.py          outputs and ledger come to their places together

Whether the ledger is what releases wrote:
    succession.py       Ledger, Ledger -> what no release can have done
    trusted_ledgers.py  git -> the ledgers that releases wrote
    audit.py            Deck -> problems with its ledger

Whether learners lose something:
    gate.py             packages -> a report, from a process of its own
    upgrade.py          packages -> what became of a learner's progress and edits (needs Anki)
    learner.py          a learner, simulated on the real Anki
"""
