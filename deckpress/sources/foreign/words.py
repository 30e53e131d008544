"""The words by which pages in many languages mark questions, answers and the parts of an answer."""

from __future__ import annotations

import re

QUESTION_NAMES = (
    "interview question|practice question|question|ques|que|pregunta|pergunta|frage|domanda|quesito|вопрос|питання|"
    "pytanie|vraag|fråga|spørsmål|spørgsmål|kysymys|otázka|întrebare|întrebarea|soru|câu hỏi|pertanyaan|"
    "ερώτηση|kérdés|"
    "问题|問題|问|問|質問|질문|문제|سؤال|السؤال|سوال|שאלה|प्रश्न|คำถาม"
)
ANSWER_NAMES = (
    "short answer|sample answer|model answer|suggested answer|expected answer|example answer|possible answer|"
    "answer|ans|solution|respuesta|resposta|réponse|reponse|antwort|lösung|risposta|ответ|відповідь|odpowiedź|"
    "antwoord|"
    "svar|vastaus|odpověď|odpoveď|răspuns|cevap|yanıt|trả lời|đáp án|jawaban|απάντηση|válasz|"
    "答案|答え|回答|解答|答|답변|정답|답|الجواب|جواب|الإجابة|إجابة|پاسخ|תשובה|उत्तर|คำตอบ"
)
KEY_NAMES = (
    "option|correct answer(?:\\(s\\)|s)?|correct option|correct choice|right answer|correct|answer key|"
    "respuesta correcta|"
    "resposta correta|bonne réponse|richtige antwort|правильный ответ|正确答案|正解"
)
PARTS = {
    "analogy": "real[- ]world analogy|real[- ]life analogy|analogy|analogía|analogia|analogie|аналогия|类比|類比",
    "application": (
        "real[- ]world application|real[- ]world example|real[- ]life example|practical example|"
        "practical application|"
        "real[- ]world use|use cases?|applications?|example|ejemplo|exemplo|exemple|beispiel|esempio|пример|例子|例|"
        "aplicación|anwendung|applicazione|применение"
    ),
    "sources": (
        "sources?|references?|useful resources?|resources|further reading|read more|learn more|more info(?:rmation)?|"
        "see also|useful links|links|fuentes?|referencias?|quellen?|fonti|fontes|источники?|ссылки|参考|参考资料|출처"
    ),
    "hint": "hints?|clue|pista|dica|hinweis|tipp|indice|suggerimento|подсказка|提示|힌트",
    "explanation": (
        "explanation|rationale|reason|justification|explicación|explicação|explication|erklärung|begründung|"
        "spiegazione|объяснение|пояснение|解释|解析|説明|해설|설명"
    ),
}

LONGEST = 2_000
"""Characters of a text that decide what it is."""

_OPEN = r"(?P<open>[*_]{0,3})"
_SIGN = r"(?:[^\w\s*_\[\]()#`$<>|~\"'“”‘’.,:;!?/\\+=&%@^{}-]️?\s*)*"
_NUMBER = r"(?:[\s.#№\-–]*(?P<number>\d{1,4}(?:\.\d{1,3})?[a-z]?)\b)?"
_END = r"(?:[*_]{0,3}\s*[:：.)\]、．–—-]+(?=\s|[*_]|$|[^\x00-\x7f])\s*[*_]{0,3}|(?P<bare>[*_]{0,3}\s*$))\s*"
_COLON = (
    r"(?:[*_]{0,3}\s*[:：]\s*[*_]{0,3}|(?P<bare>[*_]{0,3}\s*$)|[*_]{0,3}\s+[–—-]\s|[*_]{1,3}\s*[–—-]+\s|"
    r"[*_]{1,3}\s+(?=\S)|[.)][*_]{1,3}\s+|(?<=ans)\.\s+)\s*"
)


def _pattern(names: str, end: str = _COLON, number: str = "") -> re.Pattern[str]:
    return re.compile(rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>{names})(?![^\W\d_]){number}{end}", re.IGNORECASE)


