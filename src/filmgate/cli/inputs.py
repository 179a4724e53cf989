"""From ``-i key=value`` on the command line to the JSON input of a model."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from filmgate.core.errors import InvalidInput, Problem

Input = dict[str, object]
_MEDIA_FORMATS = {"image_uri", "image_uris", "video_uri", "video_uris", "audio_uri", "audio_uris"}


def read_input(source: str | None) -> Input:
    """Read ``--input``: JSON text, ``@file`` or ``-`` for standard input."""
    if source is None:
        return {}
    if source == "-":
        text, where = sys.stdin.read(), "standard input"
    elif source.startswith("@"):
        text, where = _read_text(Path(source[1:]), "input"), source[1:]
    else:
        text, where = source, "--input"
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _problem("input", f"{where} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise _problem("input", f"{where} holds {type(value).__name__}, a JSON object is needed")
    return value


def build_input(pairs: Sequence[str], base: Input, schema: Mapping[str, object]) -> Input:
    """Add ``key=value`` pairs to an input.

    A value takes the type that the schema gives its key. ``key=@file`` uploads the file where the
    key takes media, and reads it (text or JSON) elsewhere. Dots reach inside:
    ``filmgate.seed=7``, ``multi_prompt.0.prompt=…``. A key given again appends to a list.

    Parameters
    ----------
    pairs
        As typed.
    base
        The input so far; not modified.
    schema
        The model's normalised schema.

    Returns
    -------
    dict
        The input; local media files are `Path` objects, which the client uploads.
    """
    result = cast("Input", json.loads(json.dumps(base)))
    for pair in pairs:
        key, separator, text = pair.partition("=")
        if not separator or not key:
            raise _problem("input", f"-i takes key=value, got {pair!r}")
        path = key.split(".")
        _place(result, path, _value(text, _subschema(schema, path), key), key)
    return result


def _subschema(schema: Mapping[str, object], path: Sequence[str]) -> Mapping[str, object]:
    node: object = schema
    for part in path:
        if not isinstance(node, Mapping):
            return {}
        inner = node.get("items") if part.isdigit() else _properties(node).get(part)
        node = inner if inner is not None else {}
    return node if isinstance(node, Mapping) else {}


def _properties(node: Mapping[str, object]) -> Mapping[str, object]:
    found = node.get("properties")
    return found if isinstance(found, Mapping) else {}


def _value(text: str, schema: Mapping[str, object], key: str) -> object:
    kind = schema.get("type")
    if text.startswith("@"):
        return _from_file(Path(text[1:]), schema, key)
    if kind == "array":
        items = schema.get("items")
        if text.lstrip().startswith("["):
            return _json(text, key)
        return [_value(text, items if isinstance(items, Mapping) else {}, key)]
    if kind in ("integer", "number", "boolean", "object"):
        return _json(text, key)
    if kind is None:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _from_file(path: Path, schema: Mapping[str, object], key: str) -> object:
    items = schema.get("items")
    inner = items if isinstance(items, Mapping) else {}
    if schema.get("format") in _MEDIA_FORMATS or inner.get("format") in _MEDIA_FORMATS:
        if not path.is_file():
            raise _problem(key, f"there is no file {path}")
        return [path] if schema.get("type") == "array" else path
    text = _read_text(path, key)
    return text if schema.get("type") in ("string", None) else _json(text, key)


def _place(target: Input, path: Sequence[str], value: object, key: str) -> None:
    node: object = target
    for part, following in itertools.pairwise(path):
        node = _step(node, part, [] if following.isdigit() else {}, key)
    last = path[-1]
    if isinstance(node, list):
        _step(node, last, value, key)
        node[int(last)] = value
    elif isinstance(node, dict):
        old = node.get(last)
        both = isinstance(old, list) and isinstance(value, list)
        node[last] = [*cast("list[object]", old), *cast("list[object]", value)] if both else value


def _step(node: object, part: str, default: object, key: str) -> object:
    if isinstance(node, list) and part.isdigit():
        if int(part) > len(node):
            raise _problem(key, f"item {part} is given, but the list has {len(node)} so far")
        if int(part) == len(node):
            node.append(default)
        return node[int(part)]
    if isinstance(node, dict):
        return node.setdefault(part, default)
    raise _problem(key, f"{part} cannot be reached: it is inside a plain value")


def _json(text: str, key: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise _problem(key, f"{text!r} is not a number, true, false or JSON") from None


def _read_text(path: Path, key: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _problem(key, f"{path} cannot be read: {error}") from None


def _problem(key: str, message: str) -> InvalidInput:
    return InvalidInput([Problem(("body", *key.split(".")), message, "argument")])
