r"""What Anki itself reads in a field besides HTML: formulas, sounds, LaTeX of its older kind."""

from __future__ import annotations

FORMULA = r"\\\(((?:(?!\\[()]).)*)\\\)|\\\[((?:(?!\\[\[\]]).)*)\\\]"
r"""`\(x\)` in a line and `\[x\]` on its own, the innermost, with the TeX of each."""
