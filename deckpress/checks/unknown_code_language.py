"""A code block in a language that the highlighter does not know.

It would be shown without colors. Nearly always the name is misspelled.

Bad:
    ```pyton
    x = 1
    ```

Good:
    ```python
    x = 1
    ```
"""

from deckpress.checks._contract import Faults, Options
from deckpress.deck.suggestions import suggest
from deckpress.markup import known_language
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "use a name that Pygments knows, or `text`"

COMMON = """
    bash c c++ csharp css dart dockerfile elixir go haskell html java javascript json julia kotlin
    latex lua makefile matlab markdown ocaml perl php python r ruby rust scala shell sql swift text
    toml typescript xml yaml
""".split()
"""What is suggested: too many to list them all in a fix."""


def check_card(card: Card, options: Options) -> Faults:
    """One fault for each block."""
    for mark in card.marks("code"):
        # ```python title="x.py": the language is the first word.
        name = next(iter(mark.value.split()), "")
        if name and not known_language(name):
            yield Fault(mark.span, f"unknown language {name!r}", suggest(name, COMMON))
