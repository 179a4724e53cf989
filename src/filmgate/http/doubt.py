"""A request in doubt is settled by its owner: rendered again, waited for, or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.core.errors import InvalidInput, Problem
from filmgate.http.errors import refuse
from filmgate.http.reply import Reply, json_reply

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.http.call import Call

#: what may be done about a request in doubt
ACTIONS: Final = ("retry", "attach", "fail")
_FIELDS: Final = ("action", "handle")


async def resolve(call: Call) -> Reply:
    """Settle a request in doubt: a paid service may have accepted it, but its answer is lost.

    ``retry`` calls the service once more, which may cost twice; ``attach`` waits for the work
    whose ``handle`` (the service's own id of it) you have looked up there; ``fail`` ends it.
    """
    request_id = call.id("request_id")
    follower = call.services.follower
    await follower.status(call.principal, request_id)  # whose it is comes before what is wanted
    action, handle = _read(await call.object())
    if not await follower.resolve(
        call.principal, request_id, again=action != "fail", handle=handle
    ):
        raise refuse(
            409,
            ("path", "request_id"),
            "only a request in doubt can be settled; see its status in GET /v1/requests/{id}",
            "not_in_doubt",
        )
    followed = await follower.status(call.principal, request_id)
    return json_reply({"request_id": request_id, "status": followed.request.status.value})


def _read(body: dict[str, Json]) -> tuple[str, str | None]:
    """Read the wish. Raises `InvalidInput` with everything that is wrong."""
    action, handle = body.get("action"), body.get("handle")
    problems = [
        Problem(("body", name), f"unknown field; allowed: {', '.join(_FIELDS)}", "unknown_field")
        for name in body
        if name not in _FIELDS
    ]
    if action not in ACTIONS:
        text = f"must be one of {', '.join(ACTIONS)}, got {str(action)[:80]!r}"
        problems.append(Problem(("body", "action"), text, "enum"))
    is_text = isinstance(handle, str) and 0 < len(handle) <= 500
    if action == "attach" and not is_text:
        text = "attach needs the service's id of the work, a text of 1 to 500 characters"
        problems.append(Problem(("body", "handle"), text, "missing"))
    elif action != "attach" and handle is not None:
        problems.append(Problem(("body", "handle"), "only attach takes a handle", "not_allowed"))
    if problems:
        raise InvalidInput(problems)
    return str(action), str(handle) if is_text else None
