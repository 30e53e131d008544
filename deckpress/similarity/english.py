"""General English for comparing questions: what frames a question, what asks, what means the same, what contrasts.

Nothing here belongs to a field of knowledge: a deck's own terms stand in `content/similarity.toml`. Other languages
are compared without these lists: a word that half of the deck uses weighs little by its frequency alone.
"""

from __future__ import annotations

import functools
import re

FRAME = frozenset(
    """a an the this that these those it its they them their there here is are was were be been being am do does did
    done doing has have had having can could will would shall should may might must of in on at by for from to into onto
    with within as and or but if then than so such you your we our us i me my one's he she his her please kindly also
    just very really more most some any each every both either what which how about between among during while own
    briefly short shortly detail detailed details simple simply exactly actually generally basic basically main mainly
    particular certain given following called used using utilize utilise utilized employ let etc e.g i.e get via like such concept notion over
    describe define definition definitions explain explains explained explanation discuss discusses discussed mean means
    meant meaning elaborate clarify mention mentions mentioned provide emphasize emphasizes s t""".split()
)
"""Words that carry no topic; `not`, `without`, `before` and their like do."""

IMPERATIVES = frozenset(
    """explain describe define discuss state name list give tell talk mention outline summarize summarise elaborate
    clarify enumerate identify specify provide compare contrast illustrate show speak""".split()
)
"""Verbs that open a request; inside a sentence ("the state of a component") most of them are topics."""

NOUNS_TOO = frozenset("state name list show contrast tell outline".split())
"""Imperatives that are nouns when one of NOUN_SIGNS follows: "State vs props"."""

NOUN_SIGNS = frozenset("vs versus and or in of on is are for with".split())

POLITE = frozenset("can could would will you please kindly briefly now then and also to me us let to i like".split())
"""What can stand before such a verb."""

OPENERS = frozenset("what how why when where which who whom whose can could is are was do does did should would will".split())
"""Words that open a question."""

CLAUSES = OPENERS | frozenset("its their explain describe define give provide".split())
"""Words that open another clause after a comma or "and"."""

ASKS: dict[str, tuple[float, str]] = {
    "role": (0.3, "role purpose use usage useful usefulness utility goal aim objective"),
    "why": (0.3, "why importance important significance significant need needed necessary necessity motivation crucial essential matter"),
    "work": (0.3, "work mechanism operate internally"),
    "example": (0.3, "example illustrate practical practice scenario"),
    "when": (0.3, "when situation circumstance appropriate"),
    "where": (0.3, "where"),
    "who": (0.3, "who whom whose"),
    "amount": (0.3, "many much"),
    "advantage": (1.0, "advantage benefit pro strength merit upside"),
    "disadvantage": (1.0, "disadvantage drawback con weakness limitation shortcoming downside cons"),
    "difference": (1.0, "difference differ different differentiate distinction compare compared comparison versus vs contrast distinguish distinct"),
    "impact": (0.5, "impact effect affect influence consequence"),
    "prevent": (0.7, "prevent avoid mitigate address handle combat tackle fix solve resolve reduce overcome deal"),
    "technique": (0.7, "technique method approach strategy way measure step"),
    "cause": (0.7, "cause reason"),
    "evaluate": (0.7, "evaluate assess metric"),
}
"""Ways to ask: `{group: (weight beside a topic of the same rarity, words)}`."""

SOFT = frozenset(
    """term idea answer question video various several few key common commonly typical typically type kind sort other one
    help usual usually popular general involve refer know describe understand real world associated concern
    major important different multiple better inside possible""".split()
)
"""Words that narrow a question a little."""

SYNONYMS = tuple(
    group.split()
    for group in """delete remove erase
    create make construct
    begin start commence
    end finish terminate
    error mistake fault
    select choose pick decide
    fast quick rapid
    big large huge
    small little tiny
    find locate
    show display
    change modify alter
    obtain retrieve fetch
    combine merge
    ensure guarantee
    allow permit enable
    require need
    execute run
    verify check
    happen occur
    improve enhance
    keep maintain
    speed velocity
    convert transform
    transmit send
    buy purchase
    characteristic feature
    stage phase
    prefer favor favour
    invoke call
    compute calculate
    assist aid help
    achieve accomplish
    contain include
    demonstrate show
    rapidly quickly fast
    issue problem
    increase raise
    decrease lower""".split("\n")
)

