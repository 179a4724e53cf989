"""Traces: one for each request, through the row, from its submit to its last webhook."""

import subprocess
import sys
from dataclasses import replace

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from filmgate.bootstrap.tracing import (
    OtelTraces,
    make_traces,
    note_posts,
    note_stages,
    trace_of,
)
from filmgate.core.meter import STAGE, Meter
from filmgate.core.records import Claim
from filmgate.core.request import Request, RequestDetail, Status
from filmgate.core.trace import NoTraces
from filmgate.requests.webhooks import Answer, Message
from filmgate.settings import Settings

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
REQUEST = Request("req_1", "o", "k", "a/model", "previz", Status.IN_PROGRESS, 2, 3, 0, 0.0)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def spans():
    return InMemorySpanExporter()


@pytest.fixture
def traces(spans):
    made = OtelTraces(SimpleSpanProcessor(spans))
    yield made
    made.stop()


def claim(trace):
    detail = RequestDetail({}, {}, {}, {"trace": trace} if trace else {})
    return Claim(REQUEST, detail)


def test_a_submit_joins_the_trace_of_its_caller(traces, spans):
    with traces.submit(PARENT) as trace:
        pass

    [span] = spans.get_finished_spans()
    assert span.name == "submit"
    assert f"{span.context.trace_id:032x}" == PARENT.split("-")[1]
    assert f"{span.parent.span_id:016x}" == PARENT.split("-")[2]
    assert trace.split("-")[1:3] == [PARENT.split("-")[1], f"{span.context.span_id:016x}"]


@pytest.mark.parametrize("parent", ["", "nonsense", "00-0-0-01"])
def test_without_a_caller_that_traces_a_trace_begins(traces, spans, parent):
    with traces.submit(parent) as trace:
        pass

    [span] = spans.get_finished_spans()
    assert span.parent is None
    assert len(trace) == len(PARENT)


def test_a_refused_submit_is_a_failed_span(traces, spans):
    with pytest.raises(ValueError, match="no"), traces.submit(""):
        raise ValueError("no")

    [span] = spans.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR


def test_another_process_goes_on_with_what_the_row_carries(spans, traces):
    with traces.submit("") as trace:
        pass
    elsewhere = OtelTraces(SimpleSpanProcessor(spans))
    note = note_stages(Meter(), elsewhere)

    for stage in ("claim", "prepare", "render", "verify", "store"):
        note(claim(trace), stage, 0.5, "")

    submit, *rest = spans.get_finished_spans()
    assert [span.name for span in rest] == ["claim", "prepare", "render", "verify", "store"]
    assert {span.context.trace_id for span in rest} == {submit.context.trace_id}
    assert {span.parent.span_id for span in rest} == {submit.context.span_id}
    assert all(span.end_time - span.start_time == 500_000_000 for span in rest)
    assert rest[2].attributes["filmgate.request_id"] == "req_1"
    assert rest[2].attributes["filmgate.attempt"] == 2
    elsewhere.stop()


def test_a_stage_that_failed_says_so_and_is_not_timed(traces, spans):
    meter = Meter()
    with traces.submit("") as trace:
        pass
    note_stages(meter, traces)(claim(trace), "render", 1.0, "engine_error")
    note_stages(meter, traces)(claim(trace), "verify", 1.0, "")

    failed = spans.get_finished_spans()[1]
    assert failed.status.status_code is StatusCode.ERROR
    assert failed.attributes["filmgate.error"] == "engine_error"
    assert [labels for labels, _ in meter.times(STAGE)] == [("previz", "verify")]


def test_a_request_from_before_tracing_is_rendered_without(traces, spans):
    note_stages(Meter(), traces)(claim(""), "render", 1.0, "")

    assert spans.get_finished_spans() == ()


@pytest.mark.anyio
@pytest.mark.parametrize("status", [200, 503])
async def test_a_try_of_a_webhook_is_a_span(traces, spans, status):
    with traces.submit("") as trace:
        pass

    class Rows:
        async def detail(self, request_id):
            return replace(claim(trace).detail)

    message = Message("msg_1", "o", "req_1", "https://x", None, 3, 0.0)
    await note_posts(traces, Rows())(message, 0.25, Answer(status))

    span = spans.get_finished_spans()[1]
    assert (span.name, span.attributes["filmgate.tries"]) == ("webhook", 3)
    assert (span.status.status_code is StatusCode.ERROR) == (status == 503)


@pytest.mark.anyio
async def test_nothing_is_read_for_webhooks_without_traces():
    message = Message("msg_1", "o", "req_1", "https://x", None, 1, 0.0)

    await note_posts(NoTraces(), None)(message, 0.1, Answer(200))


def test_what_is_not_a_trace_is_none():
    assert [trace_of(report) for report in ({}, {"trace": 7}, None)] == ["", "", ""]


def test_without_the_setting_there_are_none_and_nothing_is_loaded(tmp_path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from filmgate import bootstrap\n"
        "from filmgate.settings import Settings\n"
        f"server = bootstrap.build(Settings(data_dir=Path({str(tmp_path)!r}), slots=0))\n"
        "print(sorted(name for name in sys.modules if name.startswith('opentelemetry')))\n"
        "server.database.close()\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
    with make_traces(Settings()).submit(PARENT) as trace:
        assert trace == ""


def test_with_the_setting_spans_are_sent_there(tmp_path):
    traces = make_traces(Settings(traces="http://127.0.0.1:9/v1/traces"))

    assert isinstance(traces, OtelTraces)
    traces.stop()
