"""Every route of the server. Read this first.

A call passes: `Watching` (its id and its time) → `Gate` (is the Host ours?) → the router →
`Endpoint` (who calls, may they?) → a handler, whose docstring says what it does → its answer, or
an error from the one table in `filmgate.http.errors`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from filmgate.core.account import Scope
from filmgate.http import (
    account,
    doubt,
    events,
    files,
    models,
    openapi,
    operate,
    outputs,
    pages,
    requests,
    samples,
    session,
    system,
    webhooks,
)
from filmgate.http.call import Call
from filmgate.http.endpoint import Endpoint
from filmgate.http.errors import Refused, error_reply, on_fault
from filmgate.http.origin import Origins
from filmgate.http.watching import Watching

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Lifespan, Receive, Send
    from starlette.types import Scope as HttpScope

    from filmgate.http.services import Services

Handler = Callable[[Call], Awaitable["ASGIApp"]]
READ, WRITE, ADMIN = Scope.READ, Scope.WRITE, Scope.ADMIN


@dataclass(frozen=True, slots=True)
class Entry:
    """One route: method, path, handler, and the scope its key needs (None: no key)."""

    method: str
    path: str
    handler: Handler
    needs: Scope | None


# Status and result first: they are called most, and the router tries one after the other.
ROUTES: Final = (
    # the model API
    Entry("GET", "/v1/requests/{request_id}/status", requests.status, READ),
    Entry("GET", "/v1/requests/{request_id}/result", requests.result, READ),
    Entry("POST", "/v1/requests/{request_id}/cancel", requests.cancel, WRITE),
    Entry("GET", "/v1/models", models.listing, READ),
    Entry("GET", "/v1/models/categories", models.categories, READ),
    Entry("GET", "/v1/models/{model_id:path}", models.show, READ),
    Entry("POST", "/v1/models/{model_id:path}", models.submit, WRITE),
    # our own: requests
    Entry("GET", "/v1/requests", requests.listing, READ),
    Entry("GET", "/v1/requests/{request_id}", requests.show, READ),
    Entry("DELETE", "/v1/requests/{request_id}", requests.delete, WRITE),
    Entry("POST", "/v1/requests/{request_id}/undelete", requests.undelete, WRITE),
    Entry("POST", "/v1/requests/{request_id}/resolve", doubt.resolve, WRITE),
    Entry("GET", "/v1/requests/{request_id}/events", events.of_request, READ),
    Entry("GET", "/v1/events", events.of_owner, READ),
    # our own: files
    Entry("POST", "/v1/files", files.upload, WRITE),
    Entry("GET", "/v1/files", files.listing, READ),
    Entry("GET", "/v1/files/{file_id}", files.show, READ),
    Entry("DELETE", "/v1/files/{file_id}", files.delete, WRITE),
    Entry("GET", "/files/{link}/{name}", outputs.serve, None),
    # our own: account
    Entry("GET", "/v1/keys", account.list_keys, READ),
    Entry("POST", "/v1/keys", account.create_key, WRITE),
    Entry("GET", "/v1/keys/{key_id}", account.show_key, READ),
    Entry("PATCH", "/v1/keys/{key_id}", account.change_key, WRITE),
    Entry("DELETE", "/v1/keys/{key_id}", account.revoke_key, WRITE),
    Entry("GET", "/v1/owners", account.list_owners, ADMIN),
    Entry("POST", "/v1/owners", account.create_owner, ADMIN),
    Entry("GET", "/v1/usage", account.usage, READ),
    # our own: signing in to the web app
    Entry("GET", "/v1/session", session.show, None),
    Entry("POST", "/v1/session", session.open_, None),
    Entry("DELETE", "/v1/session", session.end, READ),
    # our own: webhooks
    Entry("GET", "/v1/webhooks/deliveries", webhooks.list_deliveries, READ),
    Entry("POST", "/v1/webhooks/deliveries/{delivery_id}/replay", webhooks.replay, WRITE),
    Entry("GET", "/v1/webhooks/secret", webhooks.show_secret, WRITE),
    Entry("POST", "/v1/webhooks/secret/rotate", webhooks.rotate_secret, WRITE),
    # the server itself
    Entry("GET", "/v1/engines", system.engines, READ),
    Entry("GET", "/v1/queue", operate.queue, ADMIN),
    Entry("GET", "/v1/settings", operate.settings, ADMIN),
    Entry("GET", "/v1/samples", samples.listing, READ),
    Entry("GET", "/samples/{name}", samples.serve, None),
    Entry("GET", "/openapi.json", openapi.serve, None),
    Entry("GET", "/healthz", system.health, None),
    Entry("GET", "/readyz", system.ready, None),
    Entry("GET", "/metrics", operate.metrics, None),
    Entry("GET", "/", pages.root, None),
    Entry("GET", "/models/{model_id:path}", pages.model, None),
)

#: addresses of the web app; the app itself decides what they show
WEB_PAGES: Final = (
    "/explore",
    "/models",
    "/generations",
    "/keys",
    "/usage",
    "/pricing",
    "/queue",
    "/settings",
    "/login",
)
#: not part of the API, so not of its description
WEB: Final = (
    *(Entry("GET", path, pages.app, None) for path in WEB_PAGES),
    Entry("GET", "/assets/{name}", pages.asset, None),
)


def create_app(services: Services, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Build the ASGI application; `lifespan` starts and stops what it needs."""
    site = services.site
    origins = Origins(site.public_url, site.trusted_proxies, site.allow_hosts)
    middleware = [Middleware(Gate, origins=origins)]
    if site.cors_origins:
        middleware.insert(0, _cors(site.cors_origins))
    middleware.insert(0, Middleware(Watching, meter=services.meter))
    app = Starlette(
        routes=_routes(services, origins),
        middleware=middleware,
        exception_handlers={HTTPException: pages.Missing(services.web), Exception: on_fault},
        lifespan=lifespan,
    )
    # no client follows redirects, so a path with one slash too many is simply unknown
    app.router.redirect_slashes = False
    app.state.description = openapi.Description(ROUTES, services.version)
    return app


