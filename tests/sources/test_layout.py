"""`fmt` writes the one layout: idempotent, and every card reads back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import REPOSITORY, TESTS, MakeDeck, Run

from deckpress.sources import canonical
from deckpress.sources.layout import _meaning, formatted

FOLDERS = (REPOSITORY / "content", TESTS / "golden")
NO_TEXT = TESTS / "golden/not-utf-8/content/fires.md"
PAGES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.md")) if path != NO_TEXT]
UNTIDY = """\ufeff# Title


##   Why?  ##
<!--level:core;id:why-1 -->
<!-- a reason -->
An answer,  \r
on two lines.\t

*  a
*  b

```text
code  with   blanks  


## not a heading
```
### Sources
- A book
### analogy
Like so.


[ref]: https://example.org
"""
TIDY = """# Title

## Why?
<!-- id: why-1; level: core -->
<!-- a reason -->

An answer,  
on two lines.

*  a
*  b

```text
code  with   blanks  


## not a heading
```

### Analogy
Like so.

[ref]: https://example.org

### Sources
- A book
"""


def same(text: str) -> None:
    once = formatted(text, "content/a.md")
    assert formatted(once, "content/a.md") == once
    before, after = (
        canonical.parse(text, "content/a.md", ""),
        canonical.parse(once, "content/a.md", ""),
    )
    if not before.faults:
        assert _meaning(before) == _meaning(after)


def test_the_layout() -> None:
    assert formatted(UNTIDY, "content/a.md") == TIDY


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_page_we_have_keeps_its_meaning(path: Path) -> None:
    same(path.read_bytes().decode("utf-8"))


def test_a_page_that_is_no_text_is_left_alone(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": b"## Q?\n\n\n\n\xff\n"})
    assert run(root, "fmt").exit_code == 0
    assert (root / "content/a.md").read_bytes() == b"## Q?\n\n\n\n\xff\n"


LINES = [
    *"## Q?|### Notes|### Hint|text|text  |||- item|  - sub|```|# T|> q|$$|$x$|    code|{{c1::a}}|[r]: /x".split(
        "|"
    ),
    "<!-- id: abc; level: core -->",
    "<!-- words -->",
    "| a | b |",
    "|---|---|",
]


@given(st.lists(st.sampled_from(LINES), max_size=18))
@settings(max_examples=300)
def test_any_page_keeps_its_meaning(lines: list[str]) -> None:
    same("## Start?\n" + "\n".join(lines))


def test_check_shows_a_diff_and_writes_nothing(make_deck: MakeDeck, run: Run) -> None:
    root = make_deck({"content/a.md": UNTIDY, "content/b.md": TIDY.replace("why-1", "why-2")})
    result = run(root, "fmt", "--check")
    assert (
        result.exit_code == 1
        and "+## Why?" in result.output
        and "content/b.md" not in result.output
    )
    assert (root / "content" / "a.md").read_bytes() == UNTIDY.encode()
    assert run(root, "fmt").exit_code == 0
    assert (root / "content" / "a.md").read_bytes() == TIDY.encode()
    assert run(root, "fmt", "--check").exit_code == 0
