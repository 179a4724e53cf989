"""The reserved ``filmgate`` object of a request: what it may hold, checked strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from filmgate.core.order import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json

#: the largest integer that every JSON reader keeps exactly
SEED_MAX: Final = 2**53 - 1

#: JSON Schema 2020-12 of the object
OPTIONS_SCHEMA: Final[dict[str, Json]] = {
    "type": "object",
    "title": "filmgate options",
    "description": "Options of this server; other servers ignore the object.",
    "additionalProperties": False,
    "properties": {
        "engine": {
            "type": "string",
            "title": "Engine",
            "description": "Name of the engine that renders; by default the settings choose.",
            "minLength": 1,
            "maxLength": 64,
        },
        "seed": {
            "type": "integer",
            "title": "Seed",
            "description": "The same seed and input give the same frames.",
            "minimum": 0,
            "maximum": SEED_MAX,
        },
        "quality": {
            "type": "string",
            "title": "Quality",
            "description": "draft encodes faster.",
            "enum": ["standard", "draft"],
            "default": "standard",
        },
        "fit": {
            "type": "string",
            "title": "Fit",
            "description": "exact gives the tier's preset size whatever the first frame's shape.",
            "enum": ["follow", "exact"],
            "default": "follow",
        },
        "burn_in": {
            "type": "string",
            "title": "Burn-in",
            "description": "Writes shot titles, or titles and a timecode, into the picture.",
            "enum": ["none", "slate", "timecode"],
            "default": "none",
        },
        "webhook": {
            "type": "string",
            "title": "Webhook",
            "description": "URL that is told when the request ends.",
            "pattern": "^https?://[^\\s/]",
            "x-expects": "an http or https URL",
            "maxLength": 2048,
        },
        "scale": {
            "type": "number",
            "title": "Scale",
            "description": "Renders smaller, for tests and drafts.",
            "minimum": 0.05,
            "maximum": 1,
            "default": 1,
        },
        "priority": {
            "type": "integer",
            "title": "Priority",
            "description": "The higher is rendered first, as far as the key may say so.",
            "minimum": -10,
            "maximum": 10,
            "default": 0,
        },
    },
}


def make_options(values: Mapping[str, Json]) -> Options:
    """Build the options from an object that was checked."""
    given: dict[str, Any] = dict(values)
    if "scale" in given:
        given["scale"] = float(given["scale"])
    return Options(**given)