ANTONYMS = tuple(
    tuple(pair.split("/"))
    for pair in """increase/decrease increase/reduce rise/fall grow/shrink maximum/minimum max/min maximize/minimize
    maximise/minimise input/output encode/decode encoder/decoder encoding/decoding left/right first/last high/low higher/lower
    highest/lowest before/after open/close push/pop start/stop start/end begin/end forward/backward front/back
    advantage/disadvantage synchronous/asynchronous sync/async static/dynamic public/private true/false positive/negative
    internal/external local/global explicit/implicit even/odd upper/lower weak/strong shallow/deep hard/soft
    read/write get/set send/receive upload/download inner/outer parent/child ascending/descending
    absolute/relative add/remove insert/delete create/destroy create/delete encrypt/decrypt compress/decompress
    lock/unlock mount/unmount attach/detach enable/disable import/export horizontal/vertical row/column
    single/multiple one/many client/server old/new early/late major/minor long/short large/small big/small fast/slow
    hot/cold wide/narrow thick/thin light/dark light/heavy male/female north/south east/west inside/outside
    over/under up/down top/bottom on/off in/out love/hate win/lose buy/sell gain/loss profit/loss supply/demand
    cause/effect question/answer theory/practice best/worst better/worse more/less most/least
    active/passive primary/secondary vanish/explode inductive/deductive qualitative/quantitative
    discrete/continuous linear/nonlinear supervised/unsupervised homogeneous/heterogeneous
    acid/base oxidation/reduction endothermic/exothermic anode/cathode mitosis/meiosis artery/vein anabolic/catabolic
    systolic/diastolic afferent/efferent dominant/recessive sympathetic/parasympathetic
    convex/concave numerator/denominator multiply/divide add/subtract addition/subtraction
    prefix/suffix singular/plural monolithic/distributed online/offline manual/automatic
    inbound/outbound incoming/outgoing request/response producer/consumer sender/receiver
    save/load pass/fail accept/reject expand/collapse show/hide freeze/thaw freeze/melt
    inhale/exhale import/export enter/exit entry/exit arrive/depart give/take lend/borrow debit/credit asset/liability
    stateful/stateless lossy/lossless preorder/postorder bull/bear inflation/deflation""".split()
)

NEGATIONS = frozenset("not no non never without neither nor cannot except".split())
NEGATING = ("un", "in", "im", "ir", "il", "non", "de", "dis", "anti", "a", "ab", "counter", "mis")
"""Prefixes that turn a word into its opposite: a question with the word is another one without the prefix."""

DIRECTIONS = frozenset("to into from over than before after instead onto → ->".split())
"""Words whose two sides cannot be swapped."""

NUMBERS = {word: str(n) for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}

REQUESTS = re.compile(
    r"""\b(?:
    (?:can|could|would)\ you\ (?:please\ )?(?:briefly\ )?(?:explain|describe|tell\ (?:me|us)(?:\ about)?)
    |(?:tell|give)\ (?:me|us)\ (?:more\ )?about|(?:talk|speak)\ about
    |what\ do\ (?:you|we)\ (?:know\ about|mean\ by|understand\ (?:by|about))|what\ is\ meant\ by
    |(?:give|provide|write)\ (?:me\ |us\ )?an?\ (?:(?:short|brief|simple|quick|clear|precise)\ )?
        (?:definition|explanation|overview|description|summary)\ (?:of|for)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Ways to say "explain"."""

PHRASES = re.compile(
    r"""\b(?:
    do\ you\ know|what\ comes\ to\ mind
    |in\ (?:your\ own|simple|other|a\ few)\ (?:words|terms)|in\ one\ sentence|in\ (?:more\ )?detail|in\ brief|in\ short|in\ general
    |the\ (?:basic\ |main\ |key\ )?(?:concepts?|ideas?|notions?|terms?|words?|meanings?|definitions?)\ (?:of|behind)
    |the\ (?:concept|term|word|notion)|the\ (?:right\ )?choice\ of
    |(?:the|this)\ (?:video|lecture|course|chapter|article|text)\ (?:briefly\ )?(?:mentions|discusses|emphasi[sz]es|explains|covers|says)
    |mentioned\ in\ the\ (?:video|lecture|course|chapter|article|text)
    |real[-\ ](?:world|life)|according\ to\ the\ (?:video|lecture|course|chapter|article|text)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Turns of speech without a topic, removed before the words are read."""

PURPOSE = re.compile(r"\b(?:used\s+)?for\s*\?*\s*$", re.IGNORECASE)
"""The end of "What is X for?"."""

_ENDINGS = (
    ("ization", "ize"),
    ("isation", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("izing", "ize"),
    ("ising", "ize"),
    ("ized", "ize"),
    ("ised", "ize"),
    ("ise", "ize"),
)


@functools.lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """`word` without a plural or third-person `s`."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha() or word[-1] != "s" or word[-2] in "su":
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("is") or (word.endswith("ps") and word[-3] not in "aeioulm") or not set(word[:-1]) & set("aeiouy"):
        return word
    return word[:-1]


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A light stem of an English word, in lower case; what does not look like one is left alone."""
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    word = singular(word)
    for ending, short in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + short
    return _without_verb_ending(word)


def _without_verb_ending(word: str) -> str:
    length = len(word)
    if word.endswith("ing") and length >= 7:
        word = word[:-3]
    elif word.endswith("ed") and length >= 6:
        word = word[:-2]
    if 3 < len(word) < length and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
