"""What is imported, pulled and compared: packages, collections, tables, exports and pages of other
people.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable
from random import Random

import zstandard

from tests.fuzz import databases, edits, mutations, notes, own_deck, words
from tests.fuzz.case import DECK, SOURCE, Case
from tests.fuzz.constructs import BLOCKS, INLINE, WILD_BLOCKS, WILD_INLINE
from tests.fuzz.corpus import Corpus
from tests.fuzz.media import PNG, svg

Source = tuple[str, bytes]
"""The name of a file, and its content."""

Pack = Callable[[bytes], bytes]
"""How a package's kind compresses an entry."""

MEDIA_NAMES = (
    "x.png", "y.svg", "../x.png", "/etc/x", "..", ".", "a/b.png", "a\\b.png", "C:x", "CON.png",
    "aux.svg", "x" * 300 + ".png", "ü.png", "u\u0308.png", "X.PNG", "x.png ", " x.png", "x.php",
    ".htaccess", "", "\0", "x\0.png", "\u202egnp.exe", "%2e%2e%2fx.png", "x.mp3", "x\n.png",
    "-x.png", "~x.png",
)  # fmt: skip

COLLECTIONS = ("collection.anki2", "collection.anki21", "collection.anki21b")

OPTIONS = (
    (), (), (), (), ("--split",), ("--dry-run",), ("--format", "json", "--dry-run"),
    ("--deck", "Fruit"), ("--deck", "Nosuch"), ("--into", "new/folder"), ("--into", "../../x"),
    ("--into", "CON"), ("--map", "Front=question"), ("--map", "Basic/Front=answer"),
    ("--map", "x=nosuch"), ("--map", "²=²"), ("--link-base", "https://example.org/"),
    ("--link-base", "javascript:x"), ("--into", ""), ("--into", "ü ²"),
)  # fmt: skip
"""Of `import`."""


def case(random: Random, corpus: Corpus, name: str) -> Case:
    """A deck, and one or two sources."""
    own = (
        own_deck.released().files
        if random.random() < 0.5
        else {"deckpress.toml": own_deck.CONFIG, "content/none.txt": b""}
    )
    makers: tuple[Callable[[Random, Corpus], Source], ...] = (
        _package,
        _package,
        _own_package,
        _own_package,
        _collection,
        _table,
        _table,
        _json,
        _page,
        _page,
    )
    sources = [random.choice(makers)(random, corpus) for _ in range(random.choice((1, 1, 1, 2)))]
    files = {f"{DECK}/{path}": data for path, data in own.items()}
    files |= {f"{SOURCE}/{path}": data for path, data in sources} | {
        f"{SOURCE}/x.png": PNG,
        f"{SOURCE}/y.svg": svg(random),
    }
    return Case(
        name, files, _commands(random, [path for path, _ in sources], bool(own.get(".git/HEAD")))
    )


def _commands(random: Random, names: list[str], released: bool) -> tuple[tuple[str, ...], ...]:
    made = []
    for path in names:
        source = f"{{source}}/{path}"
        package = path.endswith((".apkg", ".colpkg", ".anki2"))
        ways = [("import", source, *random.choice(OPTIONS))] * 3 + [
            ("new", "{folder}/new", "--from", source)
        ]
        if package:
            ways += [
                ("diff", source),
                ("diff", source, "--format", "markdown"),
                ("pull", source, "--dry-run"),
            ]
        if package and released:
            ways += [("pull", source)] * 4 + [
                ("pull", source, "--base", "v1.0"),
                ("pull", source, "--base", source),
            ]
        made += random.sample(ways, random.choice((1, 2)))
    return (*made, ("check",)) if random.random() < 0.5 else tuple(made)


def _package(random: Random, corpus: Corpus) -> Source:
    """An .apkg or .colpkg with a made-up collection."""
    newest = random.random() < 0.4
    return f"p.{random.choice(('apkg', 'apkg', 'apkg', 'colpkg'))}", _zipped(
        random, databases.database(random, newest), newest
    )


