"""A deck's pages: parsed side by side where that is worth it, and not at all where they are remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from deckpress import model, similarity
from deckpress.deck import media
from deckpress.deck.config import Config
from deckpress.model import Fault, Page, Span, printable
from deckpress.sources import canonical
from deckpress.system import files, remembered
from deckpress.system.processes import side_by_side
from deckpress.system.remembered import Memory
from deckpress.system.timeouts import TooLong, at_most

WORTH_A_PROCESS = 400_000
"""Bytes of Markdown from which a second process saves more time than it costs to start."""

LARGEST_PAGE = 5_000_000
"""Bytes; a page beyond this is no page but an accident or an attack."""


_NOUNS = remembered.nouns(
    *vars(model).values(), similarity.Question, similarity.TextAnalysis, similarity.Word
)
_NUMBER = re.compile(r"^\d+[-_. ]+")


def nothing(page: Page, config: Config) -> Page:
    """No further work on a page."""
    return page


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with every page of a deck."""

    config: Config
    each: Callable[[Page, Config], Page]

    def done(self, paths: Sequence[Path]) -> tuple[Page, ...]:
        """What `each` makes of the pages, in the order of the paths; what is new is remembered."""
        memory = None if self.each is nothing else self._memory()
        found = {path: self._recalled(path, memory) for path in paths}
        missing = [path for path, (_, page) in found.items() if page is None]
        large = (
            self.config.processes > 1
            and sum(path.lstat().st_size for path in missing) >= WORTH_A_PROCESS
        )
        count = self.config.processes if large else 1
        shares = [missing[i::count] for i in range(count)]
        jobs: list[Callable[[], list[tuple[str, bytes]]]] = [
            partial(self._made, share, memory) for share in shares
        ]
        # In large decks this process only waits: what parsing leaves in memory goes away with the others.
        results = side_by_side([*jobs, list]) if large else [job() for job in jobs]
        for share, made in zip(shares, results, strict=False):
            found |= {
                path: (name, remembered.read(data, _NOUNS)[1])
                for path, (name, data) in zip(share, made, strict=True)
            }
        if memory:
            memory.keep({name for name, _ in found.values()})
            remembered.forget_old_decks(self.config.cache)
        return tuple(page for _, page in found.values() if page)

    def _memory(self) -> Memory:
        anywhere = replace(self.config, root=Path(), out=Path(), out_is_named=False, cache=Path())
        settings = replace(anywhere, jobs=0, outputs=())
        return Memory(
            self.config.cache / "pages" / f"{self.each.__module__}.{self.each.__qualname__}",
            repr(settings),
        )

    def _recalled(self, path: Path, memory: Memory | None) -> tuple[str, Page | None]:
        """The name under which a page is remembered; and it, if the pictures in it are still the same."""
        data = _bytes(self.config, path) if memory else None
        if not memory or not isinstance(data, bytes):
            return "", None
        name = memory.name(_relative(self.config, path), data)
        match memory.get(name, _NOUNS):
            case (pictures, Page() as page) if pictures == _pictures(
                self.config, path, [p[0] for p in pictures]
            ):
                return name, page
        return name, None

    def _made(self, paths: Sequence[Path], memory: Memory | None) -> list[tuple[str, bytes]]:
        """For each page, the name under which it is remembered, and the bytes of its pictures and of itself."""
        made = []
        for path in paths:
            source = _bytes(self.config, path)
            if isinstance(source, Page):
                made.append(("", remembered.written(((), self.each(source, self.config)))))
                continue
            page, pictures = self._worked_on(path, source)
            data = remembered.written((pictures, page))
            name = memory.name(page.path, source) if memory and not _was_stopped(page) else ""
            if memory and name:
                memory.put(name, data)
            made.append((name, data))
        return made

    def _worked_on(self, path: Path, source: bytes) -> tuple[Page, tuple[Picture, ...]]:
        """A page, parsed and with what `each` adds, and its pictures; a fault if it takes too long."""
        page = _parsed(self.config, path, source)
        pictures = _pictures(self.config, path, _targets(page))
        try:
            with at_most(canonical.seconds(source)):
                return self.each(_with_media(page, pictures), self.config), pictures
        except TooLong as stopped:
            bare = Page(page.path, faults=(canonical.too_long(stopped, page.path),))
            return self.each(bare, self.config), ()


