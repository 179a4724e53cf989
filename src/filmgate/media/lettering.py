"""Spells text with the letters of Pillow's built-in font, which has no accents and no dashes."""

from __future__ import annotations

import unicodedata
from typing import Final

_SIGNS: Final = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‐": "-", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ø": "o"}
)


def legible(text: str) -> str:
    """Replace letters that the built-in font lacks by those they are made from.

    Examples
    --------
    >>> legible("A café — at night")
    'A cafe - at night'
    """
    spelled = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))
