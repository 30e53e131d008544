"""Other people's notes: note types, fields as Anki's editor and add-ons write them, and a deck of
CrowdAnki.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.fuzz import values, words
from tests.fuzz.constructs import INLINE, WILD_INLINE

MODELS: dict[str, dict[str, Any]] = {
    "1": {"name": "Basic", "type": 0, "css": ".x {}", "flds": [{"name": "Front"}, {"name": "Back"}],
          "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]},
    "2": {"name": "Cloze", "type": 1, "css": "", "flds": [{"name": "Text"}, {"name": "Back Extra"}],
          "tmpls": [{"qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Back Extra}}"}]},
    "3": {"name": "Words", "type": 0,
          "flds": [{"name": "Word"}, {"name": "Meaning"}, {"name": "Sound"}],
          "tmpls": [{"qfmt": "{{Word}}", "afmt": "{{Meaning}}"},
                    {"qfmt": "{{#Sound}}{{Sound}}{{/Sound}}", "afmt": "{{Word}}"}]},
}  # fmt: skip
DECKS = {"1": {"name": "Default"}, "5": {"name": "Fruit::Apples"}, "6": {"name": "Fruit"}}

HTML = (
    "What is <b>{w}</b>?", "<div>{w}</div><div>{w}</div>", "{w}<br>{w}", '<img src="x.png">',
    '<img src="../x.png">', '<img src="http://x/y.png">', "[sound:x.mp3]", "{{{{c1::{w}::{w}}}}}",
    "{{{{c1::{w}}}}} {{{{c2::{w}}}}}", "\\({w}\\)", "[latex]{w}[/latex]",
    "<ul><li>{w}</li><li>{w}</ul>", '<span style="color:red" onclick="x">{w}</span>',
    "<table><tr><td>{w}<td>{w}</table>", "<pre><code>{w}\n</code></pre>",
    "&lt;{w}&gt; &nbsp;&amp;", "<script>{w}</script>", "<!-- {w} -->",
    "<a href='javascript:x'>{w}</a>", "<b>" * 50 + "{w}", "<div>" * 2000, "{w} <i>{w}",
    "</p></div>{w}", "<ruby>{w}<rt>{w}</rt></ruby>", "<svg onload=x></svg>",
    "<math><mi>x</mi></math>", "{w}", "", "- {w}\n- {w}", "## {w}", "<h2>{w}</h2>", "---",
    "<anki-mathjax>{w}</anki-mathjax>", "<img src=\"data:image/png;base64,AAAA\">",
    "<input type=checkbox>{w}", "<hr><hr id=answer>", "A) {w}<br>B) {w}",
)  # fmt: skip
"""Fields of notes; `{w}` is a text."""


def field(random: Random) -> str:
    """A note's field."""
    row = random.choice(HTML)
    if random.random() < 0.2:
        return random.choice((*INLINE, *WILD_INLINE)).text.replace("«", "").replace("»", "")
    return row.replace("{{{{", "{{").replace("}}}}", "}}").replace("{w}", words.text(random, 0.2))


def crowdanki(random: Random) -> str:
    """A deck as CrowdAnki exports it."""
    models = [{**model, "crowdanki_uuid": key} for key, model in MODELS.items()]
    notes = [_crowdanki_note(number, random) for number in range(random.choice((0, 1, 4)))]
    deck = {
        "__type__": "Deck",
        "name": "Fruit",
        "desc": words.text(random, 0.2),
        "note_models": models,
        "media_files": ["x.png", "../x"],
        "notes": notes,
        "children": [{"name": "Apples", "notes": notes[:1], "children": []}],
    }
    made = values.bent(json.loads(json.dumps(deck)), random, random.choice((0, 0.01, 0.1)))
    for _ in range(random.choice((0, 0, 0, 20, 40, 150))):
        made = {"name": "n", "notes": [], "children": [made]}
    return values.as_json(made, random)


def _crowdanki_note(number: int, random: Random) -> dict[str, object]:
    fields = [field(random), field(random)]
    kind = random.choice("1239")
    return {"fields": fields, "guid": f"g{number}", "note_model_uuid": kind, "tags": ["a"]}
