"""The control characters that stand, in neutral HTML, around what differs between outputs.

    maths    MATH or DISPLAY + TeX (HTML-escaped) + END
    media    MEDIA + target as written + END
    cloze    CLOZE + number + END … [HINT …] CLOSE

A page may not contain them (`control-character`). Links to cards stay `<a href="#id">`.
"""

MATH = "\x01"
DISPLAY = "\x02"
END = "\x03"
MEDIA = "\x04"
CLOZE = "\x05"
HINT = "\x06"
CLOSE = "\x07"
