"""Holds the parts of a model file against each other: paths, mapping, defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from filmgate.catalog.dialect import Fault
from filmgate.catalog.places import Path, fields, is_object, node, parse
from filmgate.core.order import MediaKind, Task
from filmgate.core.size import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.core.json import Json
    from filmgate.core.model import MediaField

#: what a task cannot do without: at least one of these fields of the Order
_NEEDED: Final = {
    Task.TEXT_TO_VIDEO: (),
    Task.IMAGE_TO_VIDEO: ("start",),
    Task.REFERENCE_TO_VIDEO: ("references", "reference_video"),
}
#: a list that is mapped needs these inside
_INNER: Final = {"shots": ("shots.prompt", "shots.duration_s"), "elements": ("elements.frontal",)}
#: field of the Order → types that can become it
_TYPES: Final = {
    "duration_s": ("integer", "string"),
    "shots.duration_s": ("integer",),
    "guidance": ("number", "integer"),
    "audio": ("boolean",),
    "keep_original_sound": ("boolean",),
    "seed": ("integer",),
    "references": ("array",),
    "shots": ("array",),
    "elements": ("array",),
    "elements.angles": ("array",),
}
#: field of the Order → the only words it may hold
_WORDS: Final = {
    "ratio": frozenset(next(iter(PRESETS.values()))),
    "shot_type": frozenset({"customize", "intelligent"}),
    "duration_s": frozenset(map(str, range(1, 61))),
}
#: field of the Order → kind of its media
_MEDIA: Final = {
    "start": MediaKind.IMAGE,
    "end": MediaKind.IMAGE,
    "references": MediaKind.IMAGE,
    "reference_video": MediaKind.VIDEO,
    "elements.frontal": MediaKind.IMAGE,
    "elements.angles": MediaKind.IMAGE,
    "elements.video": MediaKind.VIDEO,
}


def inconsistencies(
    file: Mapping[str, Any], schema: dict[str, Json], media: Mapping[Path, MediaField]
) -> Iterator[Fault]:
    """Tell which parts of a model file do not fit together.

    Parameters
    ----------
    file
        Correct by itself: it follows the schema of model files.
    schema
        Its input schema, normalised.
    media
        Its media fields.
    """
    lost = list(_lost_paths(file, schema))
    yield from lost
    if not lost:
        yield from _media_faults(file["mapping"], schema, media)
        yield from _target_faults(file["mapping"], schema, media)
        yield from _order_faults(file)
    yield from _default_faults(schema, ())


def _lost_paths(file: Mapping[str, Any], schema: dict[str, Json]) -> Iterator[Fault]:
    """Tell which paths lead nowhere."""
    places = [
        (f"{part}.{path}", path)
        for part in ("mapping", "media", "form")
        for path in file.get(part, {})
    ]
    for at, rule in enumerate(file.get("rules", [])):
        places += [(f"rules.{at}", path) for path in _rule_paths(rule)]
    for place, path in places:
        if node(schema, parse(path)) is None:
            yield Fault(place, f"names {path!r}, which is no field of input_schema")


def _rule_paths(rule: Mapping[str, Any]) -> Iterator[str]:
    """Yield every path that a rule names."""
    for key in ("field", "with", "unless", "equals"):
        if key in rule:
            yield rule[key]
    for key in ("text", "image", "element", "video", "fields"):
        yield from rule.get(key, ())
    yield from (f"{rule['field']}.{name}" for name in rule.get("of", ()))


def _media_faults(
    mapping: Mapping[str, str], schema: dict[str, Json], media: Mapping[Path, MediaField]
) -> Iterator[Fault]:
    """Tell which media fields no order would hold."""
    for path in media:
        text = ".".join(path)
        if (node(schema, path) or {}).get("type") != "string":
            yield Fault(f"media.{text}", "must be a text field; the items of a list are a.*")
        elif text.removesuffix(".*") not in mapping:
            yield Fault(f"media.{text}", "is not mapped; map it to start, references, …")


def _target_faults(
    mapping: Mapping[str, str], schema: dict[str, Json], media: Mapping[Path, MediaField]
) -> Iterator[Fault]:
    """Tell which fields cannot become what they are mapped to."""
    for path, target in mapping.items():
        place, parts = f"mapping.{path}", parse(path)
        owner = target.rpartition(".")[0]
        part = node(schema, parts) or {}
        types = _TYPES.get(target, ("string",))
        words = part.get("enum")
        if (".".join(parts[:-2]) or None) != _source(mapping, owner):
            yield Fault(place, f"stands at another level than {target}")
        elif part["type"] not in types:
            yield Fault(place, f"is {part['type']}, {target} needs {' or '.join(types)}")
        elif target in _MEDIA and _kind(media, parts) is not _MEDIA[target]:
            yield Fault(place, f"must be a media field for {target}: {_MEDIA[target].value}")
        elif part["type"] == "string" and target in _WORDS:
            extra = set(map(str, words)) - _WORDS[target] if isinstance(words, list) else {"any"}
            for word in sorted(extra):
                yield Fault(place, f"allows {word!r}, which {target} cannot be")


def _source(mapping: Mapping[str, str], target: str) -> str | None:
    """Find the field that is mapped to a target."""
    return next((path for path, found in mapping.items() if found == target), None)


def _kind(media: Mapping[Path, MediaField], path: Path) -> MediaKind | None:
    """Tell what kind of media a field, or a list's items, hold."""
    field = media.get(path) or media.get((*path, "*"))
    return field.kind if field else None


def _order_faults(file: Mapping[str, Any]) -> Iterator[Fault]:
    """Tell what the Order would lack, and what it would get twice."""
    targets = list(file["mapping"].values())
    have = {*targets, *file.get("fixed", {})}
    for target in sorted({word for word in targets if targets.count(word) > 1}):
        yield Fault("mapping", f"maps two fields to {target}")
    for word in ("prompt", "duration_s"):
        if word not in have:
            yield Fault("mapping", f"maps no field to {word}; map one, or give it under fixed")
    needed = _NEEDED[Task(file["task"])]
    if needed and not have.intersection(needed):
        yield Fault("mapping", f"maps no field to {' or '.join(needed)}, as {file['task']} needs")
    for target, words in _INNER.items():
        for word in words if target in have else ():
            if word not in have:
                yield Fault("mapping", f"maps {target} but not {word}")


def _default_faults(schema: Mapping[str, Json], path: Path) -> Iterator[Fault]:
    """Tell which defaults break their own schema."""
    for name, part in fields(schema).items():
        if "default" in part and not jsonschema_rs.is_valid(part, part["default"]):
            place = ".".join(("input_schema", *path, name, "default"))
            yield Fault(place, "is not allowed by the field's own schema")
        items = part.get("items")
        if is_object(items):
            yield from _default_faults(items, (*path, name, "*"))
