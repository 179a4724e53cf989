"""How a request ended, in filmgate's own words: what final events and webhooks carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from filmgate.core.json import Json
from filmgate.core.moment import optional_timestamp, timestamp
from filmgate.core.records import StoredFile
from filmgate.core.request import Request

_MICRO = 1_000_000


class Files(Protocol):
    """Rows of files."""

    async def get(self, file_id: str) -> StoredFile | None:
        """Read one row."""


async def ended_body(
    request: Request, files: Files, url_of: Callable[[StoredFile], str]
) -> dict[str, Json]:
    """Describe a request, its output as URLs that work without a key."""
    output: dict[str, Json] = {}
    for key, value in (request.output or {}).items():
        output[key] = await _url(value, files, url_of)
    error = request.error
    failure: Json = {"code": error.code, "message": error.message} if error else None
    return {
        "request_id": request.id,
        "model_id": request.model_id,
        "engine": request.engine,
        "status": request.status.value,
        "output": output or None,
        "error": failure,
        "attempt": request.attempt,
        "cost_usd": request.cost_micro / _MICRO,
        "hosted_cost_usd": request.hosted_cost_micro / _MICRO,
        "created_at": timestamp(request.created_at),
        "started_at": optional_timestamp(request.started_at),
        "finished_at": optional_timestamp(request.finished_at),
    }


async def _url(value: Json, files: Files, url_of: Callable[[StoredFile], str]) -> Json:
    if isinstance(value, list | tuple):
        return [await _url(item, files, url_of) for item in value]
    file = await files.get(str(value))
    return None if file is None else url_of(file)
