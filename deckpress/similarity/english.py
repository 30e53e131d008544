"""General English for comparing questions: what frames a question, what asks, what means the same, what contrasts.

Nothing here belongs to a field of knowledge: a deck's own terms stand in `content/similarity.toml`. Other languages
are compared without these lists: a word that half of the deck uses weighs little by its frequency alone.
"""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


FRAME = listed(
    """a an the this that these those it its they them their there here is are was were be been being am do does did
    done doing has have had having can could will would shall should may might must of in on at by for from to into onto
    with within as and or but if then than so such you your we our us i me my one's he she his her please kindly also
    just very really more most some any each every both either what which how about between among during while own
    briefly short shortly detail detailed details simple simply exactly actually generally basic basically main mainly
    particular certain given following called used using utilize utilise utilized employ let
    etc e.g i.e get via like such yes concept notion over describe define definition definitions explain explains
    explained explanation discuss discusses discussed mean means meant meaning elaborate clarify mention mentions
    mentioned provide emphasize emphasizes s t"""
)
"""Words that carry no topic; `not`, `without`, `before` and their like do."""

IMPERATIVES = listed(
    """explain describe define discuss state name list give tell talk mention outline summarize summarise elaborate
    clarify enumerate identify specify provide compare contrast illustrate show speak"""
)
"""Verbs that open a request; inside a sentence ("the state of a component") most of them are topics."""

NOUNS_TOO = listed("state name list show contrast tell outline")
"""Imperatives that are nouns when one of NOUN_SIGNS follows: "State vs props"."""

NOUN_SIGNS = listed("vs versus and or in of on is are for with")

POLITE = listed(
    "can could would will you please kindly briefly now then and also to me us let to i like"
)
"""What can stand before such a verb."""

OPENERS = listed(
    "what how why when where which who whom whose can could is are was do does did should would will"
)
"""Words that open a question."""

CLAUSES = OPENERS | listed("its their explain describe define give provide")
"""Words that open another clause after a comma or "and"."""

ASKS: dict[str, tuple[float, str]] = {
    "role": (0.3, "role purpose use usage useful usefulness utility goal aim objective"),
    "why": (
        0.3,
        "why important importance significant significance need needed necessary necessity crucial essential matter",
    ),
    "work": (0.3, "work mechanism operate internally"),
    "example": (0.3, "example illustrate practical practice scenario"),
    "when": (0.3, "when situation circumstance appropriate"),
    "where": (0.3, "where"),
    "who": (0.3, "who whom whose"),
    "amount": (0.3, "many much"),
    "advantage": (1.0, "advantage benefit pro strength merit upside"),
    "disadvantage": (
        1.0,
        "disadvantage drawback con weakness limitation shortcoming downside cons",
    ),
    "difference": (
        1.0,
        "differ different difference distinct distinction distinguish compare comparison contrast versus vs",
    ),
    "impact": (0.5, "impact effect affect influence consequence"),
    "prevent": (
        0.7,
        "prevent avoid mitigate address handle combat tackle fix solve resolve reduce overcome deal",
    ),
    "technique": (0.7, "technique method approach strategy way measure step"),
    "cause": (0.7, "cause reason"),
    "evaluate": (0.7, "evaluate assess metric"),
}
"""Ways to ask: `{group: (weight beside a topic of the same rarity, words)}`."""

ASK_WEIGHTS = {f"~{group}": weight for group, (weight, _) in ASKS.items()}
"""The forms that question words get, with their weights. Other words can begin with `~` too: it is an operator."""

SOFT = listed(
    """term idea answer question video various several few key common commonly typical typically type kind other
    one help usual usually popular general involve refer know describe understand real world associated concern
    major important different multiple better inside possible"""
)
"""Words that narrow a question a little."""

SYNONYMS = tuple(
    tuple(group.split("/"))
    for group in sorted(
        listed(
            """delete/remove/erase create/make/construct/build begin/start/commence end/finish/terminate
            error/mistake/fault select/choose/pick/decide fast/quick/rapid big/large/huge small/little/tiny
            find/found/locate tool/instrument replace/substitute/exchange show/display
            change/modify/alter obtain/retrieve/fetch combine/merge ensure/guarantee allow/permit/enable execute/run
            verify/check/test relation/relationship largest/biggest/greatest/maximum smallest/minimum happen/occur
            improve/enhance keep/maintain speed/velocity convert/transform transmit/send
            buy/purchase characteristic/feature stage/phase prefer/favor/favour invoke/call compute/calculate
            assist/aid/help achieve/accomplish contain/include demonstrate/show rapidly/quickly/fast issue/problem
            increase/raise decrease/lower"""
        )
    )
)
"""Words that mean the same in most questions; never for a canonical key."""

