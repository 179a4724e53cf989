"""What the OpenAPI description says of each route beyond its handler's first line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filmgate.http.apischemas import FLAG, TEXT, TIME, Schema, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query, or a header."""

    name: str
    says: str
    schema: Schema
    place: str = "query"


@dataclass(frozen=True, slots=True)
class RouteDoc:
    """What a route takes and gives."""

    tag: str
    #: schema of the answer; empty when it is not JSON
    gives: str
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    #: schema of the body; empty when it takes none
    takes: str = ""
    #: errors besides those every route may answer
    errors: tuple[int, ...] = ()
    #: several are set apart by commas
    media_type: str = "application/json"
    #: whether it also answers with server-sent events
    streams: bool = False


def _whole(lowest: int, highest: int, default: int) -> Schema:
    return {"type": "integer", "minimum": lowest, "maximum": highest, "default": default}


_CURSOR: Final = Parameter("cursor", "`next_cursor` of the page before", TEXT)
_LIMIT_100: Final = Parameter("limit", "entries of a page", _whole(1, 500, 100))
_LIMIT_50: Final = Parameter("limit", "entries of a page", _whole(1, 500, 50))
_SCHEMA: Final = Parameter(
    "schema",
    "`raw` is the schema in the hosted service's dialect; `normalized` is valid JSON Schema "
    "2020-12 with hints for forms under `x-filmgate`",
    words("raw", "normalized"),
)
_OWNER: Final = Parameter("owner_id", "another owner; admin keys only", TEXT)

_AFTER: Final = "only events after this one; a stream without it begins now"
_LAST_EVENT: Final = Parameter(
    "Last-Event-ID", "the same as `after`, as browsers send it", TEXT, place="header"
)
_WAIT: Final = (
    Parameter(
        "wait",
        "hold the answer back until the state changes, for so many seconds at most",
        _whole(0, 60, 0),
    ),
    Parameter("known", "with `wait`: the status seen last; another one is answered at once", TEXT),
)

