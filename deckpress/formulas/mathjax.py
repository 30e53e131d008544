"""What Anki's MathJax knows and KaTeX does not, said in a line of TeX that KaTeX knows.

A card's formula is written for Anki; on paper and on the site it shall look the same.
"""

import re

_GREEK = "Delta Gamma Lambda Omega Phi Pi Psi Sigma Theta Upsilon Xi".split()
# Other names of what KaTeX has.
_RENAMED = {
    "symbb": "mathbb",
    "symbf": "mathbf",
    "symcal": "mathcal",
    "symfrak": "mathfrak",
    "symit": "mathit",
    "symrm": "mathrm",
    "symsf": "mathsf",
    "symtt": "mathtt",
    "symup": "mathrm",
    "mathup": "mathrm",
    "mathbfup": "mathbf",
    "mathbfit": "boldsymbol",
    "hbox": "text",
    "mbox": "text",
    "cramped": "mathord",
    "overparen": "overgroup",
    "underparen": "undergroup",
    "Tiny": "tiny",
}
MACROS = {
    **{rf"\Up{name.lower()}": rf"\{name}" for name in _GREEK},  # \Updelta is \Delta
    **{rf"\{name}": rf"\{known}" for name, known in _RENAMED.items()},
    r"\S": r"\text{§}",
    r"\ohm": r"\Omega",
    r"\micro": r"\mu",
    r"\celsius": r"\degree\mathrm{C}",
    r"\notag": "",
    r"\nonumber": "",
    r"\strut": r"\vphantom{(}",
    r"\mathstrut": r"\vphantom{(}",
    r"\dddot": r"{\overset{\raisebox{-0.1ex}{\normalsize ...}}{#1}}",
    r"\ddddot": r"{\overset{\raisebox{-0.1ex}{\normalsize ....}}{#1}}",
    r"\iiiint": r"\int\!\!\!\int\!\!\!\int\!\!\!\int",
    r"\idotsint": r"\int\!\cdots\!\int",
    r"\injlim": r"\operatorname*{inj\,lim}",
    r"\varinjlim": r"\operatorname*{\underrightarrow{\mathrm{lim}}}",
    r"\projlim": r"\operatorname*{proj\,lim}",
    r"\varprojlim": r"\operatorname*{\underleftarrow{\mathrm{lim}}}",
    r"\varliminf": r"\operatorname*{\underline{\lim}}",
    r"\varlimsup": r"\operatorname*{\overline{\lim}}",
    r"\set": r"\{#1\}",
    r"\Set": r"\left\{\,#1\,\right\}",
    r"\mathbfcal": r"\boldsymbol{\mathcal{#1}}",
    r"\stackbin": r"\mathbin{\overset{#1}{#2}}",
    r"\overunderset": r"\overset{#1}{\underset{#2}{#3}}",
    r"\prescript": r"{}^{#1}_{#2}{#3}",
}
"""Commands, where a line of TeX can say the same."""

ENVIRONMENTS = {
    "align": "aligned",
    "eqnarray": "aligned",
    "flalign": "aligned",
    "split": "aligned",
    "alignat": "alignedat",
    "equation": "gathered",
    "gather": "gathered",
    "multline": "gathered",
    "multlined": "gathered",
}
"""Environments, starred or not; Anki numbers no equations, so nothing is lost."""

# \begin{align*}, \end{gather}
_ENVIRONMENT = re.compile(rf"\\(begin|end)\s*\{{({'|'.join(ENVIRONMENTS)})\*?\}}")


def with_known_environments(tex: str) -> str:
    """A formula with environments that KaTeX knows; `MACROS` are its own business."""
    return _ENVIRONMENT.sub(lambda found: rf"\{found[1]}{{{ENVIRONMENTS[found[2]]}}}", tex)
