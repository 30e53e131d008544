"""What reads like a question, and what only names what it hides."""

from __future__ import annotations

import re

from deckpress.importer.reading.vocabulary import ANSWER_NAMES, KEY_NAMES, PARTS

LONGEST = 2_000
"""Characters of a text that decide what it is."""

_ASKS = re.compile(
    r"(?:what|what's|whats|what’s|which|why|how|how's|when|where|who|whose|whom|is|are|am|was|were|do|does|"
    r"did|can|could|should|would|"
    r"will|shall|may|might|has|have|had|in what|in which|on which|at what|for what|to what|under what|with which|"
    r"qué|que|cuál|cuáles|cómo|cuándo|dónde|quién|cuánto|cuántos|por qué|para qué|"
    r"o que|qual|quais|como|quando|onde|quem|quanto|por que|"
    r"qu'est-ce|qu’est-ce|quel|quelle|quels|quelles|comment|pourquoi|quand|où|combien|est-ce|"
    r"was|welche|welcher|welches|warum|wieso|weshalb|wie|wann|wo|wer|wozu|woran|"
    r"che|cosa|cos'è|quali|come|perché|dove|chi|quante|"
    r"что|какой|какая|какое|какие|каков|каковы|как|зачем|почему|когда|где|кто|чем|сколько|для чего|в чем|"
    r"в чём|можно ли|"
    r"що|який|яка|яке|які|як|чому|навіщо|co|jak|jaki|jaka|jakie|dlaczego|kiedy|wat|welke|waarom|hoe|"
    r"vad|vilka|varför|hur|mikä|miksi|miten|nedir|neden|nasıl|hangi|apa|bagaimana|mengapa|tại sao|thế nào)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:true or false|verdadero o falso|vrai ou faux|"
    r"explain|describe|define|discuss|list|name|compare|contrast|differentiate|distinguish|write|implement|design|"
    r"give|tell|state|mention|outline|prove|derive|find|calculate|compute|solve|create|identify|suppose|imagine|"
    r"briefly|demonstrate|illustrate|summari[sz]e|enumerate|elaborate|convert|determine|consider|given|walk|"
    r"difference|differences|"
    r"make|get|run|delete|deploy|scale|change|add|remove|set|use|print|return|select|choose|guess|you|your|if|"
    r"explica|explique|describa|defina|define|diferencia|diferença|différence|expliquez|décrivez|définissez|"
    r"erkläre|erklären|beschreibe|beschreiben|nenne|nennen|definiere|unterschied|spiega|descrivi|definisci|"
    r"differenza|"
    r"объясните|опишите|расскажите|перечислите|назовите|дайте|разница|отличия|поясніть|опишіть|wyjaśnij|opisz|"
    r"leg uit)\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"(?:explain|describe|define|discuss|compare|differentiate|distinguish|difference)\b",
    re.IGNORECASE,
)
_CJK = re.compile(
    "什么|什麼|如何|怎么|怎麼|怎样|为什么|為什麼|哪些|哪个|区别|區別|吗|嗎|谈谈|说说|简述|介绍|なぜ|どう|とは|何|説明|違い|무엇|왜|어떻게|차이|설명|란\\b|이란"
)
_MARK = re.compile(r"[?？؟](?=$|[\s*_\"”')\]）」.!…:—–-]|[^\x00-\x7f])")
_CODE_OR_TARGET = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+")
_VERSUS = re.compile(r"\b(?:vs\.?|versus|difference between)\s", re.IGNORECASE)


def asks(text: str) -> bool:
    """Whether a text has a question mark where a sentence can end."""
    text = text if len(text) < LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    return bool(_MARK.search(_CODE_OR_TARGET.sub("x]", text)))


def surely_asks(text: str) -> bool:
    """Whether a text asks even among steps and tips: an order to do something is no question then."""
    bare = re.sub(r"^[\W_]+", "", text[:LONGEST])
    return asks(text) or bool(
        _ASKS.match(bare) or _EXPLAINS.match(bare) or _CJK.search(text[:LONGEST])
    )


def like_question(text: str) -> bool:
    """Whether a text reads like a question or like a task."""
    bare = re.sub(r"^[\W_]+", "", text[:LONGEST])
    if asks(text) or _CJK.search(text[:LONGEST]):
        return True
    if bare.rstrip("*_ ").endswith((":", "：")):
        return False
    return len(bare.split()) > 1 and bool(
        _ASKS.match(bare) or _TELLS.match(bare) or _VERSUS.search(bare)
    )


GENERIC = re.compile(
    r"\b(?:answers?|solutions?|show|hide|view|click|see|reveal|expand|collapse|toggle|hints?|explanation|"
    r"spoiler|details|"
    r"more|output|result|code|example|contents|toc|check|respuesta|resposta|réponse|antwort|lösung|risposta|"
    r"odpowiedź|"
    r"cevap|svar|antwoord)\b|ответ|решение|показать|відповідь|答案|解答|答え|回答|查看|展开|点击|정답|답변|답|보기|الجواب|جواب|"
    r"इत्तर|उत्तर",
    re.IGNORECASE,
)


_ONLY_NAME = re.compile(
    rf"[\W\d]*(?:(?:the|la|el|le|die|der|das|o|a)\s)?(?:{KEY_NAMES}|{ANSWER_NAMES}|{PARTS['hint']}|{PARTS['explanation']})"
    r"[\W\d]*",
    re.IGNORECASE,
)


def generic_summary(text: str) -> bool:
    """Whether a `<summary>` names what it hides ("Answer", "Show me") and is no question itself."""
    bare = re.sub(r"[*_`#]", "", text).strip()
    if not bare or _ONLY_NAME.fullmatch(bare):
        return True
    return (
        len(bare.split()) <= 8 and not asks(bare) and (bool(GENERIC.search(bare)) or len(bare) < 3)
    )
