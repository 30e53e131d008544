"""deckpress: Anki decks as code.

The flow, one room per stage:

    sources/     1 parse     files in content/       -> Deck
    checks/      2 validate  Deck                    -> Problem
    render.py    3 render    Deck, Jinja templates   -> Book
    outputs/     4 compile   Book                    -> files in build/

What the stages stand on, from the ground up; a room knows only those above it in this list:

    model/       the values that pass between stages
    system/      files, git, other programs, processes, what is remembered between runs
    svg/         pictures made harmless
    markup/      Markdown as HTML with its marks
    formulas/    TeX typeset; similarity/  cards that ask the same; deck/  what a deck says
    kinds/       a card as the fields of a note
    anki/        Anki's own formats
    templating/  the Jinja templates and their budget

Who uses the stages: `releases` (records, differences, proofs), `pull` (learners' edits come home),
`importer` (foreign pages and packages), `console` (what people see), `preview`, and `commands`, one
module each.

Imports run one way; pyproject.toml has the whole order, and a test enforces it.
"""

__version__ = "1.0.0"
