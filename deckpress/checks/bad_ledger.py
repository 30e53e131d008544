"""A line of `content/ledger.tsv` that is none.

Without the ledger nobody knows what learners have, so nothing can be built. Only `release` writes the file; a merge or
an edit by hand can break it.

Bad:
    <<<<<<< HEAD

Good:
    release	1.0.0	2026-11-23T08:00:00Z
"""

FIX = "restore the file as the last release wrote it: git checkout TAG -- content/ledger.tsv"
WAIVABLE = False
