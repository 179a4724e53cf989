"""Webhooks: telling an address that a request has ended, signed, until it has understood.

Messages are rows, written in the transaction that ends their request, so none is lost and none
tells what did not happen. The form is that of Standard Webhooks [1]_.

References
----------
.. [1] Standard Webhooks specification 1.0, https://www.standardwebhooks.com.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from filmgate.core.errors import NotFound
from filmgate.core.json import Json
from filmgate.core.moment import timestamp
from filmgate.core.ports import RequestStore
from filmgate.core.records import StoredFile
from filmgate.core.request import Request
from filmgate.requests.ended import Files, ended_body

#: seconds before each further try of a message: eleven tries within a day
PAUSES_S: Final = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 36_000)
#: messages on their way at once
MAX_POSTS: Final = 16
#: seconds after which a message whose sender died is tried again
HOLD_S: Final = 60.0
#: seconds an old secret still signs after a new one was made
ROTATION_S: Final = 86_400.0
_PREFIX: Final = "whsec_"
_GONE: Final = 410

_log = logging.getLogger("filmgate.webhooks")


@dataclass(frozen=True, slots=True)
class Message:
    """One row of `deliveries`: a message to one address."""

    id: str
    owner_id: str
    request_id: str
    url: str
    #: what is sent, the same at every try; None before the first
    body: str | None
    tries: int
    created_at: float
    #: when it is tried again; None: delivered, or given up
    next_at: float | None = None
    last_status: int | None = None
    last_error: str | None = None
    delivered_at: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said to a message; status None when nothing came."""

    status: int | None
    error: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the message counts as delivered."""
        return self.status is not None and 200 <= self.status < 300


class MessageRows(Protocol):
    """Stores messages and the secrets they are signed with."""

    async def is_due(self) -> bool:
        """Whether a message is waiting to be sent now."""

    async def take(self, limit: int, hold_s: float) -> Sequence[Message]:
        """Take due messages; they are due again after `hold_s` unless `settle` says otherwise."""

    async def keep_body(self, message_id: str, body: str) -> None:
        """Record what is sent."""

    async def settle(self, message_id: str, answer: Answer, again_in_s: float | None) -> None:
        """Record an answer, and when to try again."""

    async def page(
        self, owner_id: str, cursor: str | None, limit: int
    ) -> tuple[list[Message], str | None]:
        """One page of an owner's messages, newest first."""

    async def replay(self, message_id: str, owner_id: str) -> Message | None:
        """Make a message due now, whatever became of it; None when the owner has no such one."""

    async def secrets(self, owner_id: str, fresh: str) -> tuple[str, ...]:
        """Secrets that sign an owner's messages, newest first; `fresh` if there was none."""

    async def rotate(self, owner_id: str, fresh: str, keep_s: float) -> tuple[str, ...]:
        """Make `fresh` the secret; the present one signs too for `keep_s`."""


class Post(Protocol):
    """Sends to other hosts, through the guard."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body; never raises for what the other side does."""


def new_secret() -> str:
    """Make a secret: ``whsec_`` and 24 random bytes in base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def sign(message_id: str, at: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """Headers that prove where a message comes from, with a signature by every secret."""
    told = f"{message_id}.{at}.".encode() + body
    signatures = []
    for key in keys:
        raw = base64.b64decode(key.removeprefix(_PREFIX))
        signatures.append("v1," + base64.b64encode(hmac.digest(raw, told, hashlib.sha256)).decode())
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def message_body(ended: Mapping[str, Json], at: str) -> bytes:
    """What a message says: ``request.succeeded`` and the like, when, and the result."""
    return msgspec.json.encode(
        {"type": f"request.{ended['status']}", "timestamp": at, "data": ended}
    )


class Webhooks:
    """What owners do with their messages and secrets."""

    def __init__(self, rows: MessageRows) -> None:
        self._rows = rows

    async def secrets(self, owner_id: str) -> tuple[str, ...]:
        """The secrets that sign now, newest first."""
        return await self._rows.secrets(owner_id, new_secret())

    async def rotate(self, owner_id: str) -> tuple[str, ...]:
        """Make a new secret; for a day messages carry a signature by the old one as well."""
        await self.secrets(owner_id)
        return await self._rows.rotate(owner_id, new_secret(), ROTATION_S)

    async def page(
        self, owner_id: str, cursor: str | None, limit: int
    ) -> tuple[list[Message], str | None]:
        """One page of the delivery log, newest first."""
        return await self._rows.page(owner_id, cursor, limit)

    async def replay(self, owner_id: str, message_id: str) -> Message:
        """Send a message again. Raises `NotFound`."""
        message = await self._rows.replay(message_id, owner_id)
        if message is None:
            raise NotFound(f"no message has the id {message_id!r}")
        return message


class Deliverer:
    """Sends what is due, and tries again what failed.

    Parameters
    ----------
    rows, requests, files
        What is sent.
    post
        Sends it.
    url_of
        The URL of an output.
    clock
        Seconds since the epoch.
    on_sent
        Told of every try, with its seconds and what became of it.
    """

    def __init__(
        self,
        rows: MessageRows,
        requests: RequestStore,
        files: Files,
        post: Post,
        url_of: Callable[[StoredFile], str],
        clock: Callable[[], float] = time.time,
        on_sent: Callable[[Message, float, Answer], Awaitable[None]] | None = None,
    ) -> None:
        self._on_sent = on_sent
        self._rows = rows
        self._requests = requests
        self._files = files
        self._post = post
        self._url_of = url_of
        self._clock = clock
        self._posts: set[asyncio.Task[None]] = set()

    async def deliver(self) -> None:
        """Begin to send what is due, so much as there is room for; does not wait for it."""
        room = MAX_POSTS - len(self._posts)
        if room <= 0 or not await self._rows.is_due():
            return
        for message in await self._rows.take(room, HOLD_S):
            task = asyncio.create_task(self._try(message))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)

    async def settled(self) -> None:
        """Wait for what is on its way."""
        await asyncio.gather(*self._posts)

    async def stop(self) -> None:
        """Leave what is on its way; it is sent again when a server runs."""
        posts = tuple(self._posts)
        for task in posts:
            task.cancel()
        await asyncio.gather(*posts, return_exceptions=True)

    async def _try(self, message: Message) -> None:
        try:
            began = time.monotonic()
            answer = await self._send(message)
            took_s = time.monotonic() - began
            again_in_s = None if answer.is_success else _pause(message.tries, answer)
            await self._rows.settle(message.id, answer, again_in_s)
            if self._on_sent:
                await self._on_sent(message, took_s, answer)
        except Exception:  # noqa: BLE001 - the worker's edge: it is due again after a while
            _log.exception("webhook %s could not be settled", message.id)

    async def _send(self, message: Message) -> Answer:
        body = message.body
        if body is None:
            request = await self._requests.get(message.request_id)
            if request is None:
                return Answer(_GONE, "the request was deleted before it could be told of")
            body = (await self._body(request)).decode()
            await self._rows.keep_body(message.id, body)
        keys = await self._rows.secrets(message.owner_id, new_secret())
        headers = sign(message.id, int(self._clock()), body.encode(), keys)
        return await self._post.post(message.url, body.encode(), headers)

    async def _body(self, request: Request) -> bytes:
        ended = await ended_body(request, self._files, self._url_of)
        return message_body(ended, timestamp(request.finished_at or self._clock()))


def _pause(tries: int, answer: Answer) -> float | None:
    """Seconds until the next try; None when the address is gone or a day has passed."""
    if answer.status == _GONE or tries > len(PAUSES_S):
        return None
    return float(PAUSES_S[tries - 1])
