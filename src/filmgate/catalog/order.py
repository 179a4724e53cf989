"""Turns a checked input into an order: the one place where field names meet the domain's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from filmgate.catalog.places import Loc, is_given, node, parse
from filmgate.core.order import Element, Order, ShotOrder

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.model import Model
    from filmgate.core.order import Media, Options


def make_order(
    model: Model,
    input: Mapping[str, Json],  # noqa: A002
    options: Options,
    media: Mapping[Loc, Media],
) -> Order:
    """Map a checked input to the Order that engines read.

    Parameters
    ----------
    model
        Whose mapping is used.
    input
        Checked and completed; without problems.
    options
        The caller's options.
    media
        Every media input by its place without "body", frozen or deferred.

    Raises
    ------
    KeyError
        If a media value of the input is missing in `media`.
    """
    given = {name: value for name, value in input.items() if name not in _ignored(model, input)}
    fields: dict[str, Any] = dict(model.fixed)
    extra: dict[str, Json] = {}
    for name, value in given.items():
        target = model.mapping.get(name)
        if target is None:
            extra[name] = value
        elif target == "seed":
            options = _with_seed(options, value)
        else:
            fields[target] = _read(target, value, (name,), model, media)
    fields["duration_s"] = int(fields["duration_s"])
    return Order(
        model_id=model.id,
        task=model.task,
        tier=model.tier,
        options=options,
        extra=extra,
        **fields,
    )


def _ignored(model: Model, given: Mapping[str, Json]) -> set[str]:
    """Name the fields that have no effect beside another one."""
    return {
        str(rule["field"])
        for rule in model.rules
        if rule["rule"] == "ignored" and is_given(given, parse(str(rule["with"])))
    }


def _with_seed(options: Options, value: Any) -> Options:
    """Take a model's own seed field; the options win, and a negative seed means any."""
    return options if options.seed is not None or value < 0 else replace(options, seed=value)


def _read(target: str, value: Any, loc: Loc, model: Model, media: Mapping[Loc, Media]) -> Any:
    """Convert one field to its value in the Order."""
    if target in ("start", "end", "reference_video"):
        return media[loc]
    if target == "references":
        return tuple(media[(*loc, index)] for index in range(len(value)))
    if target == "shots":
        return tuple(_shot(item, _inner(model, loc)) for item in value)
    if target == "elements":
        names = _inner(model, loc)
        return tuple(
            _element(item, (*loc, index), names, media) for index, item in enumerate(value)
        )
    return _guidance(value, loc, model) if target == "guidance" else value


def _guidance(value: float, loc: Loc, model: Model) -> float:
    """Bring a prompt strength to 0 … 1, whatever the limits of the model's own scale."""
    part: Mapping[str, Any] = node(model.normalized_schema, (str(loc[0]),)) or {}
    low, high = part.get("minimum", 0), part.get("maximum", 1)
    scaled = (value - low) / (high - low) if high > low else value
    return float(min(max(scaled, 0.0), 1.0))


def _inner(model: Model, loc: Loc) -> dict[str, str]:
    """Map the Order's words inside a list to the field names that the model uses."""
    prefix = f"{loc[0]}.*."
    return {
        target.rpartition(".")[2]: path.removeprefix(prefix)
        for path, target in model.mapping.items()
        if path.startswith(prefix)
    }


def _shot(item: Mapping[str, Any], names: Mapping[str, str]) -> ShotOrder:
    return ShotOrder(item[names["prompt"]], int(item[names["duration_s"]]))


def _element(
    item: Mapping[str, Any], loc: Loc, names: Mapping[str, str], media: Mapping[Loc, Media]
) -> Element:
    """Collect the media of one element."""

    def single(word: str) -> Media | None:
        name = names.get(word)
        return media[(*loc, name)] if name is not None and name in item else None

    angles = names.get("angles", "")
    return Element(
        frontal=single("frontal"),
        angles=tuple(media[(*loc, angles, index)] for index in range(len(item.get(angles, ())))),
        video=single("video"),
    )
