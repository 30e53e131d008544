"""A generated deck with planted duplicates and traps: what the duplicate checks are measured on.

    deck(cards, seed, planted) -> (questions, pairs)     pairs: (kind, i, j); a kind in TRAPS must not be reported

The edits are what authors and editors do to a question; the topics come from many fields.
`python -m tests.support.planted [CARDS]` prints the share of each kind that is reported, and the CPU time.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping

from deckpress.similarity import LEAST, Question, compare
from deckpress.similarity.reports import is_possible, is_similar


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = _listed(
    """enzyme glacier treaty violin reactor turbine senate harvest monsoon cathedral membrane parliament catalyst
    tariff estuary sonnet fresco pendulum capacitor ledger mortgage vaccine antibody hormone cortex artery tendon
    larva pollen fungus bacterium neutron photon isotope polymer alloy crystal magnet voltage circuit antenna
    satellite telescope comet asteroid nebula tectonics volcano sediment aquifer delta peninsula canal aqueduct
    viaduct bridge foundation scaffold mortar timber granite marble ceramic pigment canvas etching sculpture
    symphony concerto rhythm harmony melody chord octave verse stanza metaphor narrator dialect grammar syntax
    phoneme morpheme alphabet manuscript printing archive museum constitution statute verdict jury plaintiff
    contract copyright patent trademark invoice budget inflation dividend currency pension subsidy monopoly auction
    warehouse logistics container harbour lighthouse compass sextant rudder anchor sail keel propeller gearbox
    clutch piston carburetor brake suspension chassis scheduler compiler parser debugger firewall router packet
    socket protocol database cursor trigger replica shard broker queue semaphore thread kernel driver sensor
    actuator controller feedback oscillator amplifier filter"""
)
QUALITIES = _listed(
    """coastal medieval thermal optical hydraulic seasonal federal maritime nuclear organic acoustic digital alpine
    urban rural baroque colonial tropical arctic lunar solar tidal chemical genetic neural cardiac dental fiscal
    judicial civic imperial monastic nomadic industrial agrarian orbital magnetic electric kinetic elastic porous
    fibrous"""
)
FRAMES = (
    "What is the role of the {a} in a {q} {b}?",
    "How does a {q} {a} affect the {b}?",
    "Why does a {q} {a} need a {b}?",
    "What are the advantages of a {q} {a} for a {b}?",
    "How do you choose a {q} {a} for the {b}?",
    "What is the difference between a {q} {a} and a {b}?",
    "Which problems does the {q} {a} cause in a {b}?",
    "When should a {q} {a} be replaced by a {b}?",
    "How do you prevent damage to a {q} {a} near the {b}?",
    "What happens to the {q} {a} when the {b} fails?",
    "How was the {q} {a} discovered with the help of a {b}?",
    "Explain how a {q} {a} is connected to its {b}.",
    "What are common techniques for testing a {q} {a} with a {b}?",
    "Who invented the {q} {a} that made the {b} possible?",
)
Edit = Callable[[str, random.Random], str]


def _swap(text: str, table: Mapping[str, str]) -> str:
    for old, new in table.items():
        if old in text:
            return text.replace(old, new, 1)
    return text


def _format(text: str, chance: random.Random) -> str:
    word = chance.choice([w for w in text.split() if w.strip("?.").isalpha() and len(w) > 4])
    bare = word.strip("?.")
    forms = (
        text.replace(word, word.replace(bare, f"“{bare}”")),
        text.replace(word, word.replace(bare, f"({bare})")),
        text.upper() if len(text) < 60 else text.lower(),
        text.rstrip("?.") + " ?",
        text.replace(" ", "  ", 2),
    )
    return chance.choice(forms)


def _inflect(text: str, chance: random.Random) -> str:
    singular = [w for w in text.split() if w.strip("?.").lower() in NOUNS]
    word = chance.choice(singular)
    bare = word.strip("?.")
    plural = bare[:-1] + "ies" if bare.endswith("y") and bare[-2] not in "aeiou" else bare + "s"
    return text.replace(word, word.replace(bare, plural))


def _reorder(text: str, chance: random.Random) -> str:
    """The topic's surroundings first, or the sentence turned into a request."""
    for joint in (" in a ", " for a ", " for the ", " near the ", " with a ", " when the "):
        if joint in text:
            head, tail = text.rstrip("?.").split(joint, 1)
            return f"{joint.strip().capitalize()} {tail}, {head[0].lower()}{head[1:]}?"
    if " between " in text:
        head, pair = text.rstrip("?.").split(" between ", 1)
        left, right = pair.split(" and ", 1)
        return f"{head} between {right} and {left}?"
    return f"{text.rstrip('?.')}: explain."


ADDITIONS = (
    ", and why does it matter?",
    ", and how is it used in practice?",
    "? Give an example.",
    ", and what are the consequences?",
    "? Explain briefly.",
    ", and when is it important?",
)
FILLERS = (
    "Can you explain: ",
    "In your own words: ",
    "Briefly, ",
    "Please explain: ",
    "Could you tell me: ",
    "In general, ",
)
SYNONYMS = {
    "role": "purpose",
    "affect": "influence",
    "advantages": "benefits",
    "difference": "distinction",
    "problems": "issues",
    "prevent": "avoid",
    "choose": "select",
    "techniques": "methods",
    "discovered": "found",
    "replaced": "substituted",
    "happens": "occurs",
    "connected": "attached",
    "need": "require",
    "invented": "created",
}
OPPOSITES = {
    "advantages": "disadvantages",
    "connected": "disconnected",
    "common": "uncommon",
    "possible": "impossible",
    "prevent": "cause",
}


