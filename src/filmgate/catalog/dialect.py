"""Reads the schema dialect of the wire and derives valid JSON Schema 2020-12 from it.

The dialect is JSON Schema with irregularities: a type ``float``, list items given as a bare map of
properties, lists without items, media fields without a format, and ``validations`` of media files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filmgate.catalog.places import Path, fields, is_number, is_object
from filmgate.core.model import MediaField, MediaRule
from filmgate.core.order import MediaKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.core.json import Json

#: a list that states no limit gets this one
MAX_ITEMS: Final = 100
#: a text that states no limit, and is no media address, gets this one, in characters
MAX_LENGTH: Final = 20_000
#: formats of media values, and of lists of them
MEDIA_FORMATS: Final = {
    "image_uri": MediaKind.IMAGE,
    "image_uris": MediaKind.IMAGE,
    "video_uri": MediaKind.VIDEO,
    "video_uris": MediaKind.VIDEO,
}
#: what a media field accepts when its model file does not say
DEFAULT_FORMATS: Final = {
    MediaKind.IMAGE: ("jpeg", "png", "webp", "gif", "avif", "bmp"),
    MediaKind.VIDEO: ("mp4", "mov", "webm", "matroska"),
}
MEASURES: Final = (
    "file_size_mb<",
    "width_pixels>",
    "height_pixels>",
    "width/height>",
    "width/height<",
)
_TYPES: Final = ("object", "array", "string", "integer", "number", "float", "boolean")
_SHARED: Final = {"type", "title", "description", "default", "enum", "format", "validations"}
_BY_TYPE: Final = {
    "object": {"properties", "required"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"minLength", "maxLength", "pattern"},
}
_NUMERIC: Final = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a model file, at a place of it."""

    #: key path: "input_schema.properties.duration.minimum"
    place: str
    message: str


def faults(schema: Json, media: Mapping[Path, MediaField], place: str) -> Iterator[Fault]:
    """Tell where a schema leaves the dialect."""
    if not is_object(schema) or schema.get("type") != "object":
        yield Fault(place, 'must be an object with "type": "object" and "properties"')
        return
    yield from _faults(schema, (), media, place)


def _faults(
    schema: dict[str, Json], path: Path, media: Mapping[Path, MediaField], place: str
) -> Iterator[Fault]:
    """Walk one schema and everything inside it."""
    kind = schema.get("type")
    if kind not in _TYPES:
        yield Fault(f"{place}.type", f"must be one of {', '.join(_TYPES)}")
        return
    allowed = _SHARED | _BY_TYPE.get(str(kind), _NUMERIC if kind != "boolean" else set())
    for keyword in schema:
        if keyword not in allowed:
            yield Fault(f"{place}.{keyword}", f"is no keyword of the dialect for type {kind}")
    yield from _validation_faults(schema.get("validations", []), f"{place}.validations")
    if kind == "object":
        yield from _property_faults(schema, path, media, place)
    elif kind == "array":
        items = items_of(schema, path, media)
        if items is None:
            yield Fault(f"{place}.items", "is missing; give it, or list the field under media")
        else:
            yield from _faults(items, (*path, "*"), media, f"{place}.items")


def _property_faults(
    schema: dict[str, Json], path: Path, media: Mapping[Path, MediaField], place: str
) -> Iterator[Fault]:
    """Walk the properties of an object."""
    properties = schema.get("properties")
    if not is_object(properties) or not properties:
        yield Fault(f"{place}.properties", "must be an object with at least one field")
        return
    required = schema.get("required", [])
    for name in required if isinstance(required, list) else ():
        if name not in properties:
            yield Fault(f"{place}.required", f"names {name!r}, which is no property")
    for name, inner in properties.items():
        inner_place = f"{place}.properties.{name}"
        if not _NAME.fullmatch(name) or (name == "filmgate" and not path):
            yield Fault(inner_place, "is no usable field name (letters, digits, _ and -)")
        elif not is_object(inner):
            yield Fault(inner_place, "must be an object")
        else:
            yield from _faults(inner, (*path, name), media, inner_place)


