"""The two clients, side by side: the same operations, blocking and awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from filmgate.client import answers, protocol
from filmgate.client.errors import NotStreamed, WaitedTooLong
from filmgate.client.protocol import Call, Operation, T, Target
from filmgate.client.watch import Watch
from filmgate.client.wire import AsyncWire, Wire

if TYPE_CHECKING:
    from types import TracebackType

    import httpx2

    from filmgate.client.answers import Body
    from filmgate.client.local import Input


class Client:
    """Calls a filmgate server, or the hosted service, and waits for the answers.

    Parameters
    ----------
    url
        The server; default FILMGATE_URL, else ``http://127.0.0.1:8000``.
    key
        The API key; default FILMGATE_KEY.
    transport
        Another way to reach the server, for tests.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.target = Target.resolve(url, key)
        self._wire = Wire(self.target, transport)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def submit(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        strict: bool = False,
        idempotency_key: str | None = None,
    ) -> answers.Submitted:
        """Submit an input; local files in media fields are sent first."""
        operation = protocol.submit(model_id, input, strict=strict, idempotency_key=idempotency_key)
        return self._drive(operation)

    def dry_run(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        strict: bool = False,
    ) -> answers.Prediction:
        """Check an input and predict what it would give, without submitting it."""
        return self._drive(protocol.dry_run(model_id, input, strict=strict))

    def run(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        timeout_s: float | None = None,
        idempotency_key: str | None = None,
    ) -> answers.Result:
        """Submit an input, wait until it has ended, and give its result.

        Raises
        ------
        InputRefused, RequestFailed, RequestCancelled, WaitedTooLong
        """
        submitted = self.submit(model_id, input, idempotency_key=idempotency_key)
        return self.wait(submitted.request_id, timeout_s=timeout_s)

    def wait(self, request_id: str, *, timeout_s: float | None = None) -> answers.Result:
        """Wait until a request has ended, and give its result; raises unless it succeeded."""
        for _ in self.iterate(request_id, timeout_s=timeout_s):
            pass
        return self._drive(protocol.outcome(request_id))

    def iterate(
        self, request_id: str, *, timeout_s: float | None = None
    ) -> Iterator[answers.State]:
        """Yield the state of a request whenever it changed, until it has ended."""
        watch, until = Watch(request_id), _until(timeout_s)
        for delay_s in protocol.poll_delays_s():
            yield from self._from_stream(watch, until)
            if not watch.has_ended and self._drive(watch.look()) and watch.state:
                yield watch.state
            if watch.has_ended:
                return
            if until is not None and time.monotonic() + delay_s > until:
                raise WaitedTooLong(request_id, timeout_s or 0.0)
            time.sleep(delay_s)

    def _from_stream(self, watch: Watch, until: float | None) -> Iterator[answers.State]:
        """States from the server's events, where it offers them, until the stream ends."""
        if not watch.is_streamed:
            return
        try:
            for event in self._wire.events(watch.stream, until):
                if watch.take(event) and watch.state:
                    yield watch.state
        except NotStreamed:
            watch.is_streamed = False

    def status(self, request_id: str) -> answers.State:
        """Ask where a request is."""
        return self._drive(protocol.status(request_id))

    def result(self, request_id: str, *, include_cost: bool = False) -> answers.Result:
        """Ask for the result of a request, in whatever state it is."""
        return self._drive(protocol.result(request_id, include_cost=include_cost))

    def cancel(self, request_id: str) -> answers.CancelAnswer:
        """Cancel a request."""
        return self._drive(protocol.cancel(request_id))

    def resolve(self, request_id: str, action: str, handle: str | None = None) -> str:
        """Settle a request that a paid service may have accepted; returns its status then.

        `action` is "retry" (may cost twice), "attach" (wait for the service's work `handle`) or
        "fail".
        """
        return self._drive(protocol.resolve(request_id, action, handle))

    def events(self, request_id: str, after: int = 0) -> list[answers.HappenedEvent]:
        """What happened to a request, after a sequence number."""
        return self._drive(protocol.events(request_id, after))

    def follow(self, after: int | None = None) -> Iterator[answers.HappenedEvent]:
        """Yield what happens to all of the owner's requests, after a number or from now on.

        It begins again where it was when the connection breaks, and does not end by itself.
        """
        for delay_s in protocol.poll_delays_s():
            for event in self._wire.events(protocol.event_stream(None, after), None):
                after = event.number
                yield event
            time.sleep(delay_s)

    def show(self, request_id: str) -> Body:
        """Everything about a request: input, plan, fates, report, events."""
        return self._drive(protocol.show(request_id))

    def upload(self, path: Path | str, name: str | None = None) -> answers.UploadedFile:
        """Send a file; free when the server holds it for you already."""
        return self._drive(protocol.upload(Path(path), name))

    def models(
        self, search: str = "", category: str = "", *, include_schema: bool = False
    ) -> list[answers.ModelInfo]:
        """The catalog."""
        return self._drive(protocol.models(search, category, include_schema=include_schema))

    def model(self, model_id: str, *, normalized: bool = False) -> answers.ModelInfo:
        """One model with its input schema."""
        return self._drive(protocol.model(model_id, normalized=normalized))

    def call(self, method: str, path: str, body: bytes | None = None, **query: str) -> Body:
        """Call any other route that answers with a JSON object."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        return protocol.decode(self._wire.send(Call(method, path, query, headers, body)))

    def download(self, source: answers.Result | str, to: Path | str) -> Path:
        """Save an output, or any URL of one, to a file or into a folder.

        The file appears under its name only when it is complete.
        """
        return self._wire.download(source if isinstance(source, str) else source.url, Path(to))

    def _drive(self, operation: Operation[T]) -> T:
        try:
            call = next(operation)
            while True:
                call = operation.send(self._wire.send(call))
        except StopIteration as stop:
            found: T = stop.value
            return found


class AsyncClient:
    """The same client with awaited methods; see `Client`."""

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.target = Target.resolve(url, key)
        self._wire = AsyncWire(self.target, transport)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def submit(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        strict: bool = False,
        idempotency_key: str | None = None,
    ) -> answers.Submitted:
        """Submit an input; local files in media fields are sent first."""
        operation = protocol.submit(model_id, input, strict=strict, idempotency_key=idempotency_key)
        return await self._drive(operation)

    async def dry_run(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        strict: bool = False,
    ) -> answers.Prediction:
        """Check an input and predict what it would give, without submitting it."""
        return await self._drive(protocol.dry_run(model_id, input, strict=strict))

    async def run(
        self,
        model_id: str,
        input: Input,  # noqa: A002
        *,
        timeout_s: float | None = None,
        idempotency_key: str | None = None,
    ) -> answers.Result:
        """Submit an input, wait until it has ended, and give its result."""
        submitted = await self.submit(model_id, input, idempotency_key=idempotency_key)
        return await self.wait(submitted.request_id, timeout_s=timeout_s)

    async def wait(self, request_id: str, *, timeout_s: float | None = None) -> answers.Result:
        """Wait until a request has ended, and give its result; raises unless it succeeded."""
        async for _ in self.iterate(request_id, timeout_s=timeout_s):
            pass
        return await self._drive(protocol.outcome(request_id))

    async def iterate(
        self, request_id: str, *, timeout_s: float | None = None
    ) -> AsyncIterator[answers.State]:
        """Yield the state of a request whenever it changed, until it has ended."""
        watch, until = Watch(request_id), _until(timeout_s)
        watch.is_streamed = self._wire.streams
        for delay_s in protocol.poll_delays_s():
            async with aclosing(self._from_stream(watch, until)) as states:
                async for state in states:
                    yield state
            if not watch.has_ended and await self._drive(watch.look()) and watch.state:
                yield watch.state
            if watch.has_ended:
                return
            if until is not None and time.monotonic() + delay_s > until:
                raise WaitedTooLong(request_id, timeout_s or 0.0)
            await asyncio.sleep(delay_s)

    async def _from_stream(
        self, watch: Watch, until: float | None
    ) -> AsyncGenerator[answers.State, None]:
        if not watch.is_streamed:
            return
        try:
            async with aclosing(self._wire.events(watch.stream, until)) as events:
                async for event in events:
                    if watch.take(event) and watch.state:
                        yield watch.state
        except NotStreamed:
            watch.is_streamed = False

    async def status(self, request_id: str) -> answers.State:
        """Ask where a request is."""
        return await self._drive(protocol.status(request_id))

    async def result(self, request_id: str, *, include_cost: bool = False) -> answers.Result:
        """Ask for the result of a request, in whatever state it is."""
        return await self._drive(protocol.result(request_id, include_cost=include_cost))

    async def cancel(self, request_id: str) -> answers.CancelAnswer:
        """Cancel a request."""
        return await self._drive(protocol.cancel(request_id))

    async def resolve(self, request_id: str, action: str, handle: str | None = None) -> str:
        """Settle a request in doubt; see `Client.resolve`."""
        return await self._drive(protocol.resolve(request_id, action, handle))

    async def events(self, request_id: str, after: int = 0) -> list[answers.HappenedEvent]:
        """What happened to a request, after a sequence number."""
        return await self._drive(protocol.events(request_id, after))

    async def follow(self, after: int | None = None) -> AsyncIterator[answers.HappenedEvent]:
        """Yield what happens to all of the owner's requests; see `Client.follow`."""
        for delay_s in protocol.poll_delays_s():
            call = protocol.event_stream(None, after)
            async with aclosing(self._wire.events(call, None)) as events:
                async for event in events:
                    after = event.number
                    yield event
            await asyncio.sleep(delay_s)

    async def show(self, request_id: str) -> Body:
        """Everything about a request: input, plan, fates, report, events."""
        return await self._drive(protocol.show(request_id))

    async def upload(self, path: Path | str, name: str | None = None) -> answers.UploadedFile:
        """Send a file; free when the server holds it for you already."""
        return await self._drive(protocol.upload(Path(path), name))

    async def models(
        self, search: str = "", category: str = "", *, include_schema: bool = False
    ) -> list[answers.ModelInfo]:
        """The catalog."""
        return await self._drive(protocol.models(search, category, include_schema=include_schema))

    async def model(self, model_id: str, *, normalized: bool = False) -> answers.ModelInfo:
        """One model with its input schema."""
        return await self._drive(protocol.model(model_id, normalized=normalized))

    async def call(self, method: str, path: str, body: bytes | None = None, **query: str) -> Body:
        """Call any other route that answers with a JSON object."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        return protocol.decode(await self._wire.send(Call(method, path, query, headers, body)))

    async def download(self, source: answers.Result | str, to: Path | str) -> Path:
        """Save an output, or any URL of one, to a file or into a folder."""
        url = source if isinstance(source, str) else source.url
        return await self._wire.download(url, Path(to))

    async def _drive(self, operation: Operation[T]) -> T:
        try:
            call = next(operation)
            while True:
                call = operation.send(await self._wire.send(call))
        except StopIteration as stop:
            found: T = stop.value
            return found


def _until(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else time.monotonic() + timeout_s
