"""Small model files for tests."""

from __future__ import annotations

import json
from typing import Any

from filmgate.catalog.modelfile import BrokenModelFile, read_model
from filmgate.core.model import Model

PROPERTIES: dict[str, Any] = {
    "prompt": {"type": "string"},
    "duration": {"type": "integer", "minimum": 3, "maximum": 15, "default": 5},
    "shots": {
        "type": "array",
        "items": {
            "words": {"type": "string"},
            "seconds": {"type": "integer", "minimum": 3, "maximum": 15, "default": 5},
        },
    },
    "start": {"type": "string", "format": "image_uri"},
    "pictures": {"type": "array"},
    "clip": {"type": "string", "format": "video_uri"},
    "sound": {"type": "boolean", "default": False},
}
MAPPING = {
    "prompt": "prompt",
    "duration": "duration_s",
    "shots": "shots",
    "shots.*.words": "shots.prompt",
    "shots.*.seconds": "shots.duration_s",
    "start": "start",
    "pictures": "references",
    "clip": "reference_video",
    "sound": "audio",
}


def model_file(properties: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Write a model file; `properties` are added to, or with None taken from, the usual ones."""
    fields = {**PROPERTIES, **(properties or {})}
    file = {
        "task": "text-to-video",
        "tier": "standard",
        "input_schema": {
            "type": "object",
            "required": ["prompt"],
            "properties": {name: part for name, part in fields.items() if part is not None},
        },
        "media": {"pictures.*": {"kind": "image", "formats": ["png"]}},
        "mapping": MAPPING,
    }
    return {key: value for key, value in {**file, **changes}.items() if value is not None}


def build(properties: dict[str, Any] | None = None, **changes: Any) -> Model:
    """Read such a file into a model."""
    return read_model("own/model", json.dumps(model_file(properties, **changes)).encode())


def faults(properties: dict[str, Any] | None = None, **changes: Any) -> dict[str, str]:
    """Read a broken file and tell its faults by place."""
    return read_faults(json.dumps(model_file(properties, **changes)).encode())


def read_faults(data: bytes) -> dict[str, str]:
    """Read broken bytes and tell the faults by place."""
    try:
        read_model("own/model", data)
    except BrokenModelFile as error:
        return {fault.place: fault.message for fault in error.faults}
    return {}
