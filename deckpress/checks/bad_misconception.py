"""An entry of content/misconceptions.toml that cannot be used.

It needs an id, a pattern, the reason why the statement is wrong, and a source. The pattern is a regular expression in
the syntax of RE2, which takes no longer than its pattern and its text are long: without look-around and
back-references. All patterns together are limited, too, since each is looked for on every card.

Bad:
    [[misconception]]
    id = "bn-shift"
    pattern = "internal (?!external)covariate shift"

Good:
    [[misconception]]
    id = "bn-shift"
    pattern = "reduc.* internal covariate shift"
    why = "…"
    source = "Santurkar et al. 2018, arXiv:1805.11604"
"""

# Raised by `deck/misconceptions.py`.
FIX = "mend the entry in content/misconceptions.toml"
WAIVABLE = False
