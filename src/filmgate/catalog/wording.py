"""Puts what is wrong with a value into words: what was given, what is allowed, what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from filmgate.catalog.places import is_number, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema_rs import ValidationError

    from filmgate.core.json import Json

#: how much of a value or a name is repeated, in characters
_SHOWN: Final = 60
#: integers beyond this are described by their length
_LARGE: Final = 10**15

_TYPE_WORDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def brief(value: Json) -> str:
    """Show a value in at most some sixty characters that every encoder can write."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, str):
        shown = clean(json.dumps(value[:_SHOWN], ensure_ascii=False))
        return shown if len(value) <= _SHOWN else f'{shown[:-1]}…" ({len(value)} characters)'
    if is_number(value):
        return number(value)
    return json.dumps(value)


def number(value: float) -> str:
    """Write a number shortly: 10, 0.4, 1.5e+20; a huge integer as its size."""
    if isinstance(value, int):
        digits = int(value.bit_length() * 0.30103) + 1
        return str(value) if abs(value) < _LARGE else f"a number of about {digits} digits"
    return f"{value:.10g}"


def clean(text: str) -> str:
    """Replace what UTF-8 cannot hold, and control characters, by their escapes."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def short_name(name: str) -> str:
    """Cut a field name that a caller made up to a length fit for an answer."""
    return clean(name if len(name) <= _SHOWN else name[:_SHOWN] + "…")


def any_of(options: list[Json] | tuple[Json, ...]) -> str:
    """List what is allowed: ``5 or 10``."""
    shown = [brief(option) for option in options]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def count(amount: int, noun: str) -> str:
    """Count things: ``1 character``, ``3 characters``."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def too_long(limit: int, length: int) -> str:
    """Word a text that is over its limit, in characters."""
    over = length - limit
    return f"must have at most {count(limit, 'character')}, got {length}; shorten it by {over}"


def too_many(limit: int, amount: int) -> str:
    """Word a list that is over its limit."""
    return f"takes at most {count(limit, 'item')}, got {amount}; remove {amount - limit}"


def range_words(schema: Mapping[str, Json]) -> str:
    """Say which numbers a schema allows: ``between 3 and 15``."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if is_number(low) and is_number(high):
        return f"between {number(low)} and {number(high)}"
    if is_number(low):
        return f"at least {number(low)}"
    if is_number(high):
        return f"at most {number(high)}"
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    parts = [f"more than {number(above)}"] if is_number(above) else []
    return " and ".join(parts + ([f"less than {number(below)}"] if is_number(below) else []))


def explain(error: ValidationError, given: Json, schema: Json) -> tuple[str, str]:
    """Word one schema error.

    Parameters
    ----------
    error
        What the validator found; only its kind and its path into the schema are used.
    given
        The value at the error's place.
    schema
        The whole schema, to look up the limits beside the broken one.

    Returns
    -------
    (str, str)
        The message, and a stable word for programs.
    """
    part: Any = schema
    for step in error.schema_path[:-1]:
        part = part[step]
    if error.kind.name == "required":
        return "is required and was not given; add it", "required"
    if error.kind.name not in _WRITERS:
        return clean(error.message[:200]), "schema"
    word, write = _WRITERS[error.kind.name]
    return write(part if is_object(part) else {}, given), word


def _type(schema: Mapping[str, Json], given: Json) -> str:
    wanted = str(schema["type"])
    text = f"must be {_TYPE_WORDS[wanted]}, got {brief(given)}"
    if given is None:
        return f"{text}; leave the field out instead"
    if wanted in ("integer", "number") and isinstance(given, str) and given.strip().isdigit():
        return f"{text}; send it without quotes"
    return text


def _range(schema: Mapping[str, Json], given: Json) -> str:
    return f"must be {range_words(schema)}, got {brief(given)}"


def _choice(schema: Mapping[str, Json], given: Json) -> str:
    options = schema["enum"]
    return f"must be {any_of(options if isinstance(options, list) else [])}, got {brief(given)}"


def _const(schema: Mapping[str, Json], given: Json) -> str:
    return f"must be {brief(schema['const'])}, got {brief(given)}"


def _too_short(schema: Mapping[str, Json], given: Json) -> str:
    limit = int(str(schema["minLength"]))
    if limit == 1:
        return "must not be empty; write something, or leave it out where it is optional"
    return f"must have at least {count(limit, 'character')}, got {len(str(given))}"


def _too_few(schema: Mapping[str, Json], given: Json) -> str:
    return f"needs at least {count(int(str(schema['minItems'])), 'item')}, got {brief(given)}"


def _pattern(schema: Mapping[str, Json], given: Json) -> str:
    wanted = schema.get("x-expects", f"text that matches {schema['pattern']}")
    return f"must be {wanted}, got {brief(given)}"


def _multiple(schema: Mapping[str, Json], given: Json) -> str:
    return f"must be a multiple of {brief(schema['multipleOf'])}, got {brief(given)}"


_WRITERS: Final[dict[str, tuple[str, Callable[[Mapping[str, Json], Json], str]]]] = {
    "type": ("type", _type),
    "enum": ("choice", _choice),
    "const": ("choice", _const),
    "minimum": ("range", _range),
    "maximum": ("range", _range),
    "exclusiveMinimum": ("range", _range),
    "exclusiveMaximum": ("range", _range),
    "minLength": ("too_short", _too_short),
    "minItems": ("too_few", _too_few),
    "pattern": ("pattern", _pattern),
    "multipleOf": ("multiple_of", _multiple),
}
