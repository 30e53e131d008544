"""Configuration and the deck's own tables: keys with odd values, damaged lines, ledgers that were
edited or merged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from tests.fuzz import mutations, own_deck, values, words
from tests.fuzz.case import DECK, OUTSIDE, Case
from tests.fuzz.corpus import REPOSITORY, Corpus

SCHEMAS = {
    "deckpress.toml": "deckpress",
    "content/tags.toml": "tags",
    "content/glossary.toml": "glossary",
    "content/misconceptions.toml": "misconceptions",
    "content/similarity.toml": "similarity",
}
"""Tables, and the schemas in docs/schemas/ that say which keys they have: a new key is tried as
soon as it is there.
"""

LEDGER, RETIRED = "content/ledger.tsv", "content/retired.txt"

LINES = (
    'x = 1', '[deck]', '[deck', 'x', '= 1', 'x = ', '"" = 1', 'x.y.z = 1', "[[x]]", "[x.y]",
    "x = [1,", 'x = """', "x = '''", f"x = {'1' * 5000}", f"x = {'[' * 2000}", f"[{'a.' * 2000}a]",
    "x = 1979-05-27", "x = 07:32:00", "x = nan", "x = inf", "x = 0x_1", "x = \\ud800",
    'x = "\\ud800"', 'x = "\\U00110000"', "\x00", "x = \x1f", "\ufeff", "x = 1\rx = 2", "#" * 9999,
    "[checks.severity]",
    '[checks.severity]\nmissing-media = "off"\nduplicate-id = "off"\nunknown-type = '
    '"off"\nmalformed-id = "info"',
    '[checks.severity]\n"*" = "off"', "[checks.page-too-large]\nbytes = 'x'",
    "[checks.page-too-large]\nbytes = -1", "[print]\nshift = [nan, inf]",
    '[print]\nshift = [1e999, "x"]', '[deck]\nname = "\\n"', '[deck]\nname = "' + "a::" * 40 + '"',
    '[deck]\nnamespace = ""', '[deck]\nnamespace = "other"', '[deck]\nslug = "collection"',
    '[deck]\nslug = "../x"', '[deck]\nfix-link = "javascript:alert(1)//{id}"',
    '[deck]\nrepository = "javascript:x"', '[deck]\nlanguage = "ar"',
    '[deck]\nlanguage = "\\" onload=x"',
    '[deck]\ndescription = "<script>x</script> ![x](http://evil.example/x) $\\\\href{x}{y}$"',
    '[folders."01-one"]\nname = "::"',
    '[folders."01-one"]\nname = "a::b::c"\ndescription = "{odd}"', '[deck]\nname = "{odd}"',
    '[tags."a::b"]\nminimum = 99999999999999999999', '[tags."{odd}"]\ndescription = "{odd}"',
    '[terms."{odd}"]\nnot = ["{odd}"]',
    "[[misconception]]\nid = 'x'\npattern = '[a-z ]*(?:a|a|a|a|a|a)(?:a|a|a|a|a|a)loss'\nwhy = "
    "'x'\nsource = 'y'",
    "[[misconception]]\nid = 'x'\npattern = '(a+)+$'\nwhy = 'x'\nsource = 'y'",
    "[[misconception]]\nid='x'\npattern='(?P<'\nwhy='x'\nsource='y'",
    "[[misconception]]\nid = 'x'\npattern = '{odd}'\nunless = '{odd}'\nwhy = '{odd}'\nsource = "
    "'{odd}'",
    "contrast = [[], ['']]",
)  # fmt: skip
"""Lines of TOML to put somewhere; `{odd}` is an odd text."""

LEDGER_LINES = (
    "foo", "foo\tbar", "note", "release", "type", "<<<<<<< HEAD", "=======", ">>>>>>> other",
    "release\t1.0\t2020-09-13T12:26:40Z", "release\t1.2\t2099-01-01T00:00:00Z", "release\t²\tx",
    "release\t1.²\t2020-09-13T12:26:40Z", f"release\t{'9' * 5000}\t2020-09-13T12:26:40Z",
    "release\t1.5\t2023-02-30T00:00:00Z", "release\t1.5\t0001-01-01T00:00:00Z",
    "release\t1.5\t9999-12-31T23:59:59Z", "note\t" * 12,
    "note\tgone-card\tbasic\tabc\t-\t2020-09-13T12:26:40Z\t1.0\t1.1\t1\tFuzz\tguid",
    "note\tplain-card\tbasic\tabc\t-\t2099-09-13T12:26:40Z\t1.0\t-\t²:x 1:y\tFuzz\tguid",
    "note\t-\t-\t-\t-\t2020-09-13T12:26:40Z\t-\t-\t-\t-\t-",
    "type\tbasic\t²\tx\t2020-09-13T12:26:40Z\t1.0\tID\tcard",
    "type\tnosuch\t-5\tx\t2020-09-13T12:26:40Z\t1.0\t\t", "# comment", "\t", "\x00", "\u2028",
    "{odd}", "{odd}\t{odd}",
)  # fmt: skip

