"""Carries calls to the server and files back, blocking and awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, closing, suppress
from typing import TYPE_CHECKING, Final

import httpx2

from filmgate.client import protocol
from filmgate.client.errors import ConnectionFailed, LocalFileError, NotStreamed
from filmgate.client.partial import PartialFile
from filmgate.client.protocol import Answer, Call, Target
from filmgate.client.sse import MEDIA_TYPE, Events

if TYPE_CHECKING:
    from pathlib import Path

    from filmgate.client.answers import HappenedEvent

_TIMEOUT: Final = httpx2.Timeout(60.0, connect=10.0, write=300.0, pool=60.0)
_CHUNK: Final = 1 << 18
#: longest silence of a stream of events, in seconds; servers give signs of life more often
SILENCE_S: Final = 45.0


class Wire:
    """Sends calls, blocking."""

    def __init__(self, target: Target, transport: httpx2.BaseTransport | None) -> None:
        self._target = target
        self._http = httpx2.Client(timeout=_TIMEOUT, transport=transport, follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, call: Call) -> Answer:
        """Make a call; a GET is made again where that may help.

        Raises
        ------
        ConnectionFailed
            No answer came.
        """
        attempt = 0
        while True:
            attempt += 1
            answer = self._send_once(call)
            pause_s = protocol.retry_delay_s(call, attempt, _passed(answer))
            if pause_s is None:
                return _arrived(answer)
            time.sleep(pause_s)

    def _send_once(self, call: Call) -> Answer | ConnectionFailed:
        content = _read_file(call.file) if call.file else call.body
        request = self._http.build_request(
            call.method,
            self._target.url + call.path,
            params=dict(call.query),
            headers=_headers(self._target, call),
            content=content,
        )
        try:
            response = self._http.send(request)
        except httpx2.TransportError as error:
            return _unreachable(self._target, error)
        return _answer(response, response.content)

    def events(self, call: Call, until: float | None) -> Iterator[HappenedEvent]:
        """Give events as they come; ends when the connection does, or at a monotonic time.

        Raises
        ------
        NotStreamed
            The server answers, but not with a stream.
        """
        events = Events()
        request = self._http.build_request(
            call.method,
            self._target.url + call.path,
            params=dict(call.query),
            headers=_headers(self._target, call),
            timeout=_silence(until),
        )
        with suppress(httpx2.TransportError):
            response = self._http.send(request, stream=True)
            with closing(response):
                _require_stream(response)
                for chunk in response.iter_bytes():
                    yield from events.feed(chunk)
                    if _is_over(until):
                        return

    def download(self, url: str, to: Path) -> Path:
        """Save what a URL gives; the file appears under its name only when it is complete."""
        partial = PartialFile(url, to)
        attempt = 0
        while True:
            attempt += 1
            answer = self._fetch(url, partial)
            if answer is not None and answer.status == 200:
                return partial.finish()
            pause_s = protocol.retry_delay_s(Call("GET", url), attempt, answer)
            if pause_s is None:
                raise partial.failed(answer)
            time.sleep(pause_s)

    def _fetch(self, url: str, partial: PartialFile) -> Answer | None:
        """Download into the partial file; None when the connection failed on the way."""
        try:
            with self._http.stream("GET", url) as response, partial.open() as file:
                if response.status_code == 200:
                    for chunk in response.iter_bytes(_CHUNK):
                        file.write(chunk)
                    return Answer(200, b"")
                return _answer(response, response.read())
        except httpx2.TransportError:
            return None


class AsyncWire:
    """Sends calls, awaited; see `Wire`."""

    def __init__(self, target: Target, transport: httpx2.AsyncBaseTransport | None) -> None:
        self._target = target
        #: whether answers arrive piece by piece; the transport into an application waits for all
        self.streams = not isinstance(transport, httpx2.ASGITransport)
        self._http = httpx2.AsyncClient(
            timeout=_TIMEOUT, transport=transport, follow_redirects=False
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, call: Call) -> Answer:
        """Make a call; a GET is made again where that may help."""
        attempt = 0
        while True:
            attempt += 1
            answer = await self._send_once(call)
            pause_s = protocol.retry_delay_s(call, attempt, _passed(answer))
            if pause_s is None:
                return _arrived(answer)
            await asyncio.sleep(pause_s)

    async def _send_once(self, call: Call) -> Answer | ConnectionFailed:
        content = _read_file_async(call.file) if call.file else call.body
        request = self._http.build_request(
            call.method,
            self._target.url + call.path,
            params=dict(call.query),
            headers=_headers(self._target, call),
            content=content,
        )
        try:
            response = await self._http.send(request)
        except httpx2.TransportError as error:
            return _unreachable(self._target, error)
        return _answer(response, response.content)

    async def events(self, call: Call, until: float | None) -> AsyncGenerator[HappenedEvent, None]:
        """Give events as they come; see `Wire.events`."""
        events = Events()
        request = self._http.build_request(
            call.method,
            self._target.url + call.path,
            params=dict(call.query),
            headers=_headers(self._target, call),
            timeout=_silence(until),
        )
        with suppress(httpx2.TransportError):
            response = await self._http.send(request, stream=True)
            async with aclosing(response):
                _require_stream(response)
                async for chunk in response.aiter_bytes():
                    for event in events.feed(chunk):
                        yield event
                    if _is_over(until):
                        return

    async def download(self, url: str, to: Path) -> Path:
        """Save what a URL gives."""
        partial = PartialFile(url, to)
        attempt = 0
        while True:
            attempt += 1
            answer = await self._fetch(url, partial)
            if answer is not None and answer.status == 200:
                return partial.finish()
            pause_s = protocol.retry_delay_s(Call("GET", url), attempt, answer)
            if pause_s is None:
                raise partial.failed(answer)
            await asyncio.sleep(pause_s)

    async def _fetch(self, url: str, partial: PartialFile) -> Answer | None:
        try:
            async with self._http.stream("GET", url) as response:
                with partial.open() as file:
                    if response.status_code == 200:
                        async for chunk in response.aiter_bytes(_CHUNK):
                            file.write(chunk)
                        return Answer(200, b"")
                    return _answer(response, await response.aread())
        except httpx2.TransportError:
            return None


def _silence(until: float | None) -> httpx2.Timeout:
    left_s = SILENCE_S if until is None else min(SILENCE_S, max(0.001, until - time.monotonic()))
    return httpx2.Timeout(10.0, read=left_s)


def _is_over(until: float | None) -> bool:
    return until is not None and time.monotonic() >= until


def _require_stream(response: httpx2.Response) -> None:
    kind = response.headers.get("content-type", "")
    if response.status_code != 200 or not kind.startswith(MEDIA_TYPE):
        raise NotStreamed("the server does not offer its events as a stream")


def _passed(answer: Answer | ConnectionFailed) -> Answer | None:
    return answer if isinstance(answer, Answer) else None


def _arrived(answer: Answer | ConnectionFailed) -> Answer:
    if isinstance(answer, ConnectionFailed):
        raise answer
    return answer


def _unreachable(target: Target, error: Exception) -> ConnectionFailed:
    reason = str(error) or type(error).__name__
    failure = ConnectionFailed(
        f"{target.url} gave no answer ({reason}): is the server running, and is FILMGATE_URL right?"
    )
    failure.__cause__ = error
    return failure


def _answer(response: httpx2.Response, body: bytes) -> Answer:
    return Answer(response.status_code, body, {k.lower(): v for k, v in response.headers.items()})


def _headers(target: Target, call: Call) -> dict[str, str]:
    headers = {**target.headers(), **call.headers}
    if call.file is not None:
        headers["Content-Type"] = "application/octet-stream"
        headers["Content-Length"] = str(_size(call.file))
    return headers


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _read_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


async def _read_file_async(path: Path) -> AsyncIterator[bytes]:
    for chunk in _read_file(path):
        yield chunk
