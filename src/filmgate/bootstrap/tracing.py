"""Traces by OpenTelemetry, where the settings ask for them; nothing of it is imported otherwise."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from filmgate.bootstrap.metrics import note_stage
from filmgate.core.errors import ConfigurationError
from filmgate.core.trace import NoTraces, Traces

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import SpanProcessor

    from filmgate.core.meter import Meter
    from filmgate.core.records import Claim
    from filmgate.db.requests import Requests
    from filmgate.requests.webhooks import Answer, Message
    from filmgate.settings import Settings

_HEADER: Final = "traceparent"
#: seconds that sending spans is tried for: a collector that is away must not hold up a stop
_SEND_S: Final = 3


def make_traces(settings: Settings) -> Traces:
    """Make what the settings ask for.

    Raises
    ------
    ConfigurationError
        When the packages for it are not installed.
    """
    if not settings.traces:
        return NoTraces()
    if find_spec("opentelemetry") is None:
        raise ConfigurationError("traces need more packages: pip install 'filmgate[otel]'")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    exporter = OTLPSpanExporter(endpoint=settings.traces, timeout=_SEND_S)
    return OtelTraces(BatchSpanProcessor(exporter))


class OtelTraces:
    """Spans of OpenTelemetry; implements `Traces`.

    Parameters
    ----------
    processor
        Takes the spans and sends them somewhere.
    """

    def __init__(self, processor: SpanProcessor) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._provider = TracerProvider(resource=Resource.create({"service.name": "filmgate"}))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("filmgate")
        self._words = TraceContextTextMapPropagator()

    @contextmanager
    def submit(self, parent: str) -> Iterator[str]:
        """Trace a submit; gives the context that its request carries."""
        with self._tracer.start_as_current_span("submit", context=self._context(parent)):
            carrier: dict[str, str] = {}
            self._words.inject(carrier)
            yield carrier.get(_HEADER, "")

    def note(self, trace: str, name: str, seconds: float, /, **facts: str | int) -> None:
        """Record something that has just ended and took so long."""
        from opentelemetry.trace import Status, StatusCode

        if not trace:
            return
        now = time.time_ns()
        attributes: dict[str, Any] = {f"filmgate.{key}": value for key, value in facts.items()}
        span = self._tracer.start_span(
            name,
            context=self._context(trace),
            start_time=now - int(seconds * 1e9),
            attributes=attributes,
        )
        if error := facts.get("error"):
            span.set_status(Status(StatusCode.ERROR, str(error)))
        span.end(now)

    def stop(self) -> None:
        """Send what waits."""
        self._provider.shutdown()

    def _context(self, trace: str) -> Context:
        return self._words.extract({_HEADER: trace})


def trace_of(report: object) -> str:
    """What a request carries, from the report beside its row."""
    trace = report.get("trace", "") if isinstance(report, dict) else ""
    return trace if isinstance(trace, str) else ""


def note_stages(meter: Meter, traces: Traces) -> Callable[[Claim, str, float, str], None]:
    """Make what times and traces the stages of renders."""
    timed = note_stage(meter)

    def note(claim: Claim, stage: str, seconds: float, error: str) -> None:
        request = claim.request
        if not error and stage != "claim":  # waiting for a claim is measured as a change
            timed(request, stage, seconds)
        facts = {"error": error} if error else {}
        traces.note(
            trace_of(claim.detail.report),
            stage,
            seconds,
            request_id=request.id,
            attempt=request.attempt,
            engine=request.engine,
            model_id=request.model_id,
            **facts,
        )

    return note


def note_posts(
    traces: Traces, requests: Requests
) -> Callable[[Message, float, Answer], Awaitable[None]]:
    """Make what traces the tries of webhooks."""

    async def note(message: Message, seconds: float, answer: Answer) -> None:
        if isinstance(traces, NoTraces):
            return
        detail = await requests.detail(message.request_id)
        facts = {} if answer.is_success else {"error": answer.error or str(answer.status)}
        traces.note(
            trace_of(detail.report) if detail else "",
            "webhook",
            seconds,
            request_id=message.request_id,
            tries=message.tries,
            **facts,
        )

    return note
