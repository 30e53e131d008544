"""A key, table or value of deckpress.toml that means nothing, or that no deck can have.

A misspelt key would otherwise be ignored in silence, and the deck built with a default nobody chose. Checks on which
safety, a learner's progress or the packager rests are errors in every deck: a pull request may change this file, too.

Bad:
    [deck]
    titel = "My deck"
    [checks.severity]
    missing-media = "off"

Good:
    [deck]
    name = "My deck"
    [checks.severity]
    missing-source = "warning"
"""

# Raised by `deck/config/toml_reader.py`; of what is below `[checks]`, by `checks/_config.py`.
FIX = "correct deckpress.toml at this place"
WAIVABLE = False
