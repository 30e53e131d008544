"""WCAG 2.2 AA contrast of the cards, computed from the custom properties of templates/card.css."""

from __future__ import annotations

import re

import pytest
from support import REPOSITORY

CSS = (REPOSITORY / "templates" / "card.css").read_text(encoding="utf-8")
CODE = ("keyword", "string", "number", "comment", "name", "builtin")
ON = {  # each text color, and every background that it stands on
    **{color: ("paper", "wash") for color in ("ink", "quiet", "accent", "link")},
    **{color: ("wash",) for color in ("analogy", "application", *CODE)},
}
ALSO = (("accent", "mark"), ("ink", "good"), ("ink", "bad"), ("ink", "missed"))
TEXT = [(front, back) for front, backs in ON.items() for back in backs] + list(ALSO)
SHAPES = [("edge", "paper"), ("edge", "wash"), ("accent", "paper"), ("accent", "wash")]
"""The border and the focus ring of what one can use: 3:1 (WCAG 1.4.11)."""


def properties(mode: str) -> dict[str, str]:
    """The custom properties of the first rule for light or night."""
    rule = CSS[CSS.index("\n.card {" if mode == "light" else "\n.card.nightMode") :]
    return dict(re.findall(r"--([a-z]+): ([^;]+);", rule[: rule.index("}")]))


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definitions)."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_ratio_is_that_of_the_standard() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "night"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(mode: str, front: str, back: str) -> None:
    colors = properties(mode)
    assert ratio(colors[front], colors[back]) >= 4.5, (
        f"{front} {colors[front]} on {back} {colors[back]}"
    )


@pytest.mark.parametrize("mode", ["light", "night"])
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_borders_and_focus_can_be_seen(mode: str, front: str, back: str) -> None:
    colors = properties(mode)
    assert ratio(colors[front], colors[back]) >= 3, (
        f"{front} {colors[front]} on {back} {colors[back]}"
    )


def test_no_color_escapes_the_table() -> None:
    """A color that a rule uses as text or background, and that no pair above names, would be unchecked."""
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    text = set(re.findall(r"[^-]color: var\(--([a-z]+)\)", rules))
    backgrounds = set(
        re.findall(r"background: var\(--([a-z]+)\)|--under: var\(--([a-z]+)\)", rules)
    )
    assert text == {front for front, _ in TEXT}
    assert {a or b for a, b in backgrounds} == {back for _, back in TEXT} | {"line"}, (
        "line: the rule above the answer"
    )


def test_night_renames_every_color() -> None:
    light, night = properties("light"), properties("night")
    assert set(light) - set(night) == {"gutter", "mono"}
    assert [name for name in night if night[name] == light[name]] == []
