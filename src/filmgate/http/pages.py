"""Small honest pages for people who open the server in a browser."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import msgspec

from filmgate.http.models import find_model
from filmgate.http.reply import Reply, json_reply, text_reply

if TYPE_CHECKING:
    from filmgate.http.call import Call

_POLICY: Final = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
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
    """Say what this is: a page for browsers, JSON for programs."""
    models = call.services.catalog.models
    version = call.services.version
    if "text/html" in call.header("accept"):
        names = "".join(
            f'<li><a href="/models/{escape(model.id)}">{escape(model.display_name)}</a></li>'
            for model in models.values()
        )
        return _page(
            f"filmgate {version}",
            f"<p>A model API server for video with {len(models)} models. "
            "Calls of the API need a key.</p>"
            f"<ul>{names}</ul>"
            f"{_command(f'curl {call.base}/v1/models', '')}",
        )
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
    """Show a person what a model does, and how to call it."""
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


def _command(command: str, body: str) -> str:
    text = f'{command} \\\n  -H "Authorization: Bearer $FILMGATE_KEY"'
    if body:
        quoted = body.replace("'", "'\\''")
        text += f" \\\n  -H 'Content-Type: application/json' \\\n  -d '{quoted}'"
    return f"<pre>{escape(text, quote=False)}</pre>"


def _page(title: str, body: str) -> Reply:
    page = _PAGE.format(title=escape(title), body=body)
    return text_reply(page, "text/html; charset=utf-8", _POLICY)
