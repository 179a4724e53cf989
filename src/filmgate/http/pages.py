"""What the addresses of the web app answer: the app, or small honest pages without it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import msgspec

from filmgate.http.errors import on_http_exception
from filmgate.http.models import find_model
from filmgate.http.reply import Reply, json_reply, text_reply

if TYPE_CHECKING:
    from starlette.requests import Request as StarletteRequest

    from filmgate.http.call import Call
    from filmgate.http.static import WebApp

_POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Vary": "Accept",
}
#: below these there is only the API and files
_NO_PAGES: Final = ("/v1/", "/files/", "/assets/", "/samples/")
_NOT_FOUND: Final = 404
#: what makes the web app in a checkout; the hook finds a Node by itself
BUILD_COMMAND: Final = "FILMGATE_WEB=require pip install -e ."
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 10vh auto;
  padding: 0 1.5rem; color: #1c1c1f; background: #fafaf8; }}
pre {{ background: #1c1c1f; color: #f2f2ee; padding: 1rem; border-radius: 8px;
  overflow-x: auto; }}
a {{ color: #0b57d0; }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #ececea; background: #141416; }}
  a {{ color: #8ab4f8; }}
}}
</style></head><body>
<h1>{title}</h1>
{body}
<p><a href="/openapi.json">OpenAPI description</a> · <a href="/readyz">state of the server</a></p>
</body></html>
"""


async def root(call: Call) -> Reply:
    """Give the web app to browsers, and say what this is to programs."""
    models = call.services.catalog.models
    version = call.services.version
    if _is_browser(call):
        return call.services.web.page() or _not_built(call)
    return json_reply(
        {
            "name": "filmgate",
            "version": version,
            "models": len(models),
            "models_url": f"{call.base}/v1/models",
            "openapi_url": f"{call.base}/openapi.json",
        }
    )


async def model(call: Call) -> Reply:
    """Open the web app at a model; without the app, say what the model does and how to call it."""
    if _is_browser(call):
        is_known = call.path("model_id") in call.services.catalog.models
        page = call.services.web.page(200 if is_known else 404)
        if page is not None:
            return page
    found = find_model(call)
    example = msgspec.json.format(msgspec.json.encode(found.example), indent=2).decode()
    command = f"curl {call.base}/v1/models/{found.id}"
    return _page(
        found.display_name,
        f"<p>{escape(found.description)}</p>"
        f"<p>{escape(', '.join(found.categories))} · on the hosted service "
        f"{found.base_price_usd:g} USD a second</p>"
        f"{_command(command, example)}",
    )


async def app(call: Call) -> Reply:
    """Open a page of the web app."""
    return call.services.web.page() or _not_built(call, 503)


async def asset(call: Call) -> Reply:
    """Send an asset of the web app."""
    return call.services.web.asset(
        call.path("name"), call.header("accept-encoding"), call.header("range")
    )


class Missing:
    """Answers what the router refuses; an unknown page opens the app, which says so to people."""

    def __init__(self, web: WebApp) -> None:
        self._web = web

    async def __call__(self, request: StarletteRequest, error: Exception) -> Reply:
        """Answer one call."""
        is_page = not request.url.path.startswith(_NO_PAGES)
        if is_page and getattr(error, "status_code", 0) == _NOT_FOUND and _wants_page(request):
            page = self._web.page(_NOT_FOUND)
            if page is not None:
                return page
        return await on_http_exception(request, error)


def _wants_page(request: StarletteRequest) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _is_browser(call: Call) -> bool:
    return "text/html" in call.header("accept")


def _not_built(call: Call, status: int = 200) -> Reply:
    models = call.services.catalog.models.values()
    reason = call.services.web.why_not_built()
    names = "".join(
        f'<li><a href="/models/{escape(model.id)}">{escape(model.display_name)}</a></li>'
        for model in models
    )
    return _page(
        f"filmgate {call.services.version}",
        f"<p>A model API server for video with {len(models)} models. "
        "Calls of the API need a key.</p>"
        f"<ul>{names}</ul>"
        f"{_command(f'curl {call.base}/v1/models', '')}"
        "<h2>The web app is not built</h2>"
        "<p>The API works without it. It is missing because the package was installed where "
        "npm's registry could not be reached, or with FILMGATE_WEB=skip.</p>"
        f"{f'<pre>{escape(reason)}</pre>' if reason else ''}"
        "<p>To build it, in a checkout of filmgate:</p>"
        f"<pre>{escape(BUILD_COMMAND)}</pre>"
        "<p>Then reload this page; the server need not be restarted.</p>",
        status,
    )


def _command(command: str, body: str) -> str:
    text = f'{command} \\\n  -H "Authorization: Bearer $FILMGATE_KEY"'
    if body:
        quoted = body.replace("'", "'\\''")
        text += f" \\\n  -H 'Content-Type: application/json' \\\n  -d '{quoted}'"
    return f"<pre>{escape(text, quote=False)}</pre>"


def _page(title: str, body: str, status: int = 200) -> Reply:
    page = _PAGE.format(title=escape(title), body=body)
    reply = text_reply(page, "text/html; charset=utf-8", _POLICY)
    reply.status_code = status
    return reply
