"""Bodies of the model API: one function for each, keys in the order of the published examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.core.request import Status, wire_result, wire_status
from filmgate.http.errors import problem_body
from filmgate.http.reply import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filmgate.core.errors import Problem
    from filmgate.core.json import Json
    from filmgate.core.model import Model
    from filmgate.core.request import Request

#: what `output` of a succeeded request holds, whatever the model
OUTPUT_SCHEMA: Final[dict[str, Json]] = {
    "type": "object",
    "properties": {
        "video": {"type": "string", "format": "uri", "description": "The clip."},
        "videos": {
            "type": "array",
            "items": {"type": "string", "format": "uri"},
            "description": "Every clip, where a model makes several.",
        },
        "image": {"type": "string", "format": "uri", "description": "The picture."},
        "images": {
            "type": "array",
            "items": {"type": "string", "format": "uri"},
            "description": "Every picture, where a model makes several.",
        },
    },
}


def submit_body(base: str, request_id: str, warnings: Sequence[Problem]) -> dict[str, Json]:
    """The answer of a submit; ``warnings`` only when there is something to say."""
    stem = f"{base}/v1/requests/{request_id}"
    body: dict[str, Json] = {
        "request_id": request_id,
        "status_url": f"{stem}/status",
        "result_url": f"{stem}/result",
        "cancel_url": f"{stem}/cancel",
    }
    if warnings:
        body["warnings"] = [problem_body(warning) for warning in warnings]
    return body


def status_body(
    base: str, request_id: str, status: Status, queue_position: int | None
) -> dict[str, Json]:
    """The answer of ``/status``; the position counts the requests ahead, only while queued."""
    stem = f"{base}/v1/requests/{request_id}"
    body: dict[str, Json] = {"request_id": request_id, "status": wire_status(status)}
    if status is Status.IN_QUEUE and queue_position is not None:
        body["queue_position"] = queue_position
    body["status_url"] = f"{stem}/status"
    body["result_url"] = f"{stem}/result"
    return body


def result_body(
    request: Request,
    output: Mapping[str, Json] | None,
    success_word: str = "succeeded",
    *,
    with_cost: bool = False,
) -> dict[str, Json]:
    """The answer of ``/result`` in any state.

    Parameters
    ----------
    request
        The row.
    output
        The output with URLs in place of file ids; shown only when it succeeded.
    success_word
        "succeeded" or "completed", by setting.
    with_cost
        Add ``cost``, in dollars.
    """
    body: dict[str, Json] = {
        "request_id": request.id,
        "model_id": request.model_id,
        "status": wire_result(request.status, success_word),
    }
    if request.status is Status.SUCCEEDED:
        body["output"] = output or {}
    if request.status is Status.FAILED:
        body["error"] = error_of(request)
    body["created_at"] = timestamp(request.created_at)
    if request.status.is_final and request.finished_at is not None:
        body["finished_at"] = timestamp(request.finished_at)
    if with_cost:
        body["cost"] = dollars(request.cost_micro)
    return body


def error_of(request: Request) -> dict[str, Json]:
    """Why a request failed."""
    error = request.error
    if error is None:
        return {"code": "engine_error", "message": "the engine gave no reason"}
    return {"code": error.code, "message": error.message}


def cancel_body(request_id: str, status: Status, *, cancelled: bool) -> dict[str, Json]:
    """The answer of a cancel.

    Parameters
    ----------
    request_id
        Which request.
    status
        Its status now.
    cancelled
        Whether this call is what cancelled it.
    """
    return {
        "request_id": request_id,
        "status": wire_status(Status.CANCELLED if cancelled else status),
        "outcome": "cancelled" if cancelled else "not_cancellable",
    }


def model_body(
    model: Model, base: str, *, with_schema: bool = True, normalized: bool = False
) -> dict[str, Json]:
    """One entry of the catalog."""
    schema = model.normalized_schema if normalized else model.input_schema
    is_video = any(category.endswith("-video") for category in model.categories[-1:])
    body: dict[str, Json] = {
        "model_id": model.id,
        "display_name": model.display_name,
        "categories": list(model.categories),
        "kind": model.kind,
        "base_price_usd": model.base_price_usd,
        "price_unit": "second" if is_video else "output",
        "pricing_note": model.price.note,
        "description": model.description,
        "model_url": f"{base}/models/{model.id}",
        "inputs": list(_mapping(model.input_schema.get("properties"))),
        "required_inputs": _list(model.input_schema.get("required")),
    }
    if with_schema:
        body["input_schema"] = schema
    return body


def price_body(model: Model) -> dict[str, Json]:
    """What a second costs on the hosted service, by variant; null: it has no such variant."""
    price = model.price
    with_video = price.reference_video_micro
    return {
        "silent_usd": dollars(price.silent_micro),
        "audio_usd": dollars(price.audio_micro),
        "reference_video_usd": None if with_video is None else dollars(with_video),
    }


def _mapping(value: Json) -> dict[str, Json]:
    return dict(value) if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else []


def dollars(micro: int) -> float:
    """Micro-dollars as a JSON number of dollars."""
    return micro / 1_000_000
