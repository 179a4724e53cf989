"""Tells forms how to show each field: the widget hints under ``x-filmgate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.catalog.places import Path, fields, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json
    from filmgate.core.model import MediaField

#: fields of the Order in the order a form shows them; the rest follows as the schema lists it
_SEQUENCE: Final = (
    "prompt",
    "start",
    "end",
    "references",
    "reference_video",
    "shots",
    "elements",
    "duration_s",
    "ratio",
    "audio",
    "keep_original_sound",
    "shot_type",
    "negative_prompt",
    "guidance",
    "seed",
)
#: fields that a form may fold away
_ADVANCED: Final = {"shot_type", "negative_prompt", "guidance", "seed"}
_BY_TARGET: Final = {
    "prompt": "prompt",
    "shots.prompt": "prompt",
    "negative_prompt": "textarea",
    "shots": "segments",
    "elements": "elements",
}


def add_hints(
    schema: dict[str, Json],
    mapping: Mapping[str, str],
    media: Mapping[Path, MediaField],
    overrides: Mapping[str, Json],
) -> None:
    """Write ``x-filmgate`` into every field of a normalised schema, in place.

    Parameters
    ----------
    schema
        Normalised; changed.
    mapping
        Field of the input → field of the Order.
    media
        The media fields by path.
    overrides
        Hints of the model file by path; they win.
    """
    _walk(schema, (), mapping, media, overrides)


def _walk(
    schema: dict[str, Json],
    path: Path,
    mapping: Mapping[str, str],
    media: Mapping[Path, MediaField],
    overrides: Mapping[str, Json],
) -> None:
    inside = fields(schema)
    targets = {name: mapping.get(".".join((*path, name)), "") for name in inside}
    ordered = sorted(inside, key=lambda name: _rank(targets[name].rpartition(".")[2]))
    for name, part in inside.items():
        inner = (*path, name)
        hints = _hints(part, inner, targets[name], media)
        hints["order"] = ordered.index(name)
        override = overrides.get(".".join(inner))
        part["x-filmgate"] = hints | (override if is_object(override) else {})
        items = part.get("items")
        if is_object(items):
            _walk(items, (*inner, "*"), mapping, media, overrides)


def _rank(target: str) -> int:
    return _SEQUENCE.index(target) if target in _SEQUENCE else len(_SEQUENCE)


def _hints(
    part: Mapping[str, Json], path: Path, target: str, media: Mapping[Path, MediaField]
) -> dict[str, Json]:
    """Choose the widget of one field and what it needs to know."""
    field = media.get(path) or media.get((*path, "*"))
    if field is not None:
        hints = _media_hints(field)
        hints["multiple"] = path not in media
    else:
        hints = {"widget": _BY_TARGET.get(target) or _widget(part)}
    if target:
        hints["order_field"] = target
    if target.endswith("duration_s"):
        hints["unit"] = "s"
    if target in _ADVANCED:
        hints["advanced"] = True
    return hints


def _media_hints(field: MediaField) -> dict[str, Json]:
    """Describe what a media field accepts."""
    return {
        "widget": "media",
        "kind": field.kind.value,
        "formats": list(field.formats),
        "validations": [
            {"rule": rule.rule, "value": rule.value, "error": rule.error} for rule in field.rules
        ],
    }


def _widget(part: Mapping[str, Json]) -> str:
    """Choose by what the schema allows."""
    kind = part["type"]
    if "enum" in part:
        return "select"
    if kind == "boolean":
        return "switch"
    if kind in ("integer", "number"):
        return "slider" if "minimum" in part and "maximum" in part else "number"
    return {"array": "list", "object": "group"}.get(str(kind), "text")
