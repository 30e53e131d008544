"""Decks of pages: well-formed, wild, damaged, of one sign without end, with own templates."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz import media, mutations, words
from tests.fuzz.case import DECK, Case
from tests.fuzz.constructs import SHAPES
from tests.fuzz.corpus import Corpus
from tests.fuzz.own_deck import CONFIG
from tests.fuzz.templates import TEMPLATES
from tests.fuzz.writer import Writer

Maker = Callable[[Random, Corpus], Case]
"""Makes the pages of a deck; what every deck has is added to them."""


def case(random: Random, corpus: Corpus, name: str) -> Case:
    """A deck, and the commands that are run on it."""
    make = random.choice(MAKERS)
    made = make(random, corpus)
    files = {f"{DECK}/deckpress.toml": CONFIG, **media.files(random), **made.files}
    return Case(
        name,
        files,
        _commands(random),
        cards=made.cards,
        shown=made.shown,
        hidden=made.hidden,
        anki=random.random() < 0.1,
    )


def _commands(random: Random) -> tuple[tuple[str, ...], ...]:
    return (("check",), ("build",), *random.sample(COMMANDS, random.choice((1, 1, 2))))


COMMANDS = (
    ("fmt",), ("fmt",), ("fmt", "--check"), ("ids",), ("check", "--fix"), ("stats",),
    ("check", "--format", "sarif"),
)  # fmt: skip
"""Besides check and build; they take as long again, so that a case has one or two of them."""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _written(random: Random, wild: bool) -> Case:
    writer = Writer(random, wild)
    names = ["content/a.md", "content/01-part/b.md", "content/01-part/c/d.md"][
        : random.choice((1, 1, 2, 3))
    ]
    files = {f"{DECK}/{name}": _encoded(writer.page()) for name in names}
    if wild:
        return Case("", files, ())
    hidden = (*writer.hidden, *sorted(writer.never))
    return Case("", files, (), cards=tuple(writer.cards), shown=tuple(writer.shown), hidden=hidden)


def _clean(random: Random, corpus: Corpus) -> Case:
    """What the manual describes: it builds, and every word of it arrives."""
    return _written(random, wild=False)


def _wild(random: Random, corpus: Corpus) -> Case:
    """The same with odd texts, broken markup and wrong settings."""
    return _written(random, wild=True)


def _mutated(random: Random, corpus: Corpus) -> Case:
    """Pages of a real deck, damaged."""
    chosen = random.sample(corpus.pages, random.choice((1, 1, 2)))
    made = [mutations.mutated(page, random, corpus.pages) for page in chosen]
    return Case("", {f"{DECK}/content/{i}.md": data for i, data in enumerate(made)}, ())


def _golden(random: Random, corpus: Corpus) -> Case:
    """A recorded deck with all its tables, one or two of its files damaged."""
    files = dict(random.choice(corpus.decks))
    for path in random.sample(sorted(files), min(len(files), random.choice((1, 1, 2)))):
        others = (
            corpus.pages
            if path.endswith(".md")
            else [data for p, data in sorted(files.items()) if p != path]
        )
        files[path] = mutations.mutated(files[path], random, others, 2)
    return Case("", {f"{DECK}/{path}": data for path, data in files.items()}, ())


def _shape(random: Random, corpus: Corpus) -> Case:
    """One piece thousands of times in a row: what does not grow in proportion shows here."""
    parts = random.sample(SHAPES, random.choice((1, 1, 2)))
    size = random.choice((200, 2_000, 20_000))
    piece = "".join(parts)
    pumped = piece * (size // len(piece))
    kind = random.choice(("basic", "cloze", "choice"))
    head = f"## What is it?\n<!-- id: card-1; type: {kind} -->\n\n"
    text = random.choice((
        f"{head}{pumped}\n",
        f"{head}x\n\n```{random.choice(LEXERS)}\n{pumped}\n```\n",
        f"{head}| a |\n|---|\n| {pumped} |\n",
        f"## {pumped}\n",
        f"---\ntags: {pumped}\n---\n{head}x\n",
    ))  # fmt: skip
    return Case("", {f"{DECK}/content/a.md": _encoded(text)}, ())


LEXERS = (
    "python", "autohotkey", "autoit", "csharp", "easytrieve", "devicetree", "ng2", "html", "js",
    "perl", "ruby", "rst", "latex", "sql", "yaml", "haskell", "cpp", "diff", "console", "json",
    "text", "nosuch", "mermaid", "markdown",
)  # fmt: skip
"""Languages of code, some of them known for taking long."""


def _templates(random: Random, corpus: Corpus) -> Case:
    """A well-formed page, and templates of the deck's own, hostile or odd."""
    page = Writer(random, wild=False).page()
    files = {f"{DECK}/content/a.md": _encoded(page)}
    for path in random.sample(sorted(corpus.templates), random.choice((1, 1, 2))):
        files[f"{DECK}/templates/{path}"] = _template(random, corpus, path)
    return Case("", files, ())


def _template(random: Random, corpus: Corpus, path: str) -> bytes:
    """A built-in template, damaged or with something in it; or something alone."""
    own = corpus.templates[path]
    piece = random.choice(TEMPLATES).replace("{odd}", words.odd(random)).encode("utf-8", "replace")
    lines = own.splitlines(keepends=True)
    at = random.randrange(len(lines) + 1)
    return random.choice((
        b"".join([*lines[:at], piece, b"\n", *lines[at:]]),
        mutations.mutated(own, random, [*corpus.templates.values()], 2),
        piece,
    ))  # fmt: skip


MAKERS: tuple[Maker, ...] = (
    _clean, _clean, _clean, _wild, _wild, _mutated, _mutated, _golden, _golden, _shape, _templates,
)  # fmt: skip
"""Each as often as it is worth trying."""
