"""A line of `content/ledger.tsv` that `release` did not write, or a line that is missing there.

Without the ledger nobody knows what learners have: a wrong hash or time in it sends notes again that
did not change, so that learners lose their own edits, or keeps a correction from them. So nothing is
built from a ledger with a line that is none, with versions or times that do not ascend, with the `mod`
of no release, or with anything that differs from what git has of the last release. (Without git, or in
a shallow clone, that last comparison is not made; `release` refuses there.) A release that somebody
reverted, and one side of a merge, are fine; both sides are not.

A tag `v1.2.0` on the commit of a release makes its ledger the truth, whatever came before.

Bad:
    <<<<<<< HEAD

Good:
    release	1.0.0	2026-11-23T08:00:00Z
"""

# Raised by `deck/ledger/rules.py` and others, as `CODE` of `deck/ledger/lines.py`.
FIX = "restore the file as the last release wrote it: git checkout TAG -- content/ledger.tsv"
WAIVABLE = False
