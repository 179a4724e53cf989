"""JSON Schemas of the answers that the web app and operators read, for the OpenAPI description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.http.apischemas import (
    COUNT,
    FLAG,
    MAYBE_TIME,
    PROGRESS,
    SCOPES,
    TEXT,
    TIME,
    URL,
    Schema,
    many,
    obj,
    ref,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUEUED: Final[Schema] = {
    "request_id": TEXT,
    "owner_id": TEXT,
    "model_id": TEXT,
    "engine": TEXT,
}

WEB_SCHEMAS: Final[Mapping[str, Schema]] = {
    "Session": obj(
        {
            "owner": {"anyOf": [ref("Owner"), {"type": "null"}]},
            "scopes": SCOPES,
            "key": {"anyOf": [ref("Key"), {"type": "null"}]},
            "no_auth": FLAG,
            "version": TEXT,
        }
    ),
    "Queue": obj(
        {
            "waiting": COUNT,
            "oldest_waiting_at": MAYBE_TIME,
            "in_progress": COUNT,
            "in_doubt": COUNT,
            "next": many(obj({**_QUEUED, "created_at": TIME, "is_admitted": FLAG})),
            "running": many(
                obj(
                    {
                        **_QUEUED,
                        "attempt": COUNT,
                        "worker": TEXT,
                        "progress": PROGRESS,
                        "started_at": MAYBE_TIME,
                        "lease_until": TIME,
                    }
                )
            ),
            "workers": many(obj({"worker": TEXT, "running": COUNT, "lease_until": TIME})),
        }
    ),
    "Settings": obj(
        {
            "settings": many(
                obj(
                    {
                        "name": TEXT,
                        "value": {},
                        "default": {},
                        "is_default": FLAG,
                        "variable": TEXT,
                        "meaning": TEXT,
                    }
                )
            )
        }
    ),
    "Samples": obj(
        {
            "samples": many(
                obj(
                    {
                        "uri": TEXT,
                        "name": TEXT,
                        "about": TEXT,
                        "kind": words("image", "video"),
                        "url": URL,
                        "width": COUNT,
                        "height": COUNT,
                    }
                )
            )
        }
    ),
    "SessionEnded": obj({"signed_in": FLAG}),
    "SignIn": obj({"key": TEXT, "token": TEXT}, ("key", "token")),
}
