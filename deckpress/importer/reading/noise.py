"""What stands on pages beside questions and answers: contents, badges, links to the top, remarks,
level marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckpress.importer.labels import compiled, either
from deckpress.importer.reading.page_blocks import Block

LONGEST_TITLE = 200
"""Characters; a longer heading names no part of a page."""


@compiled
def _contents_title() -> re.Pattern[str]:
    """`Table of Contents`, `**Inhalt**`, `📖 目录`."""
    return re.compile(rf"^\W*(?:{either('contents')})\W*$", re.IGNORECASE)


# "## Contributing", "## About the author"
_APART = re.compile(
    r"""
    ^\W*(?:licen[sc]e|licencia|lizenz|лицензия|许可证|contribut(?:ing|e|ors?|ions?)
    |how\ to\ contribute|credits?|acknowledg\w+|thanks|authors?|about(?:\ (?:me
    |us|this.*|the\ author))?|support(?:\ (?:me|us|this.*))?|sponsors?|donat\w+
    |stargazers.*|star\ history|disclaimer|changelog|contact|connect\ with.*
    |follow.*|feedback|maintainers?|code\ of\ conduct|legend|prerequisites|installation
    |usage|getting\ started|how\ to\ (?:use|read|study\ with|contribute\ to)\ (?:this
    |these|it|the)\b.*|how\ to\ contribute|how\ to\ use|what\ is\ this(?:\ \w+)?
    |why\ this(?:\ \w+)?|who\ is\ this.*|who\ (?:is|should).*for\W*|prologue
    |preface|foreword|conclusion|further\ reading|more\ resources|other\ resources
    |additional\ resources|resources|references|useful\ links|bibliography|quiz\ (?:questions
    |instructions)|note\ to\ .*|notes?\ for\ .*|translations?|languages)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Back to top", "⬆", "к оглавлению"
