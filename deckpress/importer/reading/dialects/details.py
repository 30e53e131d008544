"""Questions in the `<summary>` of `<details>` that hide their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading import question_labels, wording
from deckpress.importer.reading.page import Head, Page, labelled, likely
from deckpress.importer.reading.page_text import LINE
from deckpress.importer.reading.title import with_title

ORDER = 30


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """All summaries, if a good part of them asks; one that only names what it hides is none."""
    heads = list[Head]()
    for i in free:
        block = page.blocks[i]
        if block.kind == "summary" and not wording.generic_summary(block.text):
            head = _head(page, i)
            heads += [head] if head.text or head.numbered else []
    asking = [head for head in heads if likely(head) or not head.text]
    # Two of five: beside questions, pages fold their code and their contents.
    return heads if asking and len(asking) * 5 >= len(heads) * 2 else []


def _head(page: Page, index: int) -> Head:
    block = page.blocks[index]
    label = question_labels.question_label(block.text)
    text = block.text[label.end() :] if label else block.text
    head = Head(
        index,
        block.start,
        block.end,
        "",
        "details",
        "details",
        scope=page.closes[index],
        width=block.width,
    )
    first, *rest = text.split(LINE)
    head = with_title(head, first, page)
    head = replace(head, text="\n".join([head.text, *rest]).strip())
    return labelled(head, label) if label else head
