"""A Jinja template that cannot be rendered, or that names a field no note has.

Anki would show the error on every card of that type, to every learner. A template sees data only, and has a budget of
steps and characters: docs/templates.md says what it can do. It is UTF-8 text inside the deck.

Bad:
    {{Qestion}}

Good:
    {{Question}}
"""

# Raised by `templating/note_types.py` and `templating/loading.py`.
FIX = "mend the template at this line"
WAIVABLE = False
