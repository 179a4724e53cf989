"""Uploads: send a file once, then name it in any media field.

A file belongs to an owner. Nobody learns what others have stored: sending the same bytes is free
only for the owner who sent them before.
"""

from __future__ import annotations

import re
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import (
    InvalidInput,
    MediaError,
    NotFound,
    PermissionDenied,
    Problem,
    StorageFull,
    TooLarge,
)
from filmgate.core.records import StoredFile
from filmgate.core.request import new_id
from filmgate.http.arriving import Arrived, limit_of, receive_file, safe_name
from filmgate.http.errors import refuse
from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp
from filmgate.http.services import MB

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.media import MediaFacts
    from filmgate.http.call import Call

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EXTENSIONS: Final = {"jpeg": "jpg", "matroska": "mkv"}


async def upload(call: Call) -> Reply:
    """Take a file, measure it, and answer with the ``filmgate://`` URI to use in media fields."""
    await _check_space(call)
    async with receive_file(call) as arrived:
        known = await _kept(call, arrived)
        if known is not None:
            return json_reply(file_body(call, known), 200)
        facts = await _measure(call, arrived)
        file = await _store(call, arrived, facts)
    return json_reply(file_body(call, file), 201)


async def _check_space(call: Call) -> None:
    least = call.services.site.min_free_bytes
    free = await call.services.artifacts.free_bytes() if least else None
    if free is not None and free < least:
        raise StorageFull(
            f"only {free // MB} MB are free where files are kept and {least // MB} must be; "
            "the operator has to make room"
        )


async def _kept(call: Call, arrived: Arrived) -> StoredFile | None:
    """The owner's file with this content, kept for as long as a new one would be."""
    files = call.services.files
    known = await files.find(call.principal.owner_id, arrived.sha256)
    if known is None:
        return None
    expires_at = _expiry(call)
    is_kept = await files.keep(known.id, expires_at)
    return replace(known, expires_at=expires_at) if is_kept else None


def _expiry(call: Call) -> float | None:
    ttl_s = call.services.site.upload_ttl_s
    return None if ttl_s is None else time.time() + ttl_s


async def _measure(call: Call, arrived: Arrived) -> MediaFacts:
    try:
        facts = await call.services.probe(arrived.path, arrived.kind)
    except MediaError as error:
        raise InvalidInput([Problem(("body", "file"), error.message, error.type)]) from error
    limit = limit_of(call.services.site, facts.kind)
    if arrived.size_bytes > limit:
        raise TooLarge(
            f"the file has {arrived.size_bytes / MB:.1f} MB; "
            f"{facts.kind.value} files may have {limit / MB:g} MB"
        )
    return facts


async def _store(call: Call, arrived: Arrived, facts: MediaFacts) -> StoredFile:
    services = call.services
    key = await services.files.reserve(arrived.sha256, arrived.size_bytes)
    await services.artifacts.put(key, arrived.path, facts.content_type)
    return await services.files.add(
        StoredFile(
            id=new_id("file"),
            owner_id=call.principal.owner_id,
            kind="upload",
            name=safe_name(arrived.name, _EXTENSIONS.get(facts.format, facts.format)),
            content_type=facts.content_type,
            size_bytes=arrived.size_bytes,
            sha256=arrived.sha256,
            blob_key=key,
            created_at=time.time(),
            facts=asdict(facts),
            expires_at=_expiry(call),
        )
    )


async def listing(call: Call) -> Reply:
    """List the owner's uploads, newest first; with ``sha256`` only the one with that content."""
    files = call.services.files
    owner_id = call.principal.owner_id
    wanted = call.text("sha256").lower()
    if wanted:
        if _SHA256.fullmatch(wanted) is None:
            problem = Problem(("query", "sha256"), "must be 64 hexadecimal digits", "sha256")
            raise InvalidInput([problem])
        found = await files.find(owner_id, wanted)
        if found is None:
            raise NotFound("no upload of yours has this content")
        return json_reply({"files": [file_body(call, found)], "next_cursor": None})
    page, cursor = await files.page(owner_id, call.cursor(), call.number("limit", 50, 1, 500))
    body = {"files": [file_body(call, file) for file in page], "next_cursor": cursor}
    return json_reply(body)


async def show(call: Call) -> Reply:
    """Describe one file of the owner: an upload, a frozen input or an output."""
    return json_reply(file_body(call, await _own(call)))


async def delete(call: Call) -> Reply:
    """Delete an upload; requests that use it keep their own copy of its name."""
    file = await _own(call)
    if file.kind != "upload" or not await call.services.files.delete(file.id):
        raise refuse(
            409,
            ("path", "file_id"),
            "only uploads can be deleted; files of a request go with their request",
            "in_use",
        )
    return json_reply({"file_id": file.id, "deleted": True})


async def _own(call: Call) -> StoredFile:
    file = await call.services.files.get(call.id("file_id"))
    if file is None:
        raise NotFound("no such file")
    if file.owner_id != call.principal.owner_id:
        raise PermissionDenied("the file belongs to someone else")
    return file


def file_body(call: Call, file: StoredFile) -> dict[str, Json]:
    """What the API says about a file."""
    measured = {
        key: value
        for key, value in file.facts.items()
        if key in ("width", "height", "duration_s", "fps", "has_audio") and value
    }
    return {
        "file_id": file.id,
        "uri": f"filmgate://{file.id}",
        "url": call.services.links.file_url(file, call.base),
        "name": file.name,
        "kind": file.kind,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        **measured,
        "request_id": file.request_id,
        "created_at": timestamp(file.created_at),
        "expires_at": optional_timestamp(file.expires_at),
    }
