"""Reads one model file into a Model, or tells everything that is wrong with it and where."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from filmgate.catalog.consistency import inconsistencies
from filmgate.catalog.dialect import (
    DEFAULT_FORMATS,
    Fault,
    faults,
    media_formats,
    media_rules,
    normalise,
    with_formats,
)
from filmgate.catalog.form import add_hints
from filmgate.catalog.places import Path, is_object, node, parse
from filmgate.catalog.rules import is_in_schema
from filmgate.catalog.schema import check_input
from filmgate.core.model import MediaField, Model, Price
from filmgate.core.order import MediaKind, Task, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.core.json import Json

_JSON_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
#: a larger model file is a mistake
_MAX_BYTES: Final = 1_000_000


class BrokenModelFile(Exception):
    """A model file that cannot be used; carries every fault."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.message}" for fault in found))
        self.faults = found


def read_model(model_id: str, data: bytes) -> Model:
    """Read a model file.

    Raises
    ------
    BrokenModelFile
        With every fault that could be found, each at a line and column or a key path.
    """
    file = _decode(data)
    _stop(_file_faults(file))
    declared: dict[str, Any] = file if is_object(file) else {}
    raw = declared["input_schema"]
    media = _media_fields(raw, declared.get("media", {}))
    _stop(list(faults(raw, media, "input_schema")))
    normalised = normalise(raw, media)
    _constrain(normalised, declared.get("rules", []))
    _stop(_meta_faults(normalised) or list(inconsistencies(declared, normalised, media)))
    model = _build(model_id, declared, media, normalised)
    _stop(list(_example_faults(model)))
    return model


def _stop(found: list[Fault]) -> None:
    """Give up if anything is wrong so far."""
    if found:
        raise BrokenModelFile(found)


def _decode(data: bytes) -> Json:
    """Decode JSON; a key that stands twice in an object is a fault."""
    if len(data) > _MAX_BYTES:
        _stop([Fault("file", f"has {len(data)} bytes, at most {_MAX_BYTES} are read")])
    try:
        value: Json = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise BrokenModelFile([Fault(f"byte {error.start}", "is not UTF-8")]) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BrokenModelFile([Fault(place, f"is not JSON: {error.msg}")]) from error
    except RecursionError as error:
        raise BrokenModelFile([Fault("file", "is nested too deeply")]) from error
    return value


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise BrokenModelFile([Fault(name, "stands twice in the same object") for name in twice])
    return found


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Draft202012Validator:
    """Compile the schema of model files."""
    text = resources.files("filmgate.catalog").joinpath("model_file.json").read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def _file_faults(file: Json) -> list[Fault]:
    """Hold a file against the schema of model files."""
    return [
        Fault(_place(error.instance_path) or "file", error.message[:300])
        for error in _validator().iter_errors(file)
    ]


def _place(path: list[str | int]) -> str:
    return ".".join(map(str, path))


def _media_fields(raw: Json, declared: Mapping[str, Any]) -> dict[Path, MediaField]:
    """Collect the media fields that the file declares, or the schema shows by its formats."""
    kinds = {parse(path): MediaKind(entry["kind"]) for path, entry in declared.items()}
    for path, kind in media_formats(raw):
        kinds.setdefault(path, kind)
    return {
        path: MediaField(
            path,
            kind,
            tuple(declared.get(".".join(path), {}).get("formats", DEFAULT_FORMATS[kind])),
            _field_rules(raw, path),
        )
        for path, kind in kinds.items()
    }


def _field_rules(raw: Json, path: Path) -> tuple[Any, ...]:
    """Read the validations of a field; on a list they hold for each item."""
    around = node(raw, path[:-1]) if path[-1] == "*" else None
    return media_rules(node(raw, path) or {}) or media_rules(around or {})


def _constrain(schema: dict[str, Json], rules: list[dict[str, Any]]) -> None:
    """Write the rules that JSON Schema can say into a normalised schema, in place."""
    for rule in rules:
        part = node(schema, parse(str(rule.get("field", ""))))
        if part is None:
            continue
        if rule["rule"] == "not_blank" and "unless" not in rule:
            _require(schema, parse(rule["field"]))
            part.setdefault("minLength", 1)
        elif is_in_schema(rule):
            keyword = "maxLength" if rule["rule"] == "max_length" else "maxItems"
            part[keyword] = min(rule["value"], int(str(part.get(keyword, rule["value"]))))


def _require(schema: dict[str, Json], path: Path) -> None:
    """Make a field required in the object it belongs to."""
    owner = node(schema, path[:-1]) or {}
    required = owner.get("required", [])
    names = list(required) if isinstance(required, list) else []
    owner["required"] = names if path[-1] in names else [*names, path[-1]]


def _meta_faults(schema: dict[str, Json]) -> list[Fault]:
    """Tell whether the derived schema is no valid JSON Schema."""
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except ValueError as error:
        path = list(getattr(error, "instance_path", []))
        message = str(getattr(error, "message", error))[:300]
        return [Fault(_place(["input_schema", *path]), message)]
    return []


def _build(
    model_id: str,
    file: Mapping[str, Any],
    media: Mapping[Path, MediaField],
    normalised: dict[str, Json],
) -> Model:
    """Put a model together from a file without faults."""
    add_hints(normalised, file["mapping"], media, file.get("form", {}))
    rules = tuple(file.get("rules", ()))
    name = file.get("display_name", model_id)
    head = {"$schema": _JSON_SCHEMA, "title": name}
    hints = {"task": file["task"], "tier": file["tier"], "rules": list(rules)}
    raw = file["input_schema"]
    return Model(
        id=model_id,
        display_name=name,
        description=file.get("description", ""),
        categories=tuple(file.get("categories", (file["task"],))),
        task=Task(file["task"]),
        tier=Tier(file["tier"]),
        price=_price(file.get("price_per_second_usd", {"silent": 0})),
        input_schema=with_formats(raw, media),
        normalized_schema=head | {**normalised, "title": name, "x-filmgate": hints},
        mapping=dict(file["mapping"]),
        media=tuple(media.values()),
        rules=rules,
        example=file.get("example", {}),
        kind=file.get("kind", "model"),
        fixed=file.get("fixed", {}),
        engines=tuple(file.get("engines", ())),
    )


def _price(price: Mapping[str, Any]) -> Price:
    """Turn dollars into micro-dollars."""
    special = price.get("reference_video")
    return Price(
        silent_micro=round(price["silent"] * 1_000_000),
        audio_micro=round(price.get("audio", price["silent"]) * 1_000_000),
        reference_video_micro=None if special is None else round(special * 1_000_000),
        note=price.get("note", ""),
    )


def _example_faults(model: Model) -> Iterator[Fault]:
    """Hold the example against the model itself."""
    if model.example:
        checked = check_input(model, dict(model.example))
        for problem in (*checked.problems, *checked.warnings):
            yield Fault(_place(["example", *problem.loc[1:]]), problem.msg)