def _routes(services: Services, origins: Origins) -> list[Route]:
    """One Starlette route for each path, so that a wrong method is told all the right ones."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for entry in (*ROUTES, *WEB):
        endpoint = Endpoint(services, origins, entry.handler, entry.needs)
        by_path.setdefault(entry.path, {})[entry.method] = endpoint
    return [
        Route(path, _ByMethod(path, endpoints), methods=list(endpoints), name=path)
        for path, endpoints in by_path.items()
    ]


class _ByMethod:
    """Sends a call to the endpoint of its method; HEAD is GET without a body."""

    def __init__(self, path: str, endpoints: dict[str, Endpoint]) -> None:
        #: the template, as metrics and logs name it
        self.path = path.replace(":path", "")
        self._endpoints = dict(endpoints)
        if "GET" in endpoints:
            self._endpoints["HEAD"] = endpoints["GET"]

    async def __call__(self, scope: HttpScope, receive: Receive, send: Send) -> None:
        """Answer one call; the route lets no other method through."""
        await self._endpoints[scope["method"]](scope, receive, send)


def _cors(cors_origins: tuple[str, ...]) -> Middleware:
    return Middleware(
        CORSMiddleware,
        allow_origins=list(cors_origins),
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=[
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "X-Request-Id",
        ],
        expose_headers=["Idempotency-Replayed", "Retry-After", "X-Request-Id"],
    )


class Gate:
    """Refuses calls for hosts that are not ours; probes of the server's health may use any."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: HttpScope, receive: Receive, send: Send) -> None:
        """Pass a call on, or refuse it."""
        if scope["type"] == "http" and scope["path"] not in ("/healthz", "/readyz"):
            try:
                self._origins.check(scope)
            except Refused as error:
                await error_reply(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)
