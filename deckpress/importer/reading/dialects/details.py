"""Questions in the `<summary>` of `<details>` that hide their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deckpress.importer.reading import question_labels, wording
from deckpress.importer.reading.page import Head, Page, labelled, likely
from deckpress.importer.reading.page_text import LINE
from deckpress.importer.reading.title import titled

ORDER = 30


def find(page: Page, free: Sequence[int]) -> list[Head]:
    """All summaries, if a good part of them asks; one that only names what it hides is none."""
    heads = [
        _head(page, i)
        for i in free
        if page.blocks[i].kind == "summary" and not wording.generic_summary(page.blocks[i].text)
    ]
    heads = [head for head in heads if head.text or head.numbered]
    asking = [head for head in heads if likely(head) or not head.text]
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
    head = replace(head, **titled(first, page))  # type: ignore[arg-type]
    head = replace(head, text="\n".join([head.text, *rest]).strip())
    return labelled(head, label) if label else head
