"""The catalog, and submitting to a model."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from filmgate.catalog.schema import RESERVED
from filmgate.core.errors import InvalidInput, NotFound, PermissionDenied, Problem
from filmgate.http.errors import problem_body, refuse
from filmgate.http.reply import Reply, json_reply
from filmgate.http.wire import OUTPUT_SCHEMA, dollars, model_body, price_body, submit_body

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.model import Model
    from filmgate.core.plan import Plan
    from filmgate.http.call import Call
    from filmgate.requests.submit import Prediction

#: what an Idempotency-Key may look like
_IDEMPOTENCY_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
#: a dry run that answers 200 in either case: browsers write every refusal to their console
_REPORT: Final = "report"
_STRICT: Final = re.compile(r"(?:^|[,;])\s*handling\s*=\s*\"?strict\"?\s*(?:$|[,;])", re.IGNORECASE)


async def listing(call: Call) -> Reply:
    """List the catalog, filtered and in pages."""
    with_schema = call.flag("include_schema")
    normalized = _wants_normalized(call)
    limit, offset = call.number("limit", 100, 1, 500), call.number("offset", 0, 0, 10**9)
    found, total = call.services.catalog.search(
        search=call.text("search"),
        category=call.text("category"),
        kind=call.text("kind"),
        limit=limit,
        offset=offset,
    )
    models = [
        {
            **model_body(model, call.base, with_schema=with_schema, normalized=normalized),
            **_ours(call, model),
        }
        for model in found
    ]
    return json_reply({"models": models, "total": total, "limit": limit, "offset": offset})


async def categories(call: Call) -> Reply:
    """The categories that models are in."""
    return json_reply({"categories": list(call.services.catalog.categories())})


async def show(call: Call) -> Reply:
    """One entry of the catalog with its input schema."""
    model = find_model(call)
    return json_reply(
        {
            **model_body(model, call.base, normalized=_wants_normalized(call)),
            **_ours(call, model),
            "example": dict(model.example),
            "output_schema": OUTPUT_SCHEMA,
        }
    )


def _ours(call: Call, model: Model) -> dict[str, Json]:
    """What the hosted service's catalog does not say; after what it says."""
    return {
        "price": price_body(model),
        "engines": [
            {
                "name": about.name,
                "ready": state.ready,
                "reason": state.reason,
                "is_paid": about.is_paid,
                "is_remote": about.is_remote,
            }
            for about, state in call.services.engines_of(model)
        ],
    }


async def submit(call: Call) -> Reply:
    """Accept an input for a model and answer at once with where to follow it.

    Nothing is rendered here: the input is checked completely, frozen, recorded and queued.

    Raises
    ------
    InvalidInput
        422: every problem of the body at once, each with its place.
    Refused
        404: no model has this id. 415: the body is not declared as JSON.
    LimitExceeded
        429: the key is over its rate, its queue or its spend limit.
    """
    services = call.services
    model = find_model(call)
    services.accounts.check_rate(call.principal)
    body = await call.object()
    is_strict = _STRICT.search(call.header("prefer")) is not None
    try:
        if call.text("dry_run") == _REPORT or call.flag("dry_run"):
            return json_reply(await _predict(call, model, body, is_strict=is_strict))
        with services.traces.submit(call.header("traceparent")) as trace:
            accepted = await services.submitter.submit(
                call.principal,
                model.id,
                body,
                strict=is_strict,
                idempotency_key=_idempotency_key(call),
                webhook=call.header("x-filmgate-webhook") or None,
                trace=trace,
            )
    except PermissionDenied as error:
        raise refuse(403, ("body", RESERVED, "engine"), error.message, "engine") from error
    headers = {"Idempotency-Replayed": "true"} if accepted.is_replay else None
    return json_reply(submit_body(call.base, accepted.request.id, accepted.warnings), 200, headers)


async def _predict(
    call: Call, model: Model, body: dict[str, Json], *, is_strict: bool
) -> dict[str, Json]:
    try:
        prediction = await call.services.submitter.dry_run(
            call.principal, model.id, body, strict=is_strict
        )
    except InvalidInput as error:
        if call.text("dry_run") != _REPORT:
            raise
        return {
            "valid": False,
            "detail": [problem_body(problem) for problem in error.problems],
            "warnings": [problem_body(warning) for warning in error.warnings],
        }
    return prediction_body(prediction)


def find_model(call: Call) -> Model:
    """The model that the path names; a refusal that suggests the nearest id when there is none."""
    model_id = call.path("model_id")
    try:
        return call.services.catalog.get(model_id)
    except NotFound as error:
        raise refuse(404, ("path", "model_id"), error.message, "not_found") from error


def _wants_normalized(call: Call) -> bool:
    value = call.text("schema", "raw")
    if value not in ("raw", "normalized"):
        text = f"must be raw or normalized, got {value[:50]!r}"
        raise InvalidInput([Problem(("query", "schema"), text, "enum")])
    return value == "normalized"


def _idempotency_key(call: Call) -> str | None:
    value = call.header("idempotency-key")
    if value and _IDEMPOTENCY_KEY.fullmatch(value) is None:
        text = "must be 1 to 255 visible ASCII characters"
        raise InvalidInput([Problem(("header", "idempotency-key"), text, "idempotency_key")])
    return value or None


def prediction_body(prediction: Prediction) -> dict[str, Json]:
    """The answer of a dry run: what would be delivered, for what, and when."""
    return {
        "valid": True,
        "warnings": [problem_body(warning) for warning in prediction.warnings],
        "input": prediction.input,
        "output": plan_output(prediction.plan),
        "engine": prediction.plan.engine,
        "is_provisional": prediction.plan.is_provisional,
        "fates": [asdict(fate) for fate in prediction.fates],
        "cost": {
            "by_engine_usd": {
                engine: dollars(micro) for engine, micro in prediction.cost_micro.items()
            },
            "hosted_usd": dollars(prediction.hosted_cost_micro),
        },
        "eta_s": {"p50": prediction.eta_p50_s, "p90": prediction.eta_p90_s},
        "shots": [asdict(shot) for shot in prediction.plan.shots],
        "storyboard": prediction.plan.storyboard,
    }


def plan_output(plan: Plan) -> dict[str, Json]:
    """The size and length of the clip that is planned."""
    return {
        "width": plan.width,
        "height": plan.height,
        "frames": plan.frames,
        "fps": plan.fps,
        "duration_s": round(plan.duration_s, 6),
        "has_audio": plan.has_audio,
    }
