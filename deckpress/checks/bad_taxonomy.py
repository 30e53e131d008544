"""A key or value of content/tags.toml that means nothing.

Each tag has a description, so that contributors know what belongs under it, and a minimum of cards.

Bad:
    [tags."math::sets"]
    min = 3

Good:
    [tags."math::sets"]
    description = "Unions, intersections, complements"
    minimum = 3
"""

# Raised by `deck/taxonomy.py`.
FIX = 'write description and minimum below [tags."the::tag"]'
WAIVABLE = False
