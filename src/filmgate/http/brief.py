"""What a list of requests shows of each, beside its row: its words, its picture, its plan."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from filmgate.core.order import Options
from filmgate.http.models import plan_output
from filmgate.requests.record import to_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json
    from filmgate.core.records import StoredFile
    from filmgate.core.request import Request, RequestDetail
    from filmgate.http.call import Call

#: characters of a prompt that a list shows
PROMPT_MAX: Final = 200
#: the picture of a request, best first
_PICTURES: Final = ("poster", "preview")


async def brief(call: Call, request: Request) -> dict[str, Json]:
    """Read what a list shows of a request."""
    detail = await call.services.follower.detail(request)
    files = await call.services.files.of_request(request.id)
    return brief_of(call, detail, files)


def brief_of(call: Call, detail: RequestDetail, files: list[StoredFile]) -> dict[str, Json]:
    """What a list shows of a request, of parts that are at hand."""
    return {
        "prompt": _prompt(detail.input)[:PROMPT_MAX],
        "poster_url": _picture(call, files),
        "video": plan_output(to_plan(detail.plan)),
    }


def options_of(detail: RequestDetail) -> dict[str, Json]:
    """What the reserved object asked for, where that is not what it is without."""
    asked = detail.order.get("options")
    usual = asdict(Options())
    known = asked if isinstance(asked, dict) else {}
    return {name: value for name, value in known.items() if value != usual.get(name)}


def _prompt(body: Mapping[str, Json]) -> str:
    text = body.get("prompt")
    if isinstance(text, str) and text:
        return text
    shots = body.get("multi_prompt")
    first = shots[0] if isinstance(shots, list) and shots else {}
    text = first.get("prompt") if isinstance(first, dict) else ""
    return text if isinstance(text, str) else ""


def _picture(call: Call, files: list[StoredFile]) -> str | None:
    for kind in _PICTURES:
        found = [file for file in files if file.kind == kind]
        if found:
            newest = max(found, key=lambda file: file.created_at)
            return call.services.links.file_url(newest, call.base)
    return None
