"""What deckpress.toml says goes into pages and Anki's templates: an address is only that there."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckpress.deck import config
from deckpress.model import Problem


def problems(root: Path, toml: str) -> list[Problem]:
    (root / "deckpress.toml").write_text(toml, encoding="utf-8")
    return config.load(root)[1]


@pytest.mark.parametrize("key", ["fix-link", "repository"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//{id}",
        "java\\tscript:alert(1)",
        " https://a.b",
        "https://a.b/\\n",
        "//a.b/{id}",
        "data:text/html,a",
        "https://a.b/{{Answer}}",
        "https://a.b/{id}{",
        "https://a.b/\\u003e<script>",
        'https://a.b/\\" onclick=alert(1)',
        "https://a.b/'onclick=alert(1)'",
        "https://a.b/a b",
        "https:\\\\\\\\a.b",
        "mailto:a@b.c",
        "a.b",
    ],
)
def test_an_address_is_one_of_the_web(key: str, address: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f'[deck]\nname = "a"\n{key} = "{address}"\n')
    assert (problem.span.line, problem.code, problem.severity) == (3, "bad-config", "error")
    assert f"{key} is no web address" in problem.message


@pytest.mark.parametrize(
    "address",
    [
        "https://a.b/{path}?line={line}&id={id}#x",
        "HTTP://a.b:80/~c/(d)",
        "https://ä.example/%20",
        "",
    ],
)
def test_addresses_of_the_web_are_fine(address: str, tmp_path: Path) -> None:
    assert problems(tmp_path, f'[deck]\nfix-link = "{address}"\nrepository = "{address}"\n') == []


NAMES = r"""
[deck]
name = "a<b>"
description = "[a](java&Tab;script:b) ![c](https://a.b/c.png) <script> [d](#e)"
[folders."01"]
name = "\\(x\\)"
description = "**fine** [a](https://a.b) $x$ a < b"
"""


def test_a_name_is_plain_and_a_description_is_text(tmp_path: Path) -> None:
    found = problems(tmp_path, NAMES)
    places = sorted((problem.span.line, problem.message.split(" ")[0]) for problem in found)
    assert places == [(3, "Anki"), (4, "a"), (4, "a"), (4, "no"), (4, "no"), (6, "Anki")]