SUBMIT: Final = RouteDoc(
    "models",
    "Submitted",
    parameters=(
        Parameter(
            "dry_run",
            "check and predict only: nothing is recorded, the answer is a Prediction; with "
            "`report` an input with errors is answered 200 too, with `valid` false and `detail`",
            {"enum": [True, False, "report"]},
        ),
        Parameter(
            "Prefer", "`handling=strict` turns every warning into a 422", TEXT, place="header"
        ),
        Parameter(
            "Idempotency-Key",
            "the same key with the same body answers with the first request again",
            {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
            place="header",
        ),
        Parameter(
            "X-Filmgate-Webhook",
            "URL that is told when the request has ended, signed as Standard Webhooks are",
            TEXT,
            place="header",
        ),
    ),
    takes="Input",
    errors=(404, 413, 415, 422, 429, 503, 507),
)

DOCS: Final[Mapping[str, RouteDoc]] = {
    "GET /v1/requests/{request_id}/status": RouteDoc(
        "requests", "Status", parameters=_WAIT, errors=(404, 422)
    ),
    "GET /v1/requests/{request_id}/result": RouteDoc(
        "requests",
        "Result",
        parameters=(Parameter("include_cost", "add `cost`, in dollars", FLAG), *_WAIT),
        errors=(404, 422),
    ),
    "POST /v1/requests/{request_id}/cancel": RouteDoc("requests", "Cancel", 202, errors=(404,)),
    "GET /v1/models": RouteDoc(
        "models",
        "Models",
        parameters=(
            Parameter("search", "words that id, name or description must hold", TEXT),
            Parameter("category", "such as `text-to-video`", TEXT),
            Parameter("kind", "`model`, `workflow` or `inference`", TEXT),
            Parameter("include_schema", "add `input_schema` to each entry", FLAG),
            _SCHEMA,
            _LIMIT_100,
            Parameter("offset", "entries to skip", _whole(0, 10**9, 0)),
        ),
        errors=(422,),
    ),
    "GET /v1/models/categories": RouteDoc("models", "Categories"),
    "GET /v1/models/{model_id}": RouteDoc(
        "models", "Model", parameters=(_SCHEMA,), errors=(404, 422)
    ),
    "POST /v1/models/{model_id}": SUBMIT,
    "GET /v1/requests": RouteDoc(
        "requests",
        "Requests",
        parameters=(
            Parameter("model", "a model id", TEXT),
            Parameter(
                "status",
                "`in_queue`, `in_progress`, `in_doubt`, `succeeded`, `failed` or `cancelled`; "
                "several with commas between",
                TEXT,
            ),
            Parameter("count", "add `total`, which counts up to 10 001", FLAG),
            Parameter("created_after", "ISO 8601, or seconds since the epoch", TIME),
            Parameter("created_before", "ISO 8601, or seconds since the epoch", TIME),
            Parameter("text", "text that the input or one of the ids must hold", TEXT),
            _CURSOR,
            _LIMIT_50,
        ),
        errors=(422,),
    ),
    "GET /v1/requests/{request_id}": RouteDoc("requests", "Request", errors=(404,)),
    "DELETE /v1/requests/{request_id}": RouteDoc("requests", "RequestDeleted", errors=(404, 409)),
    "POST /v1/requests/{request_id}/undelete": RouteDoc(
        "requests", "RequestDeleted", errors=(404,)
    ),
    "POST /v1/requests/{request_id}/resolve": RouteDoc(
        "requests", "RequestSettled", takes="DoubtWish", errors=(404, 409, 413, 415, 422)
    ),
    "GET /v1/requests/{request_id}/events": RouteDoc(
        "requests",
        "Events",
        parameters=(
            Parameter("after", "only events after this `seq`", _whole(0, 10**15, 0)),
            _LAST_EVENT,
        ),
        errors=(404, 422),
        streams=True,
    ),
    "GET /v1/events": RouteDoc(
        "requests",
        "OwnerEvents",
        parameters=(
            Parameter("after", _AFTER, _whole(0, 10**15, 0)),
            _LAST_EVENT,
            Parameter("limit", "entries of a list", _whole(1, 500, 100)),
        ),
        errors=(422,),
        streams=True,
    ),
    "POST /v1/files": RouteDoc(
        "files",
        "File",
        201,
        parameters=(Parameter("name", "a name for the file", TEXT),),
        takes="Upload",
        errors=(413, 422, 507),
    ),
    "GET /v1/files": RouteDoc(
        "files",
        "Files",
        parameters=(
            Parameter("sha256", "only your upload with this content; 404 if none", TEXT),
            _CURSOR,
            _LIMIT_50,
        ),
        errors=(404, 422),
    ),
    "GET /v1/files/{file_id}": RouteDoc("files", "File", errors=(404,)),
    "DELETE /v1/files/{file_id}": RouteDoc("files", "FileDeleted", errors=(404, 409)),
    "GET /files/{link}/{name}": RouteDoc(
        "files",
        "",
        parameters=(
            Parameter("Range", "one range of bytes", TEXT, place="header"),
            Parameter("download", "offer the file for saving", FLAG),
        ),
        errors=(404, 416, 422),
        media_type="video/*,image/*,application/octet-stream",
    ),
    "GET /v1/keys": RouteDoc("account", "Keys", parameters=(_OWNER,), errors=(422,)),
    "POST /v1/keys": RouteDoc(
        "account", "IssuedKey", 201, takes="KeyWish", errors=(404, 413, 415, 422)
    ),
    "GET /v1/keys/{key_id}": RouteDoc("account", "Key", errors=(404,)),
    "PATCH /v1/keys/{key_id}": RouteDoc(
        "account", "Key", takes="KeyWish", errors=(404, 413, 415, 422)
    ),
    "DELETE /v1/keys/{key_id}": RouteDoc("account", "Key", errors=(404,)),
    "GET /v1/owners": RouteDoc("account", "Owners"),
    "POST /v1/owners": RouteDoc("account", "Owner", 201, takes="OwnerWish", errors=(413, 415, 422)),
    "GET /v1/usage": RouteDoc(
        "account",
        "Usage",
        parameters=(
            Parameter(
                "group_by", "what the lines stand for", words("day", "model", "engine", "key")
            ),
            Parameter("from", "ISO 8601, or seconds since the epoch; default 30 days ago", TIME),
            Parameter("to", "ISO 8601, or seconds since the epoch; default now", TIME),
            _OWNER,
        ),
        errors=(422,),
    ),
    "GET /v1/session": RouteDoc("session", "Session", errors=(401, 403)),
    "POST /v1/session": RouteDoc(
        "session", "Session", takes="SignIn", errors=(401, 403, 413, 415, 422)
    ),
    "DELETE /v1/session": RouteDoc("session", "SessionEnded"),
    "GET /v1/webhooks/deliveries": RouteDoc(
        "webhooks", "Deliveries", parameters=(_CURSOR, _LIMIT_50), errors=(422,)
    ),
    "POST /v1/webhooks/deliveries/{delivery_id}/replay": RouteDoc(
        "webhooks", "Delivery", 202, errors=(404,)
    ),
    "GET /v1/webhooks/secret": RouteDoc("webhooks", "WebhookSecret"),
    "POST /v1/webhooks/secret/rotate": RouteDoc("webhooks", "WebhookSecret"),
    "GET /v1/engines": RouteDoc("server", "Engines"),
    "GET /v1/queue": RouteDoc("server", "Queue"),
    "GET /v1/settings": RouteDoc("server", "Settings"),
    "GET /v1/samples": RouteDoc("files", "Samples"),
    "GET /samples/{name}": RouteDoc("files", "", errors=(404,), media_type="image/jpeg"),
    "GET /openapi.json": RouteDoc("server", "Description"),
    "GET /healthz": RouteDoc("server", "Health"),
    "GET /readyz": RouteDoc("server", "Ready"),
    "GET /metrics": RouteDoc("server", "", errors=(401, 403, 404), media_type="text/plain"),
    "GET /": RouteDoc("server", "About"),
    "GET /models/{model_id}": RouteDoc("server", "", errors=(404,), media_type="text/html"),
}

#: bodies of the model API as they look in each situation, with ids of our own
EXAMPLES: Final[Mapping[str, Json]] = {
    "Submitted": {
        "request_id": "req_06f3k2m9x8v4q7t1w5y0z2b6c8",
        "status_url": "https://films.example.org/v1/requests/req_06f3k2m9x8v4q7t1w5y0z2b6c8/status",
        "result_url": "https://films.example.org/v1/requests/req_06f3k2m9x8v4q7t1w5y0z2b6c8/result",
        "cancel_url": "https://films.example.org/v1/requests/req_06f3k2m9x8v4q7t1w5y0z2b6c8/cancel",
    },
    "Cancel": {
        "request_id": "req_06f3k2m9x8v4q7t1w5y0z2b6c8",
        "status": "cancelled",
        "outcome": "cancelled",
    },
}
