"""Bodies: read within a limit, and decoded as one JSON object."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from filmgate.core.errors import InvalidInput, Problem, TooLarge
from filmgate.http.errors import refuse
from filmgate.http.origin import header

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

    from filmgate.core.json import Json

_decode: Final = msgspec.json.Decoder().decode
#: the deepest nesting that is read; no model needs more than five levels
DEPTH_MAX: Final = 64


async def stream_body(scope: Scope, receive: Receive, limit: int) -> AsyncIterator[bytes]:
    """Yield a body as it arrives. Raises `TooLarge` as soon as it is over the limit, in bytes."""
    declared = header(scope, b"content-length")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise TooLarge(f"the body has {declared[:20]} bytes; the limit is {limit}")
    received = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise refuse(400, ("body",), "the connection ended before the body did", "incomplete")
        chunk: bytes = message.get("body", b"")
        received += len(chunk)
        if received > limit:
            raise TooLarge(f"the body has more than the limit of {limit} bytes")
        if chunk:
            yield chunk
        if not message.get("more_body", False):
            return


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read a whole body into memory. Raises `TooLarge` over the limit, in bytes."""
    return b"".join([chunk async for chunk in stream_body(scope, receive, limit)])


async def read_object(scope: Scope, receive: Receive, limit: int) -> dict[str, Json]:
    """Read a body that must be declared as JSON and hold one object."""
    require_json(scope)
    return decode_object(await read_body(scope, receive, limit))


def require_json(scope: Scope) -> None:
    """Refuse a body that is not declared as JSON: plain forms of other sites cannot do that."""
    given = header(scope, b"content-type")
    media_type = given.split(";", 1)[0].strip().lower()
    is_json = media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )
    if not is_json:
        text = f"send Content-Type: application/json, got {given[:100] or 'none'}"
        raise refuse(415, ("header", "content-type"), text, "content_type")


def decode_object(body: bytes) -> dict[str, Json]:
    """Decode a JSON object. Raises `InvalidInput` when it is anything else."""
    try:
        value = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _invalid(f"the body is not valid JSON: {error}", "json") from error
    except RecursionError as error:
        raise _invalid("the body is nested too deeply", "depth") from error
    if not isinstance(value, dict):
        name = _JSON_NAMES.get(type(value), "a number")
        raise _invalid(f"the body must be a JSON object, got {name}", "object")
    if _is_deeper(value, DEPTH_MAX):
        raise _invalid(f"the body is nested deeper than {DEPTH_MAX} levels", "depth")
    return value


_JSON_NAMES: Final[Mapping[type, str]] = {
    list: "an array",
    str: "a string",
    bool: "true or false",
    type(None): "null",
}


def _invalid(text: str, type_: str) -> InvalidInput:
    return InvalidInput([Problem(("body",), text, type_)])


def _is_deeper(value: Json, limit: int) -> bool:
    level: list[Json] = [value]
    for _ in range(limit):
        children: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                children.extend(item.values())
            elif isinstance(item, list):
                children.extend(item)
        if not children:
            return False
        level = children
    return True