def _validation_faults(validations: Json, place: str) -> Iterator[Fault]:
    """Check the shape of ``validations``."""
    for index, rule in enumerate(validations if isinstance(validations, list) else [None]):
        here = f"{place}.{index}"
        if not is_object(rule) or rule.get("validation_rule") not in MEASURES:
            yield Fault(here, f"validation_rule must be one of {', '.join(MEASURES)}")
        elif not is_number(rule.get("validation_value")):
            yield Fault(here, "validation_value must be a number")
        elif not isinstance(rule.get("validation_error"), str):
            yield Fault(here, "validation_error must be a text")


def items_of(
    schema: Mapping[str, Json], path: Path, media: Mapping[Path, MediaField]
) -> dict[str, Json] | None:
    """Find the schema of a list's items, whichever way it is written; None if nothing tells."""
    items = schema.get("items")
    if is_object(items) and items:
        bare = all(is_object(value) for value in items.values())
        return {"type": "object", "properties": items} if bare else items
    inner = media.get((*path, "*"))
    return {"type": "string", "format": f"{inner.kind}_uri"} if inner else None


def media_formats(schema: Json, path: Path = ()) -> Iterator[tuple[Path, MediaKind]]:
    """Yield the media fields that a schema shows by its formats."""
    if not is_object(schema):
        return
    kind = MEDIA_FORMATS.get(str(schema.get("format")))
    is_list = schema.get("type") == "array"
    if kind is not None:
        yield ((*path, "*") if is_list else path), kind
        return
    if is_list:
        yield from media_formats(items_of(schema, path, {}), (*path, "*"))
        return
    for name, part in fields(schema).items():
        yield from media_formats(part, (*path, name))


def media_rules(schema: Mapping[str, Json]) -> tuple[MediaRule, ...]:
    """Read the ``validations`` of one field; they were checked before."""
    found = schema.get("validations")
    return tuple(
        MediaRule(
            str(rule["validation_rule"]),
            float(str(rule["validation_value"])),
            str(rule["validation_error"]),
        )
        for rule in (found if isinstance(found, list) else ())
        if is_object(rule)
    )


def with_formats(
    schema: Mapping[str, Json], media: Mapping[Path, MediaField], path: Path = ()
) -> dict[str, Json]:
    """Copy a schema as the wire serves it: media fields say their format, all else is unchanged."""
    copy = dict(schema)
    properties = schema.get("properties")
    if is_object(properties):
        copy["properties"] = {
            name: with_formats(inner, media, (*path, name)) if is_object(inner) else inner
            for name, inner in properties.items()
        }
    if "format" not in copy and (found := media.get(path)):
        copy["format"] = f"{found.kind}_uri"
    elif "format" not in copy and (found := media.get((*path, "*"))):
        copy["format"] = f"{found.kind}_uris"
    return copy


def normalise(
    schema: Mapping[str, Json], media: Mapping[Path, MediaField], path: Path = ()
) -> dict[str, Json]:
    """Derive valid JSON Schema 2020-12 from a schema that has no faults.

    Titles, descriptions, limits and defaults stay; ``validations`` and formats that are hints for
    forms leave (`filmgate.catalog.form` says them in its own words).
    """
    copy = {key: value for key, value in schema.items() if key not in ("validations", "format")}
    if not copy.get("description"):
        copy.pop("description", None)
    if schema["type"] == "float":
        copy["type"] = "number"
    found, inner = media.get(path), media.get((*path, "*"))
    if found is not None:
        copy["format"] = f"{found.kind}_uri"
    elif inner is not None:
        copy["format"] = f"{inner.kind}_uris"
    if schema["type"] == "string" and found is None and "enum" not in schema:
        copy.setdefault("maxLength", MAX_LENGTH)
    if schema["type"] == "array":
        copy["items"] = normalise(items_of(schema, path, media) or {}, media, (*path, "*"))
        copy.setdefault("maxItems", MAX_ITEMS)
    if "properties" in schema:
        copy["properties"] = {
            name: normalise(part, media, (*path, name)) for name, part in fields(schema).items()
        }
    return copy
