"""A server with its application: what the settings ask for, ready to start."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from filmgate.bootstrap.folder import local_url, server_secret
from filmgate.bootstrap.server import wire

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from filmgate.bootstrap.server import Server
    from filmgate.core.json import Json
    from filmgate.core.media import MediaFacts
    from filmgate.core.order import MediaKind
    from filmgate.http.links import Links
    from filmgate.http.services import Services
    from filmgate.settings import Settings

    Probe: TypeAlias = Callable[[Path, MediaKind], Awaitable[MediaFacts]]

#: the password of a database's address, in front of the host or among the parameters
_PASSWORD: Final = re.compile(r"(://[^/@:]*:)[^@]*@")


def app(settings: Settings) -> Starlette:
    """The ASGI application of a server that starts and stops with it."""
    return build(settings).app


def build(settings: Settings, api_key: str | None = None) -> Server:
    """Wire a server.

    Parameters
    ----------
    settings
        What the operator chose.
    api_key
        Registered as the admin key, exactly as it is.

    Raises
    ------
    ConfigurationError
        If a setting cannot work.
    """
    from filmgate.http.app import create_app
    from filmgate.http.links import Links

    links = Links(settings.public_url, server_secret(settings))
    server, decoder = wire(settings, api_key, links)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await server.start(local_url(settings))
        try:
            yield
        finally:
            await server.stop()

    server.app = create_app(_services(server, links, decoder.probe), lifespan)
    return server


def _services(server: Server, links: Links, probe: Probe) -> Services:
    import filmgate
    from filmgate.db.overview import Overview
    from filmgate.http.services import MB, Services, Site
    from filmgate.http.static import WebApp

    settings = server.settings
    site = Site(
        public_url=settings.public_url.rstrip("/"),
        trusted_proxies=settings.trusted_proxies,
        # an address that was asked for by name is ours; a wildcard names nothing
        allow_hosts=settings.allow_hosts
        if settings.host in ("0.0.0.0", "::")  # noqa: S104
        else (*settings.allow_hosts, settings.host),
        cors_origins=settings.cors_origins,
        success_word=settings.success_word,
        max_body_bytes=settings.max_body_mb * MB,
        max_image_bytes=settings.max_image_mb * MB,
        max_video_bytes=settings.max_video_mb * MB,
        upload_ttl_s=settings.upload_ttl_s,
        min_free_bytes=settings.min_free_mb * MB,
        no_auth=settings.no_auth,
        metrics=settings.metrics,
    )
    return Services(
        catalog=server.catalog,
        submitter=server.submitter,
        follower=server.follower,
        accounts=server.accounts,
        sessions=server.sessions,
        requests=server.requests,
        files=server.files,
        artifacts=server.artifacts,
        links=links,
        watcher=server.watcher,
        webhooks=server.webhooks,
        probe=probe,
        incoming=server.scratch / "incoming",
        engines=server.engines.about,
        engines_of=server.engines.serving,
        checks=server.checks,
        queue=Overview(server.database).queue,
        settings=lambda: told(settings),
        version=filmgate.__version__,
        site=site,
        web=WebApp(public_url=site.public_url),
        meter=server.meter,
        traces=server.traces,
        metrics=server.metrics.text,
    )


def told(settings: Settings) -> list[dict[str, Json]]:
    """The settings as an operator may see them: without passwords."""
    from filmgate.settings import ENV_PREFIX, Settings, meanings

    means, usual = meanings(), msgspec.to_builtins(Settings(), enc_hook=str)
    values = msgspec.to_builtins(settings, enc_hook=str)
    values["database"] = _PASSWORD.sub(r"\1…@", settings.database)
    return [
        {
            "name": name,
            "value": value,
            "default": usual[name],
            "is_default": value == usual[name],
            "variable": ENV_PREFIX + name.upper(),
            "meaning": means[name],
        }
        for name, value in values.items()
    ]
