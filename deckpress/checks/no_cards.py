"""A deck without a Markdown file.

There is nothing to build. Cards are `.md` files in `content/` or in folders below it; a README.md there is not a card.

Bad:
    content/README.md

Good:
    content/01-basics.md
"""

# Raised by `sources/__init__.py`.
FIX = "write a file content/01-basics.md with a `## question` in it"
WAIVABLE = False