RETIRED_LINES = (
    "retired-card no longer true", "retired-card", "plain-card still here", "nosuch-card", "{odd}",
    "{odd} {odd}", "Retired-Card x", "#", "retired-card twice", "\x00", "\u2028x",
    " retired-card indented", "a" * 100_000,
)  # fmt: skip


COMMANDS = (
    ("stats",), ("stats", "--format", "json"), ("diff", "HEAD"), ("diff", "v1.0", "v1.1"), ("ids",),
    ("diff", "v1.0"), ("fmt", "--check"), ("check", "--fix"), ("check", "--format", "json"),
    ("release", "1.2"),
)  # fmt: skip
"""Besides check and build."""


def case(random: Random, corpus: Corpus, name: str) -> Case:
    """The own deck with one or two of its tables changed."""
    own = dict(own_deck.released().files)
    links = {}
    for _ in range(random.choice((1, 1, 2))):
        path = random.choice((*SCHEMAS, "deckpress.toml", LEDGER, LEDGER, LEDGER, RETIRED))
        if random.random() < 0.04:
            own.pop(path, None)
            target = random.choice((f"{OUTSIDE}/secret.txt", "", "nowhere"))
            links[f"{DECK}/{path}"] = "../" * (path.count("/") + 1) + target
        elif f"{DECK}/{path}" not in links:
            own[path] = _changed(own.get(path, b""), path, random, corpus)
    files = {f"{DECK}/{path}": data for path, data in own.items()}
    return Case(name, files, _commands(random), links, anki=random.random() < 0.1)


def _commands(random: Random) -> tuple[tuple[str, ...], ...]:
    return (("check",), ("build",), *random.sample(COMMANDS, random.choice((0, 1))))


def _changed(data: bytes, path: str, random: Random, corpus: Corpus) -> bytes:
    if path == LEDGER:
        return _ledger(data, random)
    if path == RETIRED:
        return _lines(data, RETIRED_LINES, random)
    if random.random() < 0.5:
        return _made(path, random)
    if random.random() < 0.7:
        return _lines(data, LINES, random)
    same = [deck[path] for deck in corpus.decks if path in deck]
    return mutations.mutated(random.choice([data, *same]), random, same)


def _made(path: str, random: Random) -> bytes:
    """A table made from its schema, all right or with odd values in places."""
    text = (REPOSITORY / "docs/schemas" / f"{SCHEMAS[path]}.json").read_text(encoding="utf-8")
    made = values.table(json.loads(text), random, random.choice((0.0, 0.05, 0.3)))
    own = own_deck.CONFIG.decode() if path == "deckpress.toml" and "deck" not in made else ""
    return f"{own}{values.as_toml(made)}\n".encode("utf-8", "surrogatepass")


def _lines(data: bytes, lines: tuple[str, ...], random: Random) -> bytes:
    """The table with a line or a few put somewhere."""
    rows = data.decode("utf-8", "replace").split("\n")
    for _ in range(random.choice((1, 1, 2))):
        line = (
            random.choice(lines)
            .replace("{odd}", words.odd(random))
            .replace("{odd}", words.odd(random))
        )
        rows.insert(random.choice((len(rows), random.randrange(len(rows) + 1))), line)
    return "\n".join(rows).encode("utf-8", "surrogatepass")


def _ledger(data: bytes, random: Random) -> bytes:
    """A ledger edited by hand, merged from two branches, or damaged."""
    way = random.choice(("line", "damage", *_LEDGERS, *_LEDGERS))
    if way == "line":
        return _lines(data, LEDGER_LINES, random)
    if way == "damage":
        return mutations.mutated(data, random, [data])
    rows = _LEDGERS[way](data.decode("utf-8", "replace").split("\n"), random)
    return "\n".join(rows).encode("utf-8", "surrogatepass")


def _column(rows: list[str], random: Random) -> list[str]:
    """One column of one line says something else."""
    at = random.randrange(len(rows))
    columns = rows[at].split("\t")
    others = ("", "-", "0", "²", "1.1", "9" * 5000, words.odd(random), *columns)
    columns[random.randrange(len(columns))] = random.choice(others)
    return [*rows[:at], "\t".join(columns), *rows[at + 1 :]]


def _dropped(rows: list[str], random: Random) -> list[str]:
    """A line is gone."""
    at = random.randrange(len(rows))
    return rows[:at] + rows[at + 1 :]


def _doubled(rows: list[str], random: Random) -> list[str]:
    """A line stands twice."""
    at = random.randrange(len(rows) + 1)
    return [*rows[:at], random.choice(rows), *rows[at:]]


def _merged(rows: list[str], random: Random) -> list[str]:
    """Both sides of a merge, with or without git's marks."""
    other = own_deck.released().files[LEDGER].decode().replace("1.1", "1.2").split("\n")
    marked = ["<<<<<<< HEAD", *rows, "=======", *other, ">>>>>>> other"]
    return random.choice((rows + other, marked, sorted({*rows, *other})))


_LEDGERS: dict[str, Callable[[list[str], Random], list[str]]] = {
    "column": _column,
    "dropped": _dropped,
    "doubled": _doubled,
    "shuffled": lambda rows, random: random.sample(rows, len(rows)),
    "merged": _merged,
    "deleted": lambda rows, random: [],
}
