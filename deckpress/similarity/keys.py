# --- canonical key ----------------------------------------------------------------------------------------------


def _key(tokens: Sequence[str]) -> str:
    words = [token.lower() for token in tokens if token[0] not in _ENDS]
    kept = [_key_word(words, i) for i in range(len(words))]
    kept = [word for word in kept if word]
    if "difference" in kept and english.DIRECTIONS.isdisjoint(kept):
        kept.sort()
    asked = any(word in english.OPENERS or word in english.IMPERATIVES for word in words)
    spaced = " ".join(kept) if kept else " ".join(words)
    return ("" if asked else "topic: ") + _yes_or_no(words) + re.sub(r"(?<=[a-z]) (?=[a-z])", "", spaced)


def _key_word(words: Sequence[str], i: int) -> str:
    word = words[i]
    if word in _KEY_DROPS or (word == "to" and i and words[i - 1] in _AFTER_THESE_TO_IS_NO_DIRECTION):
        return ""
    found = form(word)
    if found[:1] == "~" and found[1:] in _KEY_GROUPS:
        return found[1:]
    return english.singular(english.NUMBERS.get(word, word))


def _yes_or_no(words: Sequence[str]) -> str:
    """The verb that opens a yes-or-no question: "Can X …?" is another question than "Is X …?"."""
    opens = words[0] if words else ""
    return f"{opens}? " if opens in english.OPENERS and opens not in ("what", "which") else ""


def _dense_key(plain: str) -> str:
    """Without word breaks every character counts; only polite frames are cut off at the ends."""
    text = re.sub(r"[\W_]+", "", plain.casefold())
    return _ASIAN_TAIL.sub("", _ASIAN_HEAD.sub("", text)) or text