ANTONYMS = frozenset(
    tuple(pair.split("/"))
    for pair in listed(
        """increase/decrease increase/reduce rise/fall grow/shrink maximum/minimum max/min maximize/minimize
        maximise/minimise input/output encode/decode encoder/decoder left/right first/last high/low higher/lower
        highest/lowest before/after open/close push/pop start/stop start/end begin/end forward/backward front/back
        advantage/disadvantage synchronous/asynchronous static/dynamic public/private true/false positive/negative
        internal/external local/global explicit/implicit even/odd upper/lower weak/strong shallow/deep hard/soft
        read/write send/receive upload/download inner/outer parent/child ascending/descending absolute/relative
        add/remove insert/delete create/destroy create/delete encrypt/decrypt compress/decompress lock/unlock
        attach/detach enable/disable import/export horizontal/vertical row/column single/multiple old/new early/late
        major/minor long/short large/small fast/slow hot/cold wide/narrow thick/thin light/dark light/heavy
        male/female north/south east/west inside/outside top/bottom win/lose buy/sell gain/loss profit/loss
        supply/demand cause/effect theory/practice best/worst better/worse active/passive primary/secondary
        discrete/continuous convex/concave multiply/divide add/subtract addition/subtraction prefix/suffix
        singular/plural online/offline manual/automatic incoming/outgoing request/response sender/receiver save/load
        pass/fail accept/reject expand/collapse show/hide enter/exit arrive/depart lend/borrow debit/credit"""
    )
)

NEGATIONS = listed("not no non never without neither nor cannot except")
NEGATING = ("un", "in", "im", "ir", "il", "non", "de", "dis", "anti", "a", "ab", "counter", "mis")
"""Prefixes that turn a word into its opposite: a question with the word is another one without the prefix."""

DIRECTIONS = listed("to into from over than before after instead onto → ->")
"""Words whose two sides cannot be swapped."""

NUMBERS = dict(
    two="2",
    three="3",
    four="4",
    five="5",
    six="6",
    seven="7",
    eight="8",
    nine="9",
    ten="10",
    eleven="11",
    twelve="12",
)
"""Number words; "one" is a pronoun more often."""

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

TESTS = re.compile(
    r"\b(?:find|check|determine|see|verify|test)\ (?:out\ )?(?:if|whether)\b", re.IGNORECASE
)
"""Ways to say "check"."""

NAMED = listed(
    "keyword statement operator clause loop command method function word property attribute"
)
"""Behind an article, a word of the frame before one of these is the name of something: "the this keyword"."""

QUALIFIERS = listed(
    """main basic key own more most any some each every both short given certain particular following simple such used
    called detailed general very just utilized"""
)
"""Words of the frame that stand there without naming it: "the main method"."""

PHRASES = re.compile(
    r"""\b(?:
    do\ you\ know|what\ comes\ to\ mind|different\ (?!from\b|than\b|to\b|between\b)(?=\w)
    |in\ (?:your\ own|simple|other|a\ few)\ (?:words|terms)|in\ one\ sentence
    |(?:primary|chief)\ (?=difference|purpose|role|goal|reason|cause|advantage|benefit|function)
    |with\ (?:an?\ |some\ |simple\ )*examples?
    |in\ (?:(?:more\ )?detail|brief|short|general)
    |the\ (?:basic\ |main\ |key\ )?(?:concepts?|ideas?|notions?|terms?|words?|meanings?|definitions?)\ (?:of|behind)
    |the\ (?:concept|term|word|notion)|the\ (?:right\ )?choice\ of
    |(?:the|this)\ (?:video|lecture|course|chapter|article|text)\ (?:briefly\ )?
        (?:mentions|discusses|emphasi[sz]es|explains|covers|says)
    |mentioned\ in\ the\ (?:video|lecture|course|chapter|article|text)
    |real[-\ ](?:world|life)|according\ to\ the\ (?:video|lecture|course|chapter|article|text)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Turns of speech without a topic, removed before the words are read."""

FUNCTION = re.compile(r"\bthe\ (?:(?:main|primary|key)\ )?functions?\ of\b", re.IGNORECASE)
"""What a thing is for, in fields that do not program."""

PURPOSE = re.compile(r"\b(?:used\s+)?for\s*\?*\s*$", re.IGNORECASE)
"""The end of "What is X for?"."""
