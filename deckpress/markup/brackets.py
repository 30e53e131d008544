"""The control characters that stand, in neutral HTML, around what differs between outputs.

    maths    MATH or DISPLAY + TeX (HTML-escaped) + END
    media    MEDIA + target as written + END
    cloze    CLOZE + number + END … [HINT …] CLOSE

A page may not contain them (`control-character`). Links to cards stay `<a href="#id">`.
"""

MATH, DISPLAY, END, MEDIA, CLOZE, HINT, CLOSE = map(chr, range(1, 8))
