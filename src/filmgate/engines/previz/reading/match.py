"""Finds the phrases of a vocabulary in a text: whole words, inflected verbs, fillers, negation.

A vocabulary is plain data: a name and the phrases that mean it. In a phrase ``~`` after a word
stands for its inflections ("push~ in" matches "pushes in" and "pushing in"), ``/`` separates
alternatives ("crane/boom~ up") and ``*`` allows any single word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(words.split())


_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?|\d+(?:\.\d+)?")
#: characters between two words that end a clause
_BREAK: Final = re.compile(r"[.,;:!?()\[\]{}\"“”«»—–\n|/]|\s-\s")
_SENTENCE_END: Final = re.compile(r"[.!?;\n]")
#: words that may stand inside a phrase without changing it
FILLERS: Final = word_set(
    "a an the to very and more ever so slightly slow gentle smooth quick fast again "
    "camera gradually little bit"
)
_NEGATORS: Final = word_set(
    "no not without never avoid avoids avoiding don't dont exclude excluding remove zero nor "
    "free doesn't isn't"
)
#: after a negator these make it mean something else: "not only", "no longer", "no one"
_NOT_NEGATING: Final = word_set("only longer matter doubt just")
_NEGATION_REACH: Final = 5


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text, lower case."""

    word: str
    start: int
    end: int
    #: a comma, colon, dash or sentence end stands before it
    after_break: bool
    #: it opens a sentence
    opens: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the vocabulary found in a text."""

    name: str
    #: indexes of its first token and of the token after its last
    first: int
    last: int
    start: int
    end: int
    negated: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    name: str
    weak: bool


class Text:
    """A text cut into tokens once, for many vocabularies."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = _tokens(text)
        self._negated = _negated(self.tokens)

    def is_negated(self, index: int) -> bool:
        """Whether the token lies in the reach of "no", "without" and the like."""
        return self._negated[index]

    def words(self) -> set[str]:
        """Every word of the text."""
        return {token.word for token in self.tokens}


def _tokens(text: str) -> list[Token]:
    """Cut a text into words that know whether a clause or a sentence begins with them."""
    found: list[Token] = []
    at = 0
    for match in _WORD.finditer(text):
        gap = text[at : match.start()]
        first = not found
        found.append(
            Token(
                match[0].lower().replace("’", "'"),
                match.start(),
                match.end(),
                first or _BREAK.search(gap) is not None,
                first or _SENTENCE_END.search(gap) is not None,
            )
        )
        at = match.end()
    return found


def _negated(tokens: Sequence[Token]) -> list[bool]:
    """Mark the tokens that a negation reaches: up to five words, until the clause ends."""
    marks = [False] * len(tokens)
    for index, token in enumerate(tokens):
        if token.word not in _NEGATORS:
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None or following.word in _NOT_NEGATING or following.after_break:
            continue
        if token.word == "free" and following.word not in ("of", "from"):
            continue
        for reach in range(index + 1, min(index + 1 + _NEGATION_REACH, len(tokens))):
            if tokens[reach].after_break or tokens[reach].word in ("but", "then", "just"):
                break
            marks[reach] = True
    return marks


def inflections(word: str) -> tuple[str, ...]:
    """List the forms a verb or noun may take; forms that do not exist do no harm.

    Examples
    --------
    >>> sorted(inflections("glide"))
    ['glide', 'glided', 'glides', 'gliding']
    """
    forms = {word, word + "s"}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    elif word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    else:
        forms |= {word + "ed", word + "ing"}
    if word.endswith(("s", "sh", "ch", "x", "z")):
        forms.add(word + "es")
    if re.fullmatch(r"[a-z]*[aeiou][bdgmnpt]", word):
        forms |= {word + word[-1] + "ing", word + word[-1] + "ed"}
    return tuple(forms)


def _alternatives(part: str) -> list[str]:
    """Expand one word of a phrase: "crane/boom~" → every form of both."""
    forms: list[str] = []
    for option in part.split("/"):
        forms.extend(inflections(option[:-1]) if option.endswith("~") else (option,))
    return forms


class Vocabulary:
    """Phrases by the name they mean, ready to be found.

    Parameters
    ----------
    table : mapping of str to str
        Name → phrases, separated by "|" or new lines. A name beginning with "-" is a blocker: its
        phrases are consumed and mean nothing. A phrase beginning with "?" is weak: it counts only
        where the caller says so.
    fillers : bool
        Whether articles and adverbs may stand between the words of a phrase.
    """

    def __init__(self, table: Mapping[str, str], *, fillers: bool = False) -> None:
        self._fillers = fillers
        self._by_first: dict[str, list[_Phrase]] = {}
        for name, phrases in table.items():
            for phrase in re.split(r"[|\n]", phrases):
                if phrase.strip():
                    self._add(name, phrase.strip())
        for phrases_of in self._by_first.values():
            phrases_of.sort(key=lambda phrase: len(phrase.words), reverse=True)

    def _add(self, name: str, phrase: str) -> None:
        weak = phrase.startswith("?")
        parts = phrase.removeprefix("?").split()
        for words in product(*(_alternatives(part) for part in parts)):
            entry = _Phrase(words, "" if name.startswith("-") else name, weak)
            self._by_first.setdefault(words[0], []).append(entry)

    def find(self, text: Text) -> list[Hit]:
        """List the phrases found, in order, each word used once, the longest phrase first."""
        hits = []
        index = 0
        while index < len(text.tokens):
            found = self._at(text.tokens, index)
            if found is None:
                index += 1
                continue
            phrase, last = found
            if phrase.name:
                hits.append(_hit(text, phrase, index, last))
            index = last
        return hits

    def starts(self, word: str) -> bool:
        """Whether any phrase that means something begins with a word."""
        return any(phrase.name for phrase in self._by_first.get(word, ()))

    def names(self, text: Text) -> tuple[str, ...]:
        """List the names found and not negated, each once, in order."""
        return unique(hit.name for hit in self.find(text) if not hit.negated)

    def _at(self, tokens: Sequence[Token], index: int) -> tuple[_Phrase, int] | None:
        """Find the longest phrase that begins at a token, and the token after it."""
        best: tuple[_Phrase, int] | None = None
        for phrase in self._by_first.get(tokens[index].word, ()):
            last = self._follow(tokens, index, phrase.words)
            if last and (best is None or len(phrase.words) > len(best[0].words)):
                best = phrase, last
        return best

    def _follow(self, tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int:
        """Match the words from a token on; the token after the match, or 0."""
        at = index + 1
        for word in words[1:]:
            skipped = 0
            while True:
                if at >= len(tokens) or tokens[at].after_break:
                    return 0
                if word in ("*", tokens[at].word):
                    break
                if not self._fillers or skipped == 3 or not _is_filler(tokens[at].word):
                    return 0
                skipped += 1
                at += 1
            at += 1
        return at


def _is_filler(word: str) -> bool:
    """Whether a word may stand inside a phrase: an article, a degree, an adverb in -ly."""
    return word in FILLERS or (word.endswith("ly") and len(word) > 4)


def _hit(text: Text, phrase: _Phrase, first: int, last: int) -> Hit:
    tokens = text.tokens
    return Hit(
        phrase.name,
        first,
        last,
        tokens[first].start,
        tokens[last - 1].end,
        text.is_negated(first),
        phrase.weak,
    )


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Drop repeats, keep the order."""
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=64)
def text_of(text: str) -> Text:
    """Cut a text into tokens, remembering the last few."""
    return Text(text)
