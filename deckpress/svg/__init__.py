"""SVG pictures, read as XML and written anew from an allow-list: they show something, no more.

`vocabulary` is the list; `reader` reads and leaves out, `attributes` and `css` judge, `writer`
writes, and `drawing_size` counts how much a file makes a browser draw.
"""

from deckpress.svg.reader import SvgFault, cleaned

__all__ = ["SvgFault", "cleaned"]
