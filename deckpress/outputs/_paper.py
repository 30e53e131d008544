"""What printed outputs share: one page from a template, which needs no script and no network."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from deckpress import templating
from deckpress.outputs._downloads import Download
from deckpress.outputs._edition import Edition
from deckpress.system import files

LINK = '<a class="see" href="#q{number}" data-number="{number}">'
"""What opens a link to a card: the style sheets print its number."""

RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")
"""Languages (ISO 639-1) whose usual script runs from right to left."""

_UNSAFE_IN_CSS = re.compile(r"[^\w .,:;!?()'-]")


def write(
    edition: Edition,
    template: str,
    download: Download,
    /,
    **values: object,
) -> Path:
    """Write the page that a template makes of `values` and of what all of them are given.

    Raises BadTemplate for a mistake in the deck's own template, OSError if the file cannot be
    written.
    """
    config = edition.config
    language, _, _ = config.language.lower().partition("-")  # `pt` of `pt-BR`
    html = templating.stream(
        config,
        template,
        name_css=css_string(config.name),
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        math_css=edition.math_css,
        count=len(edition.notes),
        **values,
    )
    return files.write(download.path(config), html, config.out_base)


def css_string(text: str) -> Markup:
    """Text as a CSS string, safe inside `<style>`: `A < B` is `"A \\3c  B"`."""
    escaped = _UNSAFE_IN_CSS.sub(_css_escape, text)
    return Markup(f'"{escaped}"')


def _css_escape(character: re.Match[str]) -> str:
    code_point = ord(character[0])
    return f"\\{code_point:x} "
