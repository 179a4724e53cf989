"""Sending to addresses that callers name, through the same guard as fetching from them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import aiohttp

from filmgate.core.errors import MediaError
from filmgate.media.guard import BlockedAddress, FetchPolicy, guarded_connector

if TYPE_CHECKING:
    from collections.abc import Mapping

#: seconds an address may take for everything
TIMEOUT_S: Final = 10.0
#: bytes of an answer that are read, so that the connection can be used again
_ANSWER_BYTES: Final = 64 * 1024


class Poster:
    """Posts small bodies; one for the whole process. Redirects are not followed."""

    def __init__(self, policy: FetchPolicy, timeout_s: float = TIMEOUT_S) -> None:
        self._policy = policy
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int | None, str]:
        """Send a body; gives the status of the answer, or None and why there is none."""
        try:
            target = self._policy.check_url(url)
            session = self._open()
            async with session.post(
                target, data=body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.content.read(_ANSWER_BYTES)
                is_fine = answer.status < 300
                return answer.status, "" if is_fine else f"answered {answer.status}"
        except MediaError as error:
            return None, error.message
        except (TimeoutError, BlockedAddress, aiohttp.ClientError, OSError) as error:
            return None, _why(error)

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=guarded_connector(self._policy),
                timeout=self._timeout,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"user-agent": "filmgate-webhooks"},
            )
        return self._session


def _why(error: BaseException) -> str:
    if isinstance(error, asyncio.TimeoutError):
        return "no answer in time"
    cause = getattr(error, "os_error", error)
    if isinstance(cause, BlockedAddress):
        return str(cause)
    return (str(error) or type(error).__name__)[:300]
