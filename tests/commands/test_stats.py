"""`stats`: what a deck has and what it lacks, for people, tools and pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support import MakeDeck, Run

TAGS = """
[tags."a::one"]
description = "Sums & products"
minimum = 3

[tags."a::two"]
description = "Rest"
minimum = 1
"""
PAGE = """\
## What is a sum?
<!-- id: sum; tags: a::one; facet: why -->

It.

## What is a rest?
<!-- id: rest; tags: a::two -->

It.
"""


@pytest.fixture
def root(make_deck: MakeDeck) -> Path:
    return make_deck({"content/a.md": PAGE, "content/tags.toml": TAGS})


def test_text_and_markdown_name_the_gaps(root: Path, run: Run) -> None:
    text = run(root, "stats").output
    assert re.search(r"a::one +1 of 3 .* 2 to write", text) and not re.search(
        r"a::two.*to write", text
    )
    table = run(root, "stats", "--format", "markdown").output
    assert "| `a::one` | 1 | 3 | 2 |" in table and "| `a::two` | 1 | 1 |  |" in table


def test_json_has_every_topic(root: Path, run: Run) -> None:
    found = json.loads(run(root, "stats", "--format", "json").stdout)
    assert {row["tag"]: (row["count"], row["minimum"]) for row in found["coverage"]} == {
        "a::one": (1, 3),
        "a::two": (1, 1),
    }


def test_the_page_can_be_read_aloud_and_needs_nothing_else(root: Path, run: Run) -> None:
    page = run(root, "stats", "--format", "html").output
    assert "<strong>2 cards for <code>a::one</code></strong>: Sums &amp; products" in page
    assert 'role="img" aria-label="1 card, minimum 3, 2 missing"' in page
    assert page.count('scope="row"') == 2 and page.count('role="row"') == 3
    assert not re.search(r"(?:src|href)=|url\(|<script", page)
