"""TeX formulas, typeset once by KaTeX for pages that need no script, and remembered.

In Anki, MathJax does it.
"""
