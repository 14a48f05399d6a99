"""Whether a line is a heading, a label or a sentence is judged here, by its words alone.

The saved pages have lost their bold type and the size of their headings. What is left to go by is
length, capitals, the last character, and the small words that make a sentence of a phrase. In
doubt a line is a sentence: plain type misleads nobody.
"""

from __future__ import annotations

import re

import msgspec

_LONGEST = 80
_MOST_WORDS = 10
# Small words that a title leaves in lower case.
_SMALL = re.compile(
    "a|an|and|as|at|but|by|for|from|in|into|is|nor|of|on|or|over|per|than|the|to|via|vs|with"
)
# A phrase with one of these has a subject or a finite verb: it is a sentence, not a label.
_SENTENCE = re.compile(
    "is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|shall|should|may|might"
    "|must|i|he|it|she|that|there|these|they|this|those|we|you"
)
# A phrase that begins so leads into what follows the colon: it is the start of a sentence.
_LEADS = re.compile(
    "a|after|although|an|and|as|ask|at|because|before|but|by|consider|enter|finally|first|for|from"
    "|further|here|how|however|if|imagine|in|instead|later|likewise|look|meanwhile|moreover|on|one"
    "|or|put|recall|remember|second|similarly|since|so|still|suppose|take|that|the|then|think|third"
    "|though|thus|to|ultimately|until|when|where|whereas|while|with|yet"
)
_OPENING = "\"'“‘(["
_COLON = re.compile(r":(?=\s|$)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# The end of a sentence, but not of "vs." or an initial; an address has a colon and no space.
_PAUSE = re.compile(r"(?:(?<!\bvs)(?<!\b[A-Z])\.|[?!;…])(?:\s|$)|\*\*|://")
_BOLD_LABEL = re.compile(r"\*\*([^*:]{1,80})(?::\*\*|\*\*:)(?:\s+|$)")
_TAKEAWAY = re.compile(r"(?:\w+ ){0,2}takeaways?", re.IGNORECASE)


class Label(msgspec.Struct, frozen=True):
    """The words before a colon, and the text after it, empty where the label stands alone."""

    words: str
    text: str


def is_title(text: str) -> bool:
    """Whether `text` is set as a heading is: short, in capitals, without a full stop."""
    return (
        len(text) <= _LONGEST
        and text[-1:] not in tuple(".!:;,…")
        and not _PAUSE.search(text[:-1])
        and _is_capitalised(text)
    )


def paragraph_label(text: str) -> Label | None:
    """The label that a paragraph begins with: "Pricing Model: The …", "What to watch: The …".

    Strict, since any sentence may have a colon: in a phrase that is not capitalised as a title is,
    four words at most, none that makes a sentence, and a new sentence after it.
    """
    label = _label(text)
    if not label or label.text[:1].islower():
        return None
    words = _words(label.words)
    if len(words) > 1 and _is_capitalised(label.words):
        return label
    plain = len(words) <= 4 and "," not in label.words and not _leads(words)
    spoken = label.text[:1] in tuple("\"“'‘")
    return label if plain and not spoken and not _is_sentence(label.words) else None


def point_label(text: str) -> Label | None:
    """The label that a point of a list begins with, where a label is what one expects."""
    label = _label(text)
    if not label:
        return None
    if _is_capitalised(label.words):
        return label
    return None if label.text[:1].islower() or _is_sentence(label.words) else label


def caption(text: str) -> Label | None:
    """The label that is a whole line, such as stands above a table: "Prices (our estimate):"."""
    label = _label(text)
    if not label or label.text:
        return None
    words = _words(label.words)
    if _is_capitalised(label.words) and len(words) > 1:
        return label
    return None if _leads(words) or _is_sentence(label.words) else label


def takeaway(text: str) -> Label | None:
    """The label of the lesson under a table: "Data Takeaway: …", "Key takeaway: …"."""
    label = _label(text)
    return label if label and _TAKEAWAY.fullmatch(label.words) else None


def _label(text: str) -> Label | None:
    if bold := _BOLD_LABEL.match(text):
        return Label(bold[1], text[bold.end() :])
    colon = _COLON.search(text[: _LONGEST + 2])
    if not colon or colon.start() > _LONGEST:
        return None
    words = text[: colon.start()]
    first = words.lstrip(_OPENING)[:1]
    if not (first.isupper() or first.isdigit()) or _PAUSE.search(words) or "—" in words:
        return None
    if "`" in words or len(_words(words)) > _MOST_WORDS:
        return None
    return Label(words, text[colon.end() :].strip())


def _is_capitalised(text: str) -> bool:
    """Whether the words that matter begin with a capital; what is in brackets may be a remark."""
    words = _words(text)
    return (
        0 < len(words) <= _MOST_WORDS
        and (words[0][:1].isupper() or words[0][:1].isdigit())
        and any(char.isupper() for word in words for char in word)
        and all(_is_capital(word) or _SMALL.fullmatch(word) for word in words)
    )


def _is_capital(word: str) -> bool:
    return any(char.isupper() or char.isdigit() for char in word) or not any(map(str.isalpha, word))


def _is_sentence(text: str) -> bool:
    stems = (re.split("['’]", word.lower())[0] for word in _words(text))
    return not _is_capitalised(text) and any(map(_SENTENCE.fullmatch, stems))


def _leads(words: list[str]) -> bool:
    return _LEADS.fullmatch(words[0].lower()) is not None


def _words(text: str) -> list[str]:
    """The words without brackets and quotes; at least one, be it empty."""
    stripped = (word.strip("\"'“”‘’()[],.:") for word in _IN_BRACKETS.sub(" ", text).split())
    return [word for word in stripped if word] or [""]