_TOP = re.compile(
    r"""
    (?:back|go|return|jump|scroll)(?:\ up)?\ to\ (?:the\ )?(?:top|toc|table\ of\ contents
    |contents|index|questions|menu|start|list)
    |^\W*top\W*$
    |⬆
    |↥
    |⇧
    |🔝
    |🔼
    |к\ оглавлению
    |в\ начало
    |наверх
    |вернуться
    |volver\ (?:arriba|al)
    |voltar
    |retour
    |nach\ oben
    |zurück
    |torna\ su
    |回到
    |返回
    |トップ
    |맨\ 위
    |başa\ dön
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "_____ your answer _____"
_BLANK = re.compile(r"[\W_]*your answer[\W_]*", re.IGNORECASE)
# "](#what-is-it)", "](./page.md#what)"
_IN_PAGE = re.compile(r"\]\(\s?(?:\./)?[\w./-]{0,200}#[^)]{0,500}\)")
# "[text](target)", "https://example.org"
_LINK = re.compile(
    r"""
    !?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,500})\]\((?:[^()]|\([^()]{0,300}\)){0,800}\)
    |https?://\S+
    """,
    re.VERBOSE,
)
# "![badge](https://example.org/badge.svg)"
_IMAGE = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,800}\)")
# "Get 20% off my course", "give this repo a star"
_ADVERT = re.compile(
    r"""
    utm_
    |sponsor
    |affiliate
    |discount
    |coupon
    |%\ off
    |newsletter
    |subscribe
    |patreon
    |buymeacoffee
    |ko-fi
    |udemy
    |course
    |bootcamp
    |click\ ⭐
    |give\ .{0,20}star
    |star\ (?:the|this)
    |follow\ me
    |pull\ requests?
    |join\ (?:our|my|the)
    |bundle
    |book
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "The questions of this list …"
_META = re.compile(
    r"""
    \b(?:questions?|answers?|q&a|quiz|interviews?|cards?|flashcards?|exam|repo(?:sitory)?
    |list|guide|document|collection|article|page|preguntas|respuestas|fragen
    |antworten|вопрос\w*|ответ\w*)\b
    |问题
    |面试
    |面接
    |질문
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Here are the most common …", "This is a collection …"
_PREAMBLE = re.compile(
    r"""
    ^\W*(?:here\ (?:are|is|you)|below|the\ following|following|this\ (?:is|list
    |document|page|guide|file|repo|section|article|collection)|these\ (?:are
    |questions)|to\ (?:create|prepare|help)|sure\b|certainly|of\ course|in\ this
    |welcome|i(?:'|’)(?:ll|ve|m)|i\ will|i\ have|let(?:'|’)s|let\ me|based\ on
    |we\ (?:have|will)|a\ (?:list|collection|set)|aquí|estas?\ son|hier\ sind
    |вот|ниже|以下|下面)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Good luck!", "This list is maintained …"
_CLOSING = re.compile(
    r"""
    ^\W*(?:these\ (?:\w+\ ){0,3}(?:questions|answers|cards|are\ just|cover)
    |this\ (?:list|document|page|guide|collection|set|repo\w*|article|work|content
    |project)\ |i\ hope|hope\ (?:this|you|these)|thank(?:s|\ you)|good\ luck
    |best\ of\ luck|happy\ (?:learning|coding|studying|interviewing|hacking)
    |feel\ free|please\ (?:star|give|feel|consider|share|let|open|submit)|don(?:'
    |’)t\ forget|follow\ me|contributions|licensed|released\ under|copyright
    |©|\(c\)|that(?:'|’)s\ (?:all|it)|let\ me\ know\ if|would\ you\ like\b|(?:do\ you
    |if\ you)\ want\ me\ to|all\ (?:content|questions|rights)\ |to\ be\ continued
    |explore\ all|(?:see|view|find|get)\ (?:all|the\ full|more)\ |espero\ que
    |buena\ suerte|viel\ erfolg|bonne\ chance|удачи|祝|希望|made\ with|written\ by
    |maintained\ by|the\ end\b|\*{0,2}end\ of)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "If you found a mistake …"
_INVITING = re.compile(
    r"""
    ^\W*(?:if\ you\ (?:like|liked|found|find|want|have|enjoy|enjoyed|think|see
    |notice|spot)\b|please|want\ (?:to|more)|have\ (?:a|any)|by\ (?:preparing
    |mastering|practicing|reviewing)|more\ questions|remember)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def reasons(blocks: Sequence[Block]) -> dict[int, str]:
    """Block index to reason, for blocks that are content nowhere: contents lists and links to the
    top."""
    found = dict.fromkeys(_contents_sections(blocks), "table of contents")
    found |= {i: "table of contents" for i, block in enumerate(blocks) if _is_contents(block)}
    found |= {
        i: "place to write"
        for i, block in enumerate(blocks)
        if block.kind == "paragraph" and _is_blank(block)
    }
    return found | {
        i: "link to the top"
        for i, block in enumerate(blocks)
        if block.kind in ("paragraph", "code") and _to_top(block.text)
    }


def _is_blank(block: Block) -> bool:
    """Whether a paragraph only says where readers write their own answer."""
    return len(block.text) < LONGEST_TITLE and bool(_BLANK.fullmatch(block.text))


def _to_top(text: str) -> bool:
    if len(text) > 300 or "\n" in text.strip():
        return False
    shown = _LINK.sub(lambda m: m[1] or "", text)
    if len(shown) > 60:
        return False
    linked = bool(_IN_PAGE.search(text)) or "](#" in text
    return (bool(_TOP.search(shown)) and (linked or len(shown.split()) <= 5)) or (
        linked and not re.search(r"\w{2}", _IN_PAGE.sub("", shown)) and len(shown) < 8
    )


def _is_contents(block: Block) -> bool:
    if block.kind == "table" and len(block.cells) > 2:
        linked = sum(1 for _, cells in block.cells if any(_IN_PAGE.search(cell) for cell in cells))
        return linked * 2 > len(block.cells)
    if block.kind != "paragraph" or len(block.text) > 20_000 or not _IN_PAGE.search(block.text):
        return False
    return len(re.sub(r"[\W\d_]", "", _LINK.sub("", block.text))) <= 12 and (
        block.depth > 0 or block.text.count("](") > 1
    )


def _contents_sections(blocks: Sequence[Block]) -> Iterator[int]:
    inside = False
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            inside = bool(_contents_title().match(block.text))
        elif block.kind == "summary" and _contents_title().match(re.sub(r"[*_`#]", "", block.text)):
            inside = True
        elif block.kind == "close":
            inside = False
        elif (
            block.kind == "paragraph"
            and not block.depth
            and _contents_title().match(re.sub(r"[*_`#]", "", block.text))
        ):
            yield i
        if inside:
            yield i


def is_contents_title(text: str) -> bool:
    """Whether a heading opens a table of contents."""
    return len(text) <= LONGEST_TITLE and bool(_contents_title().match(re.sub(r"[*_`]", "", text)))


def is_apart(text: str) -> bool:
    """Whether a heading opens a part about the page itself: licence, credits, how to use it."""
    if len(text) > LONGEST_TITLE:
        return False
    return bool(
        _APART.match(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", text))
    ) or is_contents_title(text)


def outside_reason(block: Block) -> str:
    """Why a block outside all questions was not taken."""
    if block.kind in ("paragraph", "quote", "html"):
        text = block.text[:2000]
        bare = _LINK.sub("", _IMAGE.sub("", text))
        if _IMAGE.search(text) and not re.search(r"\w", bare):
            return "badge or picture"
        if re.search(r"licen[sc]|©|copyright|creative commons", text, re.IGNORECASE):
            return "licence note"
        if _ADVERT.search(text):
            return "advert"
    return ""


def is_preamble(text: str) -> bool:
    """Whether a paragraph introduces the questions that follow."""
    return bool(_PREAMBLE.match(text)) and bool(_META.search(text))


def is_closing(text: str) -> bool:
    """Whether a paragraph at the end speaks about the page, not about the question above."""
    return len(text) < 900 and (
        bool(_CLOSING.match(text)) or (bool(_INVITING.match(text)) and bool(_META.search(text)))
    )