def _was_stopped(page: Page) -> bool:
    """Whether work on a page took too long: on a machine that is less busy, it may not."""
    return any(fault.code == "takes-too-long" for fault in page.faults)


def _relative(config: Config, path: Path) -> str:
    return path.relative_to(config.root).as_posix()


def _bytes(config: Config, path: Path) -> bytes | Page:
    """The file; or, if it is not to be read, a page with the fault."""
    name = _relative(config, path)
    if not name.isprintable():  # neither is a byte that is not UTF-8, nor a line break
        fix = "rename the file: letters, digits and hyphens are safe everywhere"
        return _refused(printable(name), "a name that cannot be printed", "unsafe-path", fix)
    limit = _largest(config)
    if files.inside(path, config.root) and path.stat().st_size > limit:
        return _refused(name, f"larger than {limit:,} bytes", "page-too-large")
    try:
        return files.read(path, config.root)
    except files.UnsafePath as error:
        return _refused(name, str(error.strerror), "unsafe-path")


def _refused(name: str, message: str, code: str, fix: str = "") -> Page:
    return Page(name, faults=(Fault(Span(name), message, fix, code=code),))


def _largest(config: Config) -> int:
    """The limit in bytes. deckpress.toml can lower it and never raise it: a stranger may propose that file, too."""
    given = config.options.get("page-too-large", {}).get("bytes", LARGEST_PAGE)
    return min(given, LARGEST_PAGE) if type(given) is int and given > 0 else LARGEST_PAGE


def _parsed(config: Config, path: Path, data: bytes) -> Page:
    name = _relative(config, path)
    try:
        return canonical.parse(data.decode("utf-8"), name, deck_name(config, path))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        span = Span(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Page(
            name,
            faults=(Fault(span, f"not UTF-8: byte 0x{data[error.start]:02X}", code="not-utf-8"),),
        )


def _targets(page: Page) -> list[str]:
    return sorted(
        {m.value for card in page.cards for s in card.parts for m in s.marks if m.kind == "image"}
    )


def with_media(page: Page, config: Config) -> Page:
    """The page with the files that the targets of its pictures mean."""
    return _with_media(page, _pictures(config, config.root / page.path, _targets(page)))


Picture = tuple[str, str, str]
"""A target as written, the file that it means (or nothing), and the hash of that file's bytes."""


def _with_media(page: Page, pictures: Sequence[Picture]) -> Page:
    return page._replace(media=tuple((target, file) for target, file, _ in pictures if file))


def _pictures(config: Config, path: Path, targets: Sequence[str]) -> tuple[Picture, ...]:
    root = config.root.resolve() if targets else config.root
    found = ((target, media.candidates(config, path.parent, target)[:1]) for target in targets)
    return tuple(
        (t, *((p[0].relative_to(root).as_posix(), media.digest(p[0])) if p else ("", "")))
        for t, p in found
    )


def deck_name(config: Config, path: Path) -> str:
    """The deck of a page that names none: the deck's name, then the names of its folders below `content/`.

    In NFC, as Anki keeps it: macOS and Linux may give the same folder's name in two forms.
    """
    parts = path.relative_to(config.content).parent.parts
    folders = [unicodedata.normalize("NFC", part) for part in parts]
    return "::".join(
        [config.name, *(folder_name(config, folders[: i + 1]) for i in range(len(folders)))]
    )


def folder_name(config: Config, parts: Sequence[str]) -> str:
    """`05-loss-functions` -> "Loss functions", unless `[folders."05-loss-functions"]` names it."""
    key = "/".join(parts)
    words = re.sub(r"[-_]+", " ", _NUMBER.sub("", parts[-1])).strip() or parts[-1]
    named = config.folders.get(key)
    return named.name if named and named.name else words[0].upper() + words[1:]
