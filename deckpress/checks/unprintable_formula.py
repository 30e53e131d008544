r"""A formula that print and site cannot typeset, though Anki can.

Paper and site use KaTeX, which knows fewer commands than the MathJax in Anki. The formula's source is printed instead,
so nothing is lost, but it is not pretty.

Bad:
    $\overbracket{a + b}$

Good:
    $\overbrace{a + b}$
"""

# Raised by `render.py`.
SEVERITY = "warning"
FIX = "write the formula with commands that KaTeX knows too"
