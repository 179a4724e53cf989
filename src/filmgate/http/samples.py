"""The sample pictures that every server has: for the playground and for first tries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.core.errors import NotFound
from filmgate.http.reply import Reply, json_reply
from filmgate.media.samples import SAMPLES, path

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.http.call import Call

#: name → width and height in pixels; read once
_SIZES: Final[dict[str, tuple[int, int]]] = {}


async def listing(call: Call) -> Reply:
    """List the sample pictures: how an input names them, and where to see them."""
    return json_reply({"samples": [_sample(call, name) for name in SAMPLES]})


async def serve(call: Call) -> Reply:
    """Send a sample picture."""
    name = call.path("name")
    if name not in SAMPLES:
        raise NotFound("no such sample")
    return Reply(
        path(name).read_bytes(),
        200,
        (
            (b"content-type", b"image/jpeg"),
            (b"cache-control", b"public, max-age=86400"),
            (b"x-content-type-options", b"nosniff"),
        ),
    )


def _sample(call: Call, name: str) -> dict[str, Json]:
    if name not in _SIZES:
        from PIL import Image

        with Image.open(path(name)) as picture:
            _SIZES[name] = picture.size
    width, height = _SIZES[name]
    return {
        "uri": f"filmgate://samples/{name}",
        "name": name,
        "about": SAMPLES[name],
        "kind": "image",
        "url": f"{call.base}/samples/{name}",
        "width": width,
        "height": height,
    }
