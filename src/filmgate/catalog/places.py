"""Finds values in an input by the paths that model files use: ``elements.*.video_url``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.core.json import Json
    from filmgate.core.model import MediaField, Model

#: where something stands in an input: ("multi_prompt", 0, "duration")
Loc: TypeAlias = tuple[str | int, ...]
#: a path with "*" for every item of a list: ("multi_prompt", "*", "duration")
Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MediaValue:
    """One media input that is present: where it stands, what it says, what it may be."""

    #: without the leading "body"
    loc: Loc
    #: a URL, a data URI or a ``filmgate://`` file
    value: str
    field: MediaField


def media_values(model: Model, input: Mapping[str, Json]) -> list[MediaValue]:  # noqa: A002
    """List every media value of an input, in the order of the model's media fields."""
    return [
        MediaValue(loc, value, field)
        for field in model.media
        for loc, value in find(input, field.path)
        if isinstance(value, str)
    ]


@dataclass(frozen=True, slots=True)
class View:
    """An input under check: whose it is, as it came, and with its defaults."""

    model: Model
    #: only known fields
    sent: Mapping[str, Json]
    #: values may be of a wrong type; a rule passes over those
    filled: Mapping[str, Json]


def find(value: Json, path: Loc, loc: Loc = ()) -> Iterator[tuple[Loc, Json]]:
    """Yield every value at a path with its place; what is missing or of another type is skipped."""
    if not path:
        yield loc, value
        return
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        wanted = range(len(value)) if step == "*" else (step,)
        for index in wanted:
            if isinstance(index, int) and index < len(value):
                yield from find(value[index], rest, (*loc, index))
    elif is_object(value) and step in value:
        yield from find(value[str(step)], rest, (*loc, step))


def is_given(value: Json, path: Loc) -> bool:
    """Whether something is at a path; an empty text or list is nothing."""
    return any(found not in ("", []) for _, found in find(value, path))


def beside(path: Path, loc: Loc) -> Loc:
    """Put the indexes of a place into a path of the same list: items meet their own fields."""
    return tuple(loc[at] if step == "*" and at < len(loc) else step for at, step in enumerate(path))


def node(schema: Json, path: Path) -> dict[str, Json] | None:
    """Find the part of a normalised schema that describes a path."""
    for step in path:
        if not is_object(schema):
            return None
        inner = schema.get("items") if step == "*" else schema.get("properties")
        schema = inner if step == "*" else inner.get(step) if is_object(inner) else None
    return schema if is_object(schema) else None


def fields(schema: Mapping[str, Json]) -> dict[str, dict[str, Json]]:
    """Look up the fields of an object's schema, by name; none for other schemas."""
    properties = schema.get("properties")
    found = properties.items() if is_object(properties) else ()
    return {name: part for name, part in found if is_object(part)}


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """Split a path as model files write it."""
    return tuple(text.split("."))


def matches(loc: Loc, path: Path) -> bool:
    """Whether a place is one of those that a path means."""
    return len(loc) == len(path) and all(
        isinstance(part, int) if step == "*" else part == step
        for part, step in zip(loc, path, strict=True)
    )


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_number(value: Json) -> TypeGuard[int | float]:
    """Whether a JSON value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
