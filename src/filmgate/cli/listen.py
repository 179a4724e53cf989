"""``filmgate listen``: webhooks on a machine that no server can reach."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from filmgate.cli.console import note, out
from filmgate.core.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx2

    from filmgate.cli.session import Place
    from filmgate.client import HappenedEvent

#: seconds the local address may take
_TIMEOUT_S = 10.0


async def listen(place: Place, url: str, after: int | None) -> None:
    """Follow the owner's events and post each end of a request to a local address, until stopped.

    Raises
    ------
    ConfigurationError
        If no server is named and none runs on this data folder.
    """
    import httpx2

    from filmgate import bootstrap

    if not place.server and not bootstrap.find_running(place.settings):
        raise ConfigurationError(
            "no server runs here: start `filmgate serve`, or name one with --server"
        )
    async with place.connect() as client, httpx2.AsyncClient(timeout=_TIMEOUT_S) as http:
        secret = str((await client.call("GET", "/v1/webhooks/secret"))["secret"])
        out().print(f"forwards to [bold]{url}[/], signed with [bold]{secret}[/]", soft_wrap=True)
        async for event in client.follow(after):
            if event.request:
                answer = await forward(http, url, event, secret)
                out().print(f"{event.at}  request.{event.status}  {event.request_id}  {answer}")


async def forward(http: httpx2.AsyncClient, url: str, event: HappenedEvent, secret: str) -> str:
    """Post one end of a request as a webhook would; gives what became of it."""
    import httpx2

    from filmgate.requests.webhooks import message_body, sign

    body = message_body(event.request, event.at)
    headers = sign(f"msg_{event.request_id}", int(time.time()), body, [secret])
    try:
        answer = await http.post(url, content=body, headers=headers)
    except httpx2.TransportError as error:
        note().print(f"[yellow]{url} gave no answer[/]: {error}")
        return "no answer"
    return str(answer.status_code)