_QUESTION = _pattern(QUESTION_NAMES, _END, _NUMBER)
_QUESTION_SPACED = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}[(\[]?(?P<name>question|ques|q|вопрос|frage|pregunta|pergunta|"
    rf"问题)[\s.#№\-–]*(?P<number>\d{{1,4}})"
    r"(?:\.\d{1,3})?[)\]]?[*_]{0,3}\s*[:：.)\]、．–—-]*(?=\s|[*_]|$)\s*[*_]{0,3}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
_Q = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>q|в|p|f|د|س)[*_]{{0,3}}\s?[:：.)](?=\s|[*_]|$)\s*[*_]{{0,3}}\s*(?P<bare>$)?",
    re.IGNORECASE,
)
_ANSWER = _pattern(f"{KEY_NAMES}|{ANSWER_NAMES}", _COLON, r"(?:[\s.#]*\d{1,4}\b)?")
_A = re.compile(
    rf"^{_SIGN}{_OPEN}{_SIGN}(?P<name>a|о|r|ج|antw)(?:[\s.#]*\d{{1,4}})?[*_]{{0,3}}\s?(?P<mark>[:：.)])(?=\s|"
    rf"[*_]|$)\s*[*_]{{0,3}}\s*",
    re.IGNORECASE,
)
_PARTS = {part: _pattern(names) for part, names in PARTS.items()}
_KEY = re.compile(rf"^{KEY_NAMES}$", re.IGNORECASE)

_ANSWER_INSIDE = re.compile(
    rf"(?<=[?？؟.])\s+[*_]{{0,3}}(?:a|{ANSWER_NAMES})\s?[:：][*_]{{0,3}}\s+(?=\S)", re.IGNORECASE
)


def split_line(text: str) -> tuple[str, str]:
    """`(question, answer)` of a line that holds both: `What is it? A: This.`"""
    found = _ANSWER_INSIDE.search(text[:LONGEST])
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def question_label(text: str) -> re.Match[str] | None:
    """The label at the start of a line that marks a question: `Q:`, `**Question 3.**`, `Frage:`, `Q12 `."""
    text = text[:LONGEST]
    if text[:1] in "[!|>" and not re.match(r"\[q?\d+\]", text, re.IGNORECASE):
        return None
    return _QUESTION_SPACED.match(text) or _QUESTION.match(text) or _Q.match(text)


def answer_label(text: str, letter: str = "a") -> re.Match[str] | None:
    """The label that marks an answer; a bare letter counts only with a colon, as `A.` is an option."""
    text = text[:LONGEST]
    found = _ANSWER.match(text)
    if found:
        return found
    short = _A.match(text)
    return short if short and (short["mark"] in ":：" or letter == "q") else None


def part_label(text: str) -> tuple[str, re.Match[str]] | None:
    """`(part, match)` if a line begins with the label of a part of an answer."""
    for part, pattern in _PARTS.items():
        found = pattern.match(text[:LONGEST])
        if found:
            return part, found
    return None


def is_key(name: str) -> bool:
    """Whether a label says which option is right."""
    return bool(_KEY.match(name))


# --- what a question looks like ---------------------------------------------------------------------------------

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
    r"(?:explain|describe|define|discuss|list|name|compare|contrast|differentiate|distinguish|write|implement|design|"
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


def like_question(text: str) -> bool:
    """Whether a text reads like a question or like a task."""
    bare = re.sub(r"^[\W_]+", "", text[:LONGEST])
    if asks(text) or _CJK.search(text[:LONGEST]):
        return True
    if bare.rstrip("*_ ").endswith((":", "：")):
        return False
    return len(bare.split()) > 1 and bool(_ASKS.match(bare) or _TELLS.match(bare) or _VERSUS.search(bare))


GENERIC = re.compile(
    r"\b(?:answers?|solutions?|show|hide|view|click|see|reveal|expand|collapse|toggle|hints?|explanation|"
    r"spoiler|details|"
    r"more|output|result|code|example|contents|toc|check|respuesta|resposta|réponse|antwort|lösung|risposta|"
    r"odpowiedź|"
    r"cevap|svar|antwoord)\b|ответ|решение|показать|відповідь|答案|解答|答え|回答|查看|展开|点击|정답|답변|답|보기|الجواب|جواب|"
    r"इत्तर|उत्तर",
    re.IGNORECASE,
)


def generic_summary(text: str) -> bool:
    """Whether a `<summary>` names what it hides ("Answer", "Show me") and is no question itself."""
    bare = re.sub(r"[*_`#]", "", text).strip()
    return not bare or (len(bare.split()) <= 8 and not asks(bare) and (bool(GENERIC.search(bare)) or len(bare) < 3))
