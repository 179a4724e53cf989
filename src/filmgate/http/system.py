"""The server about itself: whether it is well, and which engines it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmgate.http.reply import Reply, json_reply

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.ports import Capabilities, Readiness
    from filmgate.http.call import Call


async def health(_: Call) -> Reply:
    """Say that the process answers."""
    return json_reply({"status": "ok"})


async def ready(call: Call) -> Reply:
    """Say whether requests can be taken and rendered: 200, or 503 with what is missing."""
    checks = await call.services.checks()
    is_ready = all(check.ready for check in checks.values())
    body = {
        "status": "ready" if is_ready else "not_ready",
        "checks": {name: _readiness(check) for name, check in checks.items()},
    }
    return json_reply(body, 200 if is_ready else 503)


async def engines(call: Call) -> Reply:
    """List the engines: what each can do, and whether it can do it now."""
    described = call.services.engines()
    return json_reply({"engines": [_engine(about, state) for about, state in described]})


def _engine(about: Capabilities, state: Readiness) -> dict[str, Json]:
    return {
        "name": about.name,
        "version": about.version,
        "summary": about.summary,
        **_readiness(state),
        "is_paid": about.is_paid,
        "is_remote": about.is_remote,
        "can_cancel": about.can_cancel,
        "progress": about.progress,
        "tasks": [
            {
                "task": task.task.value,
                "max_duration_s": task.max_duration_s,
                "max_side": task.max_side,
                "audio": task.audio,
                "end_image": task.end_image,
                "references": task.references,
                "reference_video": task.reference_video,
                "shots": task.shots,
            }
            for task in about.tasks
        ],
    }


def _readiness(state: Readiness) -> dict[str, Json]:
    body: dict[str, Json] = {"ready": state.ready}
    if state.reason:
        body["reason"] = state.reason
    if state.fix:
        body["fix"] = state.fix
    return body
