"""A key, table or value of deckpress.toml that means nothing.

A misspelt key would otherwise be ignored in silence, and the deck built with a default nobody chose.

Bad:
    [deck]
    titel = "My deck"

Good:
    [deck]
    name = "My deck"
"""

FIX = "correct deckpress.toml at this place"
WAIVABLE = False
