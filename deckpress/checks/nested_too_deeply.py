"""Lists or quotations nested so deep that the parser stops.

What stands deeper would be in no output. Nobody can read such a card either.

Bad:
    > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > deep

Good:
    > > deep
"""

# Raised by `sources/canonical.py`.
FIX = "nest less: split the card"
WAIVABLE = False