def _typo(text: str, chance: random.Random) -> str:
    word = chance.choice(
        [w for w in text.split() if w.strip("?.").isalpha() and len(w.strip("?.")) > 5]
    )
    i = chance.randrange(1, len(word.strip("?.")) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    slips = (
        word[:i] + word[i + 1 :],
        word[:i] + letter + word[i:],
        word[:i] + letter + word[i + 1 :],
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        if word[i + 1].isalpha()
        else word[:i] + word[i + 1 :],
    )
    return text.replace(word, chance.choice(slips))


def _extend(text: str, chance: random.Random) -> str:
    return text.rstrip("?.") + chance.choice(ADDITIONS)


def _fill(text: str, chance: random.Random) -> str:
    return chance.choice(FILLERS) + text[0].lower() + text[1:]


def _modifier(text: str, chance: random.Random) -> str:
    old = next(q for q in QUALITIES if f" {q} " in text)
    return text.replace(old, chance.choice([q for q in QUALITIES if q != old]))


DUPLICATES: Mapping[str, Edit] = {
    "format": _format,
    "inflection": _inflect,
    "order": _reorder,
    "added clause": _extend,
    "filler": _fill,
    "typo": _typo,
    "synonym": lambda text, chance: _swap(text, SYNONYMS),
}
NEGATED = {
    " does ": " does not ",
    " should ": " should not ",
    "What is": "What is not",
    " are ": " are not ",
    " do you ": " do you not ",
}
TRAPS: Mapping[str, Edit] = {
    "modifier": _modifier,
    "antonym": lambda text, chance: _swap(text, OPPOSITES),
    "negation": lambda text, chance: _swap(text, NEGATED),
    "number": lambda text, chance: text,
    "direction": lambda text, chance: text,
    "short name": lambda text, chance: text,
    "symbol": lambda text, chance: text,
}
PAIRED_TRAPS = {
    "number": (
        "In which year did the {n}th {a} treaty end?",
        "In which year did the {m}th {a} treaty end?",
    ),
    "direction": ("How do you convert a {a} to a {b}?", "How do you convert a {b} to a {a}?"),
    "short name": (
        "What does {x} stand for in a {q} {a}?",
        "What does {y} stand for in a {q} {a}?",
    ),
    "symbol": ("What does `{a}++` return in a {b}?", "What does `++{a}` return in a {b}?"),
}


def deck(
    cards: int, seed: int = 1, planted: int = 40
) -> tuple[list[str], list[tuple[str, int, int]]]:
    """`cards` questions, among them `planted` pairs of each kind."""
    chance = random.Random(seed)
    questions: list[str] = []
    seen: set[str] = set()
    pairs: list[tuple[str, int, int]] = []
    for kind, edit in {**DUPLICATES, **TRAPS}.items():
        for _ in range(planted):
            first, second = _pair(kind, edit, chance, seen)
            pairs.append((kind, len(questions), len(questions) + 1))
            questions += [first, second]
    while len(questions) < cards:
        questions.append(_question(chance, seen))
    order = list(range(len(questions)))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return [questions[i] for i in order], [(k, *sorted((place[i], place[j]))) for k, i, j in pairs]


def _question(chance: random.Random, seen: set[str], frame: str = "") -> str:
    while True:
        a, b = chance.sample(NOUNS, 2)
        text = (frame or chance.choice(FRAMES)).format(a=a, b=b, q=chance.choice(QUALITIES))
        key = " ".join(sorted(text.lower().split()))
        if key not in seen:
            seen.add(key)
            return text


def _pair(kind: str, edit: Edit, chance: random.Random, seen: set[str]) -> tuple[str, str]:
    while kind in PAIRED_TRAPS:
        n, m = chance.sample(range(4, 99), 2)
        x, y = ("".join(chance.choices("ABCDEFGHKLMNPRSTUVW", k=3)) for _ in range(2))
        a, b = chance.sample(NOUNS, 2)
        first, second = (
            t.format(a=a, b=b, n=n, m=m, x=x, y=y, q=chance.choice(QUALITIES[:1]))
            for t in PAIRED_TRAPS[kind]
        )
        if first not in seen and second not in seen and x != y:
            seen |= {first, second}
            return first, second
    while True:
        text = _question(chance, seen)
        edited = edit(text, chance)
        if edited != text:
            return text, edited


def measure(cards: int, seed: int = 1, planted: int = 40) -> tuple[dict[str, float], float]:
    """The share of each kind that is reported at any level, and the CPU seconds."""
    questions, pairs = deck(cards, seed, planted)
    start = time.process_time()
    matches = compare(tuple(Question(question) for question in questions))
    seconds = time.process_time() - start
    found = {
        (m.first, m.second)
        for m in matches.pairs
        if m.exact or is_similar(m) or is_possible(m, LEAST)
    }
    total, hit = Counter(k for k, *_ in pairs), Counter(k for k, i, j in pairs if (i, j) in found)
    return {kind: hit[kind] / total[kind] for kind in total}, seconds


if __name__ == "__main__":
    shares, seconds = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    for kind, share in shares.items():
        print(f"{'trap: ' if kind in TRAPS else ''}{kind:14} {share:5.0%}")
    print(f"{seconds:.2f} CPU s")
