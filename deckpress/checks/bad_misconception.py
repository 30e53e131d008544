"""An entry of content/misconceptions.toml that cannot be used.

It needs an id, a pattern, the reason why the statement is wrong, and a source. The pattern is a regular expression of
the harmless kind: plain words, at most one gap such as `.*` in each alternative, nothing repeated in brackets. Others
could keep the checks busy forever, so they are refused when the file is read.

Bad:
    [[misconception]]
    id = "bn-shift"
    pattern = "(reduc\\w+ )+shift"

Good:
    [[misconception]]
    id = "bn-shift"
    pattern = "reduc.* internal covariate shift"
    why = "…"
    source = "Santurkar et al. 2018, arXiv:1805.11604"
"""

FIX = "mend the entry in content/misconceptions.toml"
WAIVABLE = False
