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

from collections.abc import Iterator, Mapping
from typing import Any

from deckpress.deck.suggestions import suggest
from deckpress.markup import known_language
from deckpress.model import Card, Fault

SEVERITY = "warning"
FIX = "use a name that Pygments knows, or `text`"

COMMON = (
    "bash c c++ csharp css dart dockerfile elixir go haskell html java javascript json julia kotlin latex lua makefile "
    "matlab markdown ocaml perl php python r ruby rust scala shell sql swift text toml typescript xml yaml"
).split()


def check_card(card: Card, options: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault for each block."""
    for section in card.parts:
        for mark in section.marks:
            if mark.kind == "code" and mark.value and not known_language(mark.value.split()[0]):
                name = mark.value.split()[0]
                hint = suggest(name, COMMON)
                yield Fault(
                    mark.span, f"unknown language {name!r}", hint if hint.startswith("did") else ""
                )
