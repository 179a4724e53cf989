"""The numbers in Prometheus's text format, and the port of a worker."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from filmgate.bootstrap.metrics import Metrics, note_change, note_query, note_stage
from filmgate.core.change import Change
from filmgate.core.meter import HTTP, Meter
from filmgate.core.request import Request, Status

pytestmark = pytest.mark.anyio
QUEUE = {"admitted": 2, "held_back": 3, "oldest_s": 12.5, "in_progress": 1, "in_doubt": 0}


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def queue():
    return QUEUE


def change(type_, **facts):
    known = {"attempt": 1, "code": "", "started_at": None, "finished_at": None, **facts}
    return Change(
        type=type_,
        request_id="req_1",
        key_id="key_1",
        model_id="m",
        engine="previz",
        worker="host-1",
        created_at=100.0,
        **known,
    )


async def read(meter):
    """Samples by name and labels."""
    text = (await Metrics(meter, queue).text()).decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_the_queue_is_told():
    samples = await read(Meter())

    assert samples[("filmgate_queue_admitted",)] == 2
    assert samples[("filmgate_queue_held_back",)] == 3
    assert samples[("filmgate_queue_oldest_seconds",)] == 12.5
    assert samples[("filmgate_requests_in_progress",)] == 1
    assert samples[("filmgate_event_streams",)] == 0


async def test_times_become_a_histogram_whose_classes_include_the_shorter_ones():
    meter = Meter()
    labels = (("method", "GET"), ("path", "/a"), ("status", "200"))
    for seconds in (0.0002, 0.003, 99.0):
        meter.time(HTTP, seconds, "GET", "/a", "200")

    samples = await read(meter)

    def below(bound):
        return samples[("filmgate_http_seconds_bucket", *sorted((*labels, ("le", bound))))]

    assert (below("0.0005"), below("0.005"), below("10.0"), below("+Inf")) == (1, 2, 2, 3)
    assert samples[("filmgate_http_seconds_count", *labels)] == 3
    assert samples[("filmgate_http_seconds_sum", *labels)] == pytest.approx(99.0032)


async def test_the_life_of_a_request_is_counted():
    meter = Meter()
    note = note_change(meter)
    note(change("queued"))
    note(change("started", started_at=103.0))
    note(change("retry", started_at=103.0, code="engine_error"))
    note(change("started", started_at=103.0, attempt=2))
    note(change("succeeded", started_at=103.0, finished_at=120.0, attempt=2))

    samples = await read(meter)

    engine = ("engine", "previz")
    assert samples[("filmgate_request_changes_total", ("type", "started"))] == 2
    assert samples[("filmgate_claim_wait_seconds_count", engine)] == 1
    assert samples[("filmgate_claim_wait_seconds_sum", engine)] == 3
    failed = ("filmgate_attempt_failures_total", ("code", "engine_error"), engine)
    assert samples[failed] == 1
    assert samples[("filmgate_request_seconds_sum", engine, ("status", "succeeded"))] == 20


async def test_stages_and_queries_are_timed():
    meter = Meter()
    request = Request("req_1", "o", "k", "m", "previz", Status.IN_PROGRESS, 1, 3, 0, 0.0)
    note_stage(meter)(request, "render", 4.0)
    note_query(meter)("read", 0.001)

    samples = await read(meter)

    stage = (("engine", "previz"), ("stage", "render"))
    assert samples[("filmgate_stage_seconds_sum", *stage)] == 4
    assert samples[("filmgate_database_seconds_count", ("kind", "read"))] == 1


async def ask(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_a_worker_tells_its_numbers_on_a_port_of_its_own():
    async with Metrics(Meter(), queue).served("127.0.0.1", 0) as port:
        answer = await ask(port, b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert int(head.partition(b"content-length: ")[2].split(b"\r")[0]) == len(body)
    assert b"filmgate_queue_admitted 2.0" in body


@pytest.mark.parametrize("text", [b"GET / HTTP/1.1\r\n\r\n", b"POST /metrics HTTP/1.1\r\n\r\n"])
async def test_nothing_else_is_answered_there(text):
    async with Metrics(Meter(), queue).served("127.0.0.1", 0) as port:
        assert (await ask(port, text)).startswith(b"HTTP/1.1 404")


async def test_a_question_that_never_ends_is_not_read_on():
    async with Metrics(Meter(), queue).served("127.0.0.1", 0) as port:
        assert await ask(port, b"GET /metrics " + b"x" * 100_000) == b""
