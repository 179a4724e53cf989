"""JSON Schemas of the answers, for the OpenAPI description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.json import Json

Schema = dict[str, "Json"]

TEXT: Final[Schema] = {"type": "string"}
URL: Final[Schema] = {"type": "string", "format": "uri"}
TIME: Final[Schema] = {"type": "string", "format": "date-time"}
MAYBE_TIME: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
NUMBER: Final[Schema] = {"type": "number", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
ANY_OBJECT: Final[Schema] = {"type": "object"}
MAYBE_OBJECT: Final[Schema] = {"type": ["object", "null"]}


def ref(name: str) -> Schema:
    """Point to a schema of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(item: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": item}


def obj(properties: Mapping[str, Json], optional: tuple[str, ...] = ()) -> Schema:
    """An object whose properties are all required but the optional ones; more may be added."""
    required = [name for name in properties if name not in optional]
    schema: Schema = {"type": "object", "properties": dict(properties)}
    if required:
        schema["required"] = required
    return schema


def words(*allowed: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(allowed)}


_PROBLEM: Final = obj(
    {
        "loc": many({"type": ["string", "integer"]}),
        "msg": TEXT,
        "type": TEXT,
    }
)
_OUTPUT: Final = obj(
    {"image": URL, "video": URL, "images": many(URL), "videos": many(URL)},
    ("image", "video", "images", "videos"),
)
_FAILURE: Final = obj({"code": TEXT, "message": TEXT})
_OWN_STATUS: Final = words(
    "in_queue", "in_progress", "in_doubt", "succeeded", "failed", "cancelled"
)
_FILE: Final = obj(
    {
        "file_id": TEXT,
        "uri": TEXT,
        "url": URL,
        "name": TEXT,
        "kind": TEXT,
        "content_type": TEXT,
        "size_bytes": COUNT,
        "sha256": TEXT,
        "width": COUNT,
        "height": COUNT,
        "duration_s": NUMBER,
        "fps": NUMBER,
        "has_audio": FLAG,
        "request_id": {"type": ["string", "null"]},
        "created_at": TIME,
        "expires_at": MAYBE_TIME,
    },
    ("width", "height", "duration_s", "fps", "has_audio"),
)
_LIMIT: Final[Schema] = {"type": ["integer", "null"], "minimum": 0, "maximum": 10**15}
_CAPS: Final = obj(
    {
        "in_flight": _LIMIT,
        "queued": _LIMIT,
        "rate_per_minute": _LIMIT,
        "spend_day_micro": _LIMIT,
        "spend_month_micro": _LIMIT,
        "priority": _LIMIT,
    }
)
SCOPES: Final = many(words("read", "write", "admin"))
_ENGINES: Final[Schema] = {"type": ["array", "null"], "items": TEXT}
_KEY_PROPERTIES: Final[Schema] = {
    "key_id": TEXT,
    "owner_id": TEXT,
    "label": TEXT,
    "scopes": SCOPES,
    "engines": _ENGINES,
    "caps": _CAPS,
    "webhook": {"type": ["string", "null"]},
    "is_valid": FLAG,
    "created_at": TIME,
    "expires_at": MAYBE_TIME,
    "revoked_at": MAYBE_TIME,
    "last_used_at": MAYBE_TIME,
}
_OWNER: Final = obj({"owner_id": TEXT, "name": TEXT, "created_at": TIME})
_EVENT: Final = obj(
    {
        "seq": COUNT,
        "number": COUNT,
        "type": TEXT,
        "request_id": TEXT,
        "status": _OWN_STATUS,
        "at": TIME,
        "data": ANY_OBJECT,
        "request": MAYBE_OBJECT,
    },
    ("request",),
)
PROGRESS: Final[Schema] = {
    "type": ["object", "null"],
    "properties": {"stage": TEXT, "fraction": {"type": "number", "minimum": 0, "maximum": 1}},
}
_SUMMARY: Final[Schema] = {
    "request_id": TEXT,
    "model_id": TEXT,
    "engine": TEXT,
    "key_id": TEXT,
    "status": _OWN_STATUS,
    "attempt": COUNT,
    "progress": PROGRESS,
    "output": MAYBE_OBJECT,
    "error": MAYBE_OBJECT,
    "cost_usd": NUMBER,
    "hosted_cost_usd": NUMBER,
    "created_at": TIME,
    "started_at": MAYBE_TIME,
    "finished_at": MAYBE_TIME,
}
_CLIP: Final = obj(
    {
        "width": COUNT,
        "height": COUNT,
        "frames": COUNT,
        "fps": NUMBER,
        "duration_s": NUMBER,
        "has_audio": FLAG,
    }
)
#: what lists and the request's own page say beyond the row
_BRIEF: Final[Schema] = {
    "prompt": TEXT,
    "poster_url": {"type": ["string", "null"], "format": "uri"},
    "video": _CLIP,
}
_USED: Final[Schema] = {
    "requests": COUNT,
    "failures": COUNT,
    "seconds": NUMBER,
    "cost_usd": NUMBER,
    "hosted_cost_usd": NUMBER,
}
_MODEL: Final = obj(
    {
        "model_id": TEXT,
        "display_name": TEXT,
        "categories": many(TEXT),
        "kind": words("model", "workflow", "inference"),
        "base_price_usd": NUMBER,
        "price_unit": words("second", "output"),
        "pricing_note": TEXT,
        "description": TEXT,
        "model_url": URL,
        "inputs": many(TEXT),
        "required_inputs": many(TEXT),
        "input_schema": ANY_OBJECT,
        "price": obj(
            {
                "silent_usd": NUMBER,
                "audio_usd": NUMBER,
                "reference_video_usd": {"type": ["number", "null"], "minimum": 0},
            }
        ),
        "engines": many(
            obj(
                {
                    "name": TEXT,
                    "ready": FLAG,
                    "reason": TEXT,
                    "is_paid": FLAG,
                    "is_remote": FLAG,
                }
            )
        ),
        "example": ANY_OBJECT,
        "output_schema": ANY_OBJECT,
    },
    ("input_schema", "example", "output_schema"),
)
_READINESS: Final[Schema] = {"ready": FLAG, "reason": TEXT, "fix": TEXT}
_MAYBE_SECONDS: Final[Schema] = {"type": ["number", "null"], "minimum": 0}
_CURSOR: Final[Schema] = {"type": ["string", "null"]}

_DELIVERY: Final = obj(
    {
        "delivery_id": TEXT,
        "request_id": TEXT,
        "url": TEXT,
        "status": words("waiting", "delivered", "given_up"),
        "tries": COUNT,
        "last_status": {"type": ["integer", "null"]},
        "last_error": {"type": ["string", "null"]},
        "created_at": TIME,
        "next_at": MAYBE_TIME,
        "delivered_at": MAYBE_TIME,
        "body": MAYBE_OBJECT,
    }
)

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Problem": _PROBLEM,
    "Error": obj(
        {
            "error_code": {"type": "integer", "minimum": 400001, "maximum": 599999},
            "error_message": TEXT,
            "message": TEXT,
            "detail": many(ref("Problem")),
            "warnings": many(ref("Problem")),
        },
        ("detail", "warnings"),
    ),
    "Submitted": obj(
        {
            "request_id": TEXT,
            "status_url": URL,
            "result_url": URL,
            "cancel_url": URL,
            "warnings": many(ref("Problem")),
        },
        ("warnings",),
    ),
    "Prediction": obj(
        {
            "valid": {"const": True},
            "warnings": many(ref("Problem")),
            "input": ANY_OBJECT,
            "output": obj(
                {
                    "width": COUNT,
                    "height": COUNT,
                    "frames": COUNT,
                    "fps": COUNT,
                    "duration_s": NUMBER,
                    "has_audio": FLAG,
                }
            ),
            "engine": TEXT,
            "is_provisional": FLAG,
            "fates": many(ANY_OBJECT),
            "cost": obj(
                {
                    "by_engine_usd": {"type": "object", "additionalProperties": NUMBER},
                    "hosted_usd": NUMBER,
                }
            ),
            "eta_s": obj({"p50": _MAYBE_SECONDS, "p90": _MAYBE_SECONDS}),
            "shots": many(ANY_OBJECT),
            "storyboard": ANY_OBJECT,
        }
    ),
    "Status": obj(
        {
            "request_id": TEXT,
            "status": words("in_queue", "in_progress", "completed", "cancelled"),
            "queue_position": COUNT,
            "status_url": URL,
            "result_url": URL,
        },
        ("queue_position",),
    ),
    "Result": obj(
        {
            "request_id": TEXT,
            "model_id": TEXT,
            "status": words(
                "in_queue", "in_progress", "succeeded", "completed", "failed", "cancelled"
            ),
            "output": _OUTPUT,
            "error": _FAILURE,
            "created_at": TIME,
            "finished_at": TIME,
            "cost": NUMBER,
        },
        ("output", "error", "finished_at", "cost"),
    ),
    "Cancel": obj(
        {
            "request_id": TEXT,
            "status": words("in_queue", "in_progress", "completed", "cancelled"),
            "outcome": words("cancelled", "not_cancellable"),
        }
    ),
    "Model": _MODEL,
    "Models": obj({"models": many(ref("Model")), "total": COUNT, "limit": COUNT, "offset": COUNT}),
    "Categories": obj({"categories": many(TEXT)}),
    "RequestSummary": obj({**_SUMMARY, **_BRIEF}),
    "Requests": obj(
        {"requests": many(ref("RequestSummary")), "next_cursor": _CURSOR, "total": COUNT},
        ("total",),
    ),
    "Request": obj(
        {
            **_SUMMARY,
            **_BRIEF,
            "max_attempts": COUNT,
            "input": ANY_OBJECT,
            "options": ANY_OBJECT,
            "warnings": many(ANY_OBJECT),
            "plan": ANY_OBJECT,
            "fates": many(ANY_OBJECT),
            "report": ANY_OBJECT,
            "files": many(ANY_OBJECT),
            "events": many(ref("Event")),
        }
    ),
    "Event": _EVENT,
    "Events": obj({"events": many(ref("Event"))}),
    "OwnerEvents": obj({"events": many(ref("Event")), "last_number": COUNT}),
    "RequestSettled": obj({"request_id": TEXT, "status": words("in_queue", "failed")}),
    "DoubtWish": {
        **obj({"action": words("retry", "attach", "fail"), "handle": TEXT}),
        "required": ["action"],
        "additionalProperties": False,
    },
    "RequestDeleted": obj({"request_id": TEXT, "deleted": FLAG}),
    "File": _FILE,
    "Files": obj({"files": many(ref("File")), "next_cursor": _CURSOR}),
    "FileDeleted": obj({"file_id": TEXT, "deleted": FLAG}),
    "Key": obj(_KEY_PROPERTIES),
    "Keys": obj({"keys": many(ref("Key"))}),
    "IssuedKey": obj({**_KEY_PROPERTIES, "key": TEXT}),
    "KeyWish": {
        **obj(
            {
                "label": {"type": "string", "maxLength": 200},
                "scopes": SCOPES,
                "engines": _ENGINES,
                "caps": {**_CAPS, "required": [], "additionalProperties": False},
                "expires_at": MAYBE_TIME,
                "webhook": {"type": ["string", "null"], "maxLength": 2048},
                "owner_id": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            ("label", "scopes", "engines", "caps", "expires_at", "webhook", "owner_id"),
        ),
        "additionalProperties": False,
    },
    "Owner": _OWNER,
    "Owners": obj({"owners": many(ref("Owner"))}),
    "OwnerWish": {
        **obj({"name": {"type": "string", "minLength": 1, "maxLength": 200}}),
        "additionalProperties": False,
    },
    "Delivery": _DELIVERY,
    "Deliveries": obj({"deliveries": many(ref("Delivery")), "next_cursor": _CURSOR}),
    "WebhookSecret": obj({"secret": TEXT, "secrets": many(TEXT)}),
    "Usage": obj(
        {
            "owner_id": TEXT,
            "group_by": words("day", "model", "engine", "key"),
            "from": TIME,
            "to": TIME,
            "usage": many(obj(_USED)),
            "total": obj(_USED),
        }
    ),
    "Engines": obj({"engines": many(ANY_OBJECT)}),
    "Description": ANY_OBJECT,
    "Health": obj({"status": words("ok")}),
    "Ready": obj(
        {
            "status": words("ready", "not_ready"),
            "checks": {
                "type": "object",
                "additionalProperties": obj(_READINESS, ("reason", "fix")),
            },
        }
    ),
    "About": obj(
        {"name": TEXT, "version": TEXT, "models": COUNT, "models_url": URL, "openapi_url": URL}
    ),
}
