"""Compares what a prompt names (`Figure 3`, `@Element1`) with what came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.catalog.places import View, find, is_given, parse
from filmgate.catalog.wording import count
from filmgate.core.errors import Problem
from filmgate.core.order import PROMPT_LIMIT
from filmgate.core.references import find_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.catalog.places import Loc
    from filmgate.core.json import Json
    from filmgate.core.references import Reference

#: wrong references that are told for one text
_TOLD: Final = 8
_NOUNS: Final = {"image": "picture", "element": "element", "video": "video"}


def references(rule: Mapping[str, Json], view: View) -> Iterator[Problem]:
    """Names without anything behind them: ``Figure 3`` beside two pictures."""
    amounts = {kind: _amount(rule.get(kind, []), view) for kind in _NOUNS}
    for loc, text in _texts(rule["text"], view):
        told: set[tuple[str, int]] = set()
        for found in find_references(text):
            known = (found.kind, found.index) in told or 1 <= found.index <= amounts[found.kind]
            if known or len(told) == _TOLD:
                continue
            told.add((found.kind, found.index))
            message = _unknown(text, found, amounts[found.kind])
            yield Problem(("body", *loc), message, "unknown_reference")


def unreferenced(rule: Mapping[str, Json], view: View) -> Iterator[Problem]:
    """Elements that no text names."""
    path = parse(str(rule["field"]))
    if not is_given(view.filled, path):
        return
    named = {
        found.index
        for _, text in _texts(rule["text"], view)
        for found in find_references(text)
        if found.kind == "element"
    }
    for loc, _ in find(view.filled, (*path, "*")):
        number = int(loc[-1]) + 1
        if number not in named:
            text = f"is never named; write @Element{number} where it appears, or leave it out"
            yield Problem(("body", *loc), text, "unreferenced")


def _unknown(text: str, found: Reference, amount: int) -> str:
    """Word a name that means nothing."""
    noun = _NOUNS[found.kind]
    given = f"{count(amount, noun)} {'is' if amount == 1 else 'are'} given"
    if amount == 0:
        given = f"no {noun} is given"
    counted = "; they are counted from 1" if found.index == 0 and amount else ""
    return f"names {text[found.start : found.end]}, but {given}{counted}"


def _amount(paths: Json, view: View) -> int:
    """Count what came in some fields: the items of lists, and single values."""
    total = 0
    for path in paths if isinstance(paths, list) else ():
        for _, value in find(view.filled, parse(str(path))):
            total += len(value) if isinstance(value, list) else 1
    return total


def _texts(paths: Json, view: View) -> Iterator[tuple[Loc, str]]:
    """Yield the texts in some fields; those far over the limit are refused anyway."""
    for path in paths if isinstance(paths, list) else ():
        for loc, value in find(view.filled, parse(str(path))):
            if isinstance(value, str) and len(value) <= PROMPT_LIMIT:
                yield loc, value
