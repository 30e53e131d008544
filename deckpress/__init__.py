"""deckpress: Anki decks as code.

The flow, one folder or module per stage:

    sources/  1 parse     Markdown files          -> Page(cards, faults)
    checks/   2 validate  Deck                    -> Problem
    render.py 3 render    Card, Jinja templates   -> Note, NoteType
    outputs/  4 compile   Subdeck(notes)          -> files in build/

Imports run one way (pyproject.toml, import-linter):

    model <- config, plugins, markup, identity, files <- sources, checks <- render <- outputs, report
          <- stages <- commands <- pipeline
"""

__version__ = "0.1.0"
