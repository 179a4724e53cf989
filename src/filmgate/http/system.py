"""The server about itself: what it is, whether it is well, which engines it has."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from filmgate.http.reply import Reply, json_reply, text_reply

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.ports import Capabilities, Readiness
    from filmgate.http.call import Call

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>filmgate</title>
<style>
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 10vh auto;
  padding: 0 1.5rem; color: #1c1c1f; background: #fafaf8; }}
pre {{ background: #1c1c1f; color: #f2f2ee; padding: 1rem; border-radius: 8px; overflow-x: auto; }}
a {{ color: #0b57d0; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ececea; background: #141416; }}
  a {{ color: #8ab4f8; }} }}
</style></head><body>
<h1>filmgate {version}</h1>
<p>A model API server for video. It offers {count} models; every call needs a key.</p>
<pre>curl {base}/v1/models -H "Authorization: Bearer $FILMGATE_KEY"</pre>
<p><a href="/openapi.json">OpenAPI description</a> · <a href="/readyz">state of the server</a></p>
</body></html>
"""


async def root(call: Call) -> Reply:
    """Say what this is: a page for browsers, JSON for programs."""
    models = len(call.services.catalog.models)
    version = call.services.version
    if "text/html" in call.header("accept"):
        page = _PAGE.format(version=escape(version), count=models, base=escape(call.base))
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return text_reply(page, "text/html; charset=utf-8", policy)
    return json_reply(
        {
            "name": "filmgate",
            "version": version,
            "models": models,
            "models_url": f"{call.base}/v1/models",
            "openapi_url": f"{call.base}/openapi.json",
        }
    )


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
