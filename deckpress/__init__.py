"""deckpress: Anki decks as code.

The flow, one folder or module per stage:

    sources/  1 parse     Markdown files          -> Page(cards, faults)
    checks/   2 validate  Deck                    -> Problem
    render.py 3 render    Card, Jinja templates   -> Note, NoteType
    outputs/  4 compile   Subdeck(notes)          -> files in build/

Imports run one way; pyproject.toml has the whole order, and a test enforces it:

    model <- markup, identity, files <- config <- similarity, typeset <- fields, media, ledger <- sources, checks
          <- render <- outputs, report <- releases, pull <- console, preview, adopt <- commands <- pipeline
"""

__version__ = "1.0.0"
