"""Numbers of a process and of the queue, in Prometheus's text format; imported when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from filmgate.core.meter import (
    CHANGES,
    CLAIM,
    DATABASE,
    FAILURES,
    LEVELS,
    MEASURES,
    REQUEST,
    STAGE,
    Meter,
    Spread,
)

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric
    from prometheus_client.registry import Collector

    from filmgate.core.change import Change
    from filmgate.core.request import Request

#: seconds a caller of a worker's port may take to ask
_ASK_S: Final = 5.0
#: longest question, in bytes
_ASK_BYTES: Final = 8192
_FINAL: Final = frozenset({"succeeded", "failed", "cancelled"})
#: of the whole queue, so the same in every process on one database
_QUEUE: Final = (
    ("admitted", "filmgate_queue_admitted", "Requests that a worker may take now."),
    ("held_back", "filmgate_queue_held_back", "Requests that may not be taken yet."),
    ("oldest_s", "filmgate_queue_oldest_seconds", "How long the oldest waiting request waits."),
    ("in_progress", "filmgate_requests_in_progress", "Requests that workers hold."),
    ("in_doubt", "filmgate_requests_in_doubt", "Requests in doubt."),
)


def note_change(meter: Meter) -> Callable[[Change], None]:
    """Make what counts the changes of requests."""

    def note(change: Change) -> None:
        meter.count(CHANGES, change.type)
        if change.type == "started" and change.attempt == 1 and change.started_at is not None:
            waited_s = max(0.0, change.started_at - change.created_at)
            meter.time(CLAIM, waited_s, change.engine)
        if change.code:
            meter.count(FAILURES, change.engine, change.code)
        if change.type in _FINAL and change.finished_at is not None:
            took_s = max(0.0, change.finished_at - change.created_at)
            meter.time(REQUEST, took_s, change.engine, change.type)

    return note


def note_stage(meter: Meter) -> Callable[[Request, str, float], None]:
    """Make what times the stages of renders."""
    return lambda request, stage, seconds: meter.time(STAGE, seconds, request.engine, stage)


def note_query(meter: Meter) -> Callable[[str, float], None]:
    """Make what times the database."""
    return lambda kind, seconds: meter.time(DATABASE, seconds, kind)


class Metrics:
    """Writes everything down.

    Parameters
    ----------
    meter
        The numbers of this process.
    queue
        Reads the numbers of the queue.
    """

    def __init__(self, meter: Meter, queue: Callable[[], Awaitable[Mapping[str, float]]]) -> None:
        self._meter = meter
        self._queue = queue

    async def text(self) -> bytes:
        """All numbers, in Prometheus's text format."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry()
        registry.register(_collector(self._meter, await self._queue()))
        return generate_latest(registry)

    @asynccontextmanager
    async def served(self, host: str, port: int) -> AsyncIterator[int]:
        """Answer on a port of its own, for a process without an API; gives the port."""
        server = await asyncio.start_server(self._answer, host, port, limit=_ASK_BYTES)
        async with server:
            address = server.sockets[0].getsockname()
            yield int(address[1])

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(
            TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError
        ):
            async with asyncio.timeout(_ASK_S):
                question = await reader.readuntil(b"\r\n\r\n")
                found = question.startswith((b"GET /metrics ", b"GET /metrics?"))
                body = await self.text() if found else b"only GET /metrics is answered here\n"
                head = (
                    f"HTTP/1.1 {'200 OK' if found else '404 Not Found'}\r\n"
                    "content-type: text/plain; version=0.0.4; charset=utf-8\r\n"
                    f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
                )
                writer.write(head.encode() + body)
                await writer.drain()
        writer.close()


def _collector(meter: Meter, queue: Mapping[str, float]) -> Collector:
    from prometheus_client.registry import Collector

    class Numbers(Collector):
        def collect(self) -> Iterator[Metric]:
            yield from _of_queue(queue)
            yield from _of_process(meter)

    return Numbers()


def _of_queue(queue: Mapping[str, float]) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    for key, name, meaning in _QUEUE:
        yield GaugeMetricFamily(name, meaning, value=queue[key])


def _of_process(meter: Meter) -> Iterator[Metric]:
    from prometheus_client.core import (
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
    )

    for measure in MEASURES:
        if measure.bounds:
            times = HistogramMetricFamily(measure.name, measure.meaning, labels=measure.labels)
            for labels, spread in meter.times(measure):
                times.add_metric(labels, _classes(spread), spread.total_s)
            yield times
            continue
        family = GaugeMetricFamily if measure in LEVELS else CounterMetricFamily
        sums = family(measure.name, measure.meaning, labels=measure.labels)
        known = list(meter.sums(measure)) or ([] if measure.labels else [((), 0.0)])
        for labels, value in known:
            sums.add_metric(labels, value)
        yield sums


def _classes(spread: Spread) -> list[tuple[str, float]]:
    """How many times were at most as long as each upper end."""
    sums: list[tuple[str, float]] = []
    total = 0
    for bound, count in zip((*map(str, spread.bounds), "+Inf"), spread.counts, strict=True):
        total += count
        sums.append((bound, total))
    return sums
