"""A Jinja template that cannot be rendered, or that names a field no note has.

Anki would show the error on every card of that type, to every learner.

Bad:
    {{Qestion}}

Good:
    {{Question}}
"""

FIX = "mend the template at this line"
WAIVABLE = False
