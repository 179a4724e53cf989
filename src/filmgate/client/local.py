"""Local files in an input: where they are named, and putting URIs in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from filmgate.client.answers import Body, Json, body
from filmgate.client.errors import LocalFileError

Input: TypeAlias = Mapping[str, Json]
Loc: TypeAlias = tuple[str | int, ...]

#: formats of the schema that mark media fields
_MEDIA: Final = frozenset(
    {"image_uri", "image_uris", "video_uri", "video_uris", "audio_uri", "audio_uris"}
)
_SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".bmp"}
    | {".mp4", ".mov", ".webm", ".mkv", ".m4v", ".wav", ".mp3", ".m4a"}
)


def might_name_files(value: Json) -> bool:
    """Whether a text in an input could be a local path, so that the schema must be asked."""
    return any(isinstance(leaf, str) and _is_path_like(leaf) for _, leaf in _leaves(value, ()))


def find_files(value: Json, schema: Body) -> dict[Loc, Path]:
    """Find the local files that an input names.

    `Path` objects count anywhere; texts only where the schema takes media and they are neither
    URL, data URI nor ``filmgate://`` URI.

    Raises
    ------
    LocalFileError
        If such a file does not exist.
    """
    found: dict[Loc, Path] = {}
    for loc, leaf in _leaves(value, ()):
        is_text_path = isinstance(leaf, str) and _is_path_like(leaf) and _is_media(schema, loc)
        if not is_text_path and not isinstance(leaf, Path):
            continue
        path = Path(str(leaf)).expanduser()
        if not path.is_file():
            place = ".".join(map(str, loc))
            raise LocalFileError(f"{place}: {str(leaf)!r} is neither a URL nor a file here")
        found[loc] = path
    return found


def with_uris(value: Input, uris: Mapping[Loc, str]) -> Input:
    """The input with URIs in place of local files."""
    return body(_replaced(value, uris, ()))


def _replaced(value: Json, uris: Mapping[Loc, str], loc: Loc) -> Json:
    if loc in uris:
        return uris[loc]
    if isinstance(value, Mapping):
        return {key: _replaced(item, uris, (*loc, key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, uris, (*loc, index)) for index, item in enumerate(value)]
    return value


def _leaves(value: Json, loc: Loc) -> Iterator[tuple[Loc, Json]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*loc, str(key)))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, (*loc, index))
    else:
        yield loc, value


def _is_path_like(text: str) -> bool:
    is_elsewhere = "://" in text or text.startswith("data:")
    return not is_elsewhere and "\n" not in text and Path(text).suffix.lower() in _SUFFIXES


def _is_media(schema: Body, loc: Loc) -> bool:
    node = schema
    for part in loc:
        if isinstance(part, int):
            node = {**body(node.get("items")), "format": _item_format(node)}
        else:
            node = body(body(node.get("properties")).get(part))
    return node.get("format") in _MEDIA


def _item_format(array: Body) -> Json:
    return body(array.get("items")).get("format") or array.get("format")
