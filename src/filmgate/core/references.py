"""Finds where a prompt names a picture, an element or a video that came with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

ReferenceKind: TypeAlias = Literal["image", "element", "video"]

#: indexes have at most four digits; a longer run of digits is no reference
_KINDS: Final = "image|element|video"
_PATTERN: Final = re.compile(
    rf"""
    (?<!\w) figure \s? (?P<figure>[0-9]{{1,4}}) (?!\w)                    # Figure 1
    | (?<!\w) figures \s+
      (?P<figures>[0-9]{{1,4}} (?: \s*(?:,\s*and\b|,|and\b|&)\s* [0-9]{{1,4}} )*) (?!\w)
    | \[ \s? (?P<boxed>{_KINDS}) [ _]? (?P<boxed_index>[0-9]{{1,4}}) \s? \]   # [Image 1]
    | (?<![\w@]) @(?P<at>{_KINDS}) (?: _?(?P<at_index>[0-9]{{1,4}}) )? (?!\w)   # @Image1, @image
    | <{{2,3}} \s? (?P<angle>{_KINDS}) [ _]? (?P<angle_index>[0-9]{{1,4}}) \s? >{{2,3}}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER: Final = re.compile("[0-9]+")
#: every mention has one of these; a text without them needs no search
_MARKS: Final = ("figure", "@", "[", "<<")


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of an input inside a text."""

    kind: ReferenceKind
    #: counted from 1, as people write it; 0 is possible and names nothing
    index: int
    #: the mention is text[start:end]; in a list ("Figures 1 and 2") only the number
    start: int
    end: int


def find_references(text: str) -> list[Reference]:
    """List the mentions in a text, in order, whichever spelling they use.

    ``Figure 1``, ``Figures 1 and 2``, ``[Image 1]``, ``@Image1``, ``@image_1``, ``@image`` (the
    first), ``<<<image_1>>>`` (two angle brackets do as well), and the same with *element* or
    *video*; upper or lower case.

    Examples
    --------
    >>> [(found.kind, found.index) for found in find_references("@Element2 waves to Figure 1")]
    [('element', 2), ('image', 1)]
    """
    lowered = text.lower()
    if not any(mark in lowered for mark in _MARKS):
        return []
    return [found for match in _PATTERN.finditer(text) for found in _read(match)]


def _read(match: re.Match[str]) -> Iterator[Reference]:
    """Turn one match into its mentions."""
    if (listed := match["figures"]) is not None:
        offset = match.start("figures")
        for number in _NUMBER.finditer(listed):
            start, end = offset + number.start(), offset + number.end()
            yield Reference("image", int(number[0]), start, end)
        return
    kind: ReferenceKind = "image"
    for name in ("boxed", "at", "angle"):
        if (word := match[name]) is not None:
            kind = _kind(word)
    index = match["figure"] or match["boxed_index"] or match["at_index"] or match["angle_index"]
    yield Reference(kind, int(index or 1), match.start(), match.end())


def _kind(word: str) -> ReferenceKind:
    """Narrow a matched word to a kind."""
    lowered = word.lower()
    if lowered == "element":
        return "element"
    return "video" if lowered == "video" else "image"
