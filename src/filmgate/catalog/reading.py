"""Reads the known part of an input: integers written as floats, empty media, unknown fields."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from filmgate.catalog.dialect import MEDIA_FORMATS
from filmgate.catalog.names import did_you_mean, suggest, suggest_field
from filmgate.catalog.places import Loc, fields, is_object
from filmgate.catalog.wording import brief, count, short_name, too_long, too_many
from filmgate.core.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json

#: unknown fields of one object that are named one by one; the rest is counted
_NAMED: Final = 20
#: no word of an enum is longer; of a text that must be one, or no text at all, less is kept
_SHORT: Final = 1000


@dataclass(slots=True)
class Reader:
    """Copies what a schema knows of a value, and notes what it leaves out.

    What it returns is at most as deep and as wide as the schema allows, and every text in it can
    be stored: whatever JSON comes in, the copy can be checked and kept.
    """

    #: unknown fields are problems, not warnings
    is_strict: bool = False
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def read(self, value: Json, schema: Mapping[str, Json], loc: Loc) -> Json:
        """Copy the known part of a value; a value of a wrong type stays wrong, but small."""
        kind = schema["type"]
        if is_object(value):
            return self.read_object(value, schema, loc) if kind == "object" else {}
        if isinstance(value, list):
            return self._list(value, schema, loc) if kind == "array" else []
        if isinstance(value, str):
            is_free = kind == "string" and "enum" not in schema
            return self._text(value if is_free else value[:_SHORT], schema, loc)
        if isinstance(value, float) and kind == "integer" and value.is_integer():
            return int(value)
        return value

    def read_object(
        self, value: dict[str, Json], schema: Mapping[str, Json], loc: Loc
    ) -> dict[str, Json]:
        """Copy the known fields of an object."""
        properties = schema["properties"]
        required = schema.get("required", ())
        known: dict[str, Json] = {}
        unknown: list[str] = []
        for name, inner in value.items():
            part = properties.get(name) if is_object(properties) else None
            if not is_object(part):
                unknown.append(name)
            elif inner == "" and is_media(part) and name not in _names(required):
                text = "An empty text is taken as not given; leave the field out."
                self.warnings.append(Problem((*loc, name), text, "empty"))
            else:
                known[name] = self.read(inner, part, (*loc, name))
        if unknown:
            self._note_unknown(unknown, _names(properties), loc)
        return known

    def _list(self, value: list[Json], schema: Mapping[str, Json], loc: Loc) -> list[Json]:
        limit = int(str(schema["maxItems"]))
        if len(value) > limit:
            self.problems.append(Problem(loc, too_many(limit, len(value)), "too_many"))
        items = schema["items"]
        part = items if is_object(items) else {}
        return [self.read(item, part, (*loc, at)) for at, item in enumerate(value[:limit])]

    def _text(self, value: str, schema: Mapping[str, Json], loc: Loc) -> str:
        limit = schema.get("maxLength")
        if isinstance(limit, int) and len(value) > limit:
            self.problems.append(Problem(loc, too_long(limit, len(value)), "too_long"))
            value = value[:limit]
        if "\0" in value:
            self.problems.append(Problem(loc, "contains a NUL character; remove it", "text"))
            return value.replace("\0", "")
        if value.isascii():
            return value
        try:
            value.encode()
        except UnicodeEncodeError as error:
            text = f"contains half a surrogate pair at character {error.start}; send whole ones"
            self.problems.append(Problem(loc, text, "text"))
            return value.encode("utf-8", "replace").decode()
        return value

    def _note_unknown(self, unknown: list[str], known: list[str], loc: Loc) -> None:
        """Say which fields nobody reads, and which were probably meant."""
        notes = self.problems if self.is_strict else self.warnings
        is_top = len(loc) == 1
        for name in unknown[:_NAMED]:
            guess = suggest_field(name, known) if is_top else suggest(name, known)
            text = (
                f"is not an option; there are {', '.join(known)}."
                if self.is_strict
                else "Unknown field, ignored."
            )
            place = (*loc, short_name(name))
            notes.append(Problem(place, text + did_you_mean(guess), "unknown_field"))
        if (more := len(unknown) - _NAMED) > 0:
            text = f"{count(more, 'more unknown field')}, ignored."
            notes.append(Problem(loc, text, "unknown_field"))


def fill(value: dict[str, Json], schema: Mapping[str, Json]) -> dict[str, Json]:
    """Copy an input with the defaults of optional fields filled in, in the schema's order.

    Media and required fields are never filled: their defaults are for forms.
    """
    filled: dict[str, Json] = {}
    required = _names(schema.get("required", ()))
    for name, part in fields(schema).items():
        if name in value:
            filled[name] = _fill_inside(value[name], part)
        elif "default" in part and name not in required and not is_media(part):
            filled[name] = copy.copy(part["default"])
    return filled


def _fill_inside(value: Json, schema: Mapping[str, Json]) -> Json:
    """Fill the objects inside a value."""
    items = schema.get("items")
    if isinstance(value, list) and is_object(items):
        return [_fill_inside(item, items) for item in value]
    return fill(value, schema) if is_object(value) and "properties" in schema else value


def is_media(part: Mapping[str, Json]) -> bool:
    """Whether a normalised schema describes a media value or a list of them."""
    return part.get("format") in MEDIA_FORMATS


def not_an_object(body: Json) -> Problem:
    """Refuse a body that is no object."""
    return Problem(("body",), f"the body must be a JSON object, got {brief(body)}", "type")


def _names(words: Json) -> list[str]:
    return [str(word) for word in words] if isinstance(words, list | tuple | dict) else []