def _own_package(random: Random, corpus: Corpus) -> Source:
    """The own deck's package as a learner would export it after edits."""
    with zipfile.ZipFile(io.BytesIO(own_deck.released().package)) as archive:
        data = archive.read("collection.anki2")
    return "own.apkg", _zipped(random, edits.edited(data, random), False)


def _collection(random: Random, corpus: Corpus) -> Source:
    """A collection without a package around it."""
    data = databases.database(random, random.random() < 0.5)
    return random.choice(("collection.anki2", "x.anki2", "collection.apkg")), data


def _zipped(random: Random, data: bytes, newest: bool) -> bytes:
    """A package of a collection and some media; about every third is odd."""
    odd = random.random() < 0.35
    name = (
        random.choice(COLLECTIONS)
        if odd and random.random() < 0.3
        else COLLECTIONS[2 if newest else random.randrange(2)]
    )
    pack = zstandard.ZstdCompressor().compress if newest else bytes
    names = {
        str(i): name
        for i, name in enumerate(random.sample(MEDIA_NAMES, 3) if odd else ["x.png", "y.svg"])
    }
    entries = [(name, pack(data)), ("media", pack(databases.media_list(names, random, newest)))]
    entries += [(number, pack(random.choice((PNG, svg(random), b"", b"x")))) for number in names]
    entries += [("meta", b"\x08\x03" if newest else b"\x08\x02")]
    if odd:
        entries = _odd_entries(random, entries, pack)
    made = _archive(
        entries,
        random.choice(
            (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
            if odd
            else (zipfile.ZIP_DEFLATED,)
        ),
    )
    return _odd_archive(random, made) if odd and random.random() < 0.5 else made


ENTRY_NAMES = ("../*", "/*", "*\0", "x/*", "X*", "meta", "media", "collection.anki2")
ENTRY_DATA = (
    b"SQLite format 3\0", b"\x28\xb5\x2f\xfd", b"{}", b"[]", b"PK\x03\x04", b"null", b"\0" * 100,
)  # fmt: skip


def _odd_entries(random: Random, entries: list[Source], pack: Pack) -> list[Source]:
    """Entries doubled, lost, renamed, damaged or blown up."""
    at = random.randrange(len(entries))
    return [*entries[:at], *random.choice(_ENTRIES)(random, *entries[at], pack), *entries[at + 1 :]]


_ENTRIES: tuple[Callable[[Random, str, bytes, Pack], list[Source]], ...] = (
    lambda random, name, data, pack: [(name, data), (name, random.choice((data, b"", b"x")))],
    lambda random, name, data, pack: [],
    lambda random, name, data, pack: [(random.choice(ENTRY_NAMES).replace("*", name), data)],
    lambda random, name, data, pack: [(name, mutations.damaged(data, random))],
    lambda random, name, data, pack: [(name, pack(bytes(40_000_000)))],
    lambda random, name, data, pack: [(name, random.choice(ENTRY_DATA))],
    lambda random, name, data, pack: [(name, data), *((str(i), b"") for i in range(2_000))],
)
"""What becomes of one entry: twice, gone, renamed, damaged, a bomb, something else, among many."""


def _archive(entries: list[Source], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings(action="ignore"):
        for name, data in entries:
            info = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            info.filename = name  # as it is: the constructor would end it at a zero
            archive.writestr(info, data, method)
    return buffer.getvalue()


def _odd_archive(random: Random, data: bytes) -> bytes:
    """The archive cut, damaged, with something before or behind it, or with a list that lies."""
    end = data.rfind(b"PK\x05\x06")
    before = random.choice((b"MZ", b"\0" * 100, b"SQLite format 3\0"))
    behind = random.choice((b"\0" * 70_000, b"PK\x05\x06", data[end:], data))
    return random.choice((
        data[: random.randrange(len(data))],
        mutations.damaged(data, random),
        before + data,
        data + behind,
        _flipped(data, [end + random.randrange(8, 22)], 1 << random.randrange(8)),
        _flipped(data, (found.start() + 8 for found in _ENTRY.finditer(data)), 1),
        _flipped(data, (found.start() + 8 for found in _ENTRY.finditer(data)), 64),
    ))  # fmt: skip


_ENTRY = re.compile(b"PK\x01\x02")
"""An entry of an archive's list; eight bytes later its flags, of which 1 means encrypted (APPNOTE
4.4.4).
"""


def _flipped(data: bytes, places: Iterable[int], bits: int) -> bytes:
    out = bytearray(data)
    for at in places:
        if at < len(out):
            out[at] ^= bits
    return bytes(out)


# --- texts ---

HEADERS = (
    "#separator:tab", "#separator:comma", "#separator:Semicolon", "#separator:²", "#separator:",
    '#separator:"', "#html:true", "#html:false", "#html:²", "#tags column:3", "#tags column:²",
    "#tags column:0", "#tags column:99999999999999999999", "#deck column:1", "#notetype column:1",
    "#guid column:1", "#deck:Fruit::Apples", "#notetype:Basic", "#notetype:Cloze", "#tags:a b",
    "#columns:Front\tBack\tTags", "#columns:", "#columns:\"", "#nosuch:x", "#",
)  # fmt: skip
"""Anki's header comments (docs.ankiweb.net, "Text files"), right and wrong."""


def _table(random: Random, corpus: Corpus) -> Source:
    """CSV, TSV or Anki's text export."""
    separator = random.choice(("\t", ",", ";", "|", " "))
    rows = [random.choice(HEADERS) for _ in range(random.choice((0, 0, 1, 2, 4)))]
    rows += random.choice(([], ["Question\tAnswer\tTags"], ["front,back"]))
    for _ in range(random.choice((1, 3, 10))):
        cells = [notes.field(random) for _ in range(random.choice((1, 2, 2, 2, 3, 9)))]
        rows.append(separator.join(_quoted(cell, random) for cell in cells))
    text = random.choice(("\n", "\n", "\r\n", "\r")).join(rows)
    data = text.encode(
        random.choice(
            ("utf-8",) * 6 + ("utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-7")
        ),
        "replace",
    )
    data = mutations.mutated(data, random, [data]) if random.random() < 0.3 else data
    return f"t.{random.choice(('csv', 'tsv', 'txt', 'txt'))}", data


def _quoted(cell: str, random: Random) -> str:
    if random.random() < 0.5:
        return cell.replace("\n", " ")
    return '"' + (cell.replace('"', '""') if random.random() < 0.9 else cell) + '"'


def _json(random: Random, corpus: Corpus) -> Source:
    """CrowdAnki's export."""
    data = notes.crowdanki(random).encode("utf-8", "surrogatepass")
    return "deck.json", mutations.damaged(data, random) if random.random() < 0.2 else data


def _page(random: Random, corpus: Corpus) -> Source:
    """A page of another dialect, damaged; or constructs under headings."""
    if random.random() < 0.7:
        page, others = random.choice(corpus.foreign), (*corpus.foreign, *corpus.pages)
        return f"page.{random.choice(('md', 'txt', 'mdx'))}", mutations.mutated(
            page, random, others
        )
    rows = [random.choice((*BLOCKS, *WILD_BLOCKS, *INLINE, *WILD_INLINE)).text for _ in range(6)]
    parts = [f"{random.choice(MARKS)}What is {words.plain(random)}?\n\n{row}\n" for row in rows]
    text = "\n".join(parts).replace("«", "").replace("»", "")
    return "page.md", text.encode("utf-8", "surrogatepass")


MARKS = ("## ", "### ", "**", "- ", "1. ", "Q: ", "")
"""What a question begins with in one dialect or another."""
