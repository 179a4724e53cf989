"""Bodies of the model API, byte for byte as they are published."""

from dataclasses import replace

import msgspec
import pytest

from filmgate.core.errors import Problem
from filmgate.core.request import Failure, Request, Status
from filmgate.http.wire import cancel_body, result_body, status_body, submit_body

BASE = "https://films.example.org"
ID = "5f0c7a52-6f0e-4a53-9a52-0b6f3c1d8e11"
STEM = f"{BASE}/v1/requests/{ID}"
REQUEST = Request(
    id=ID,
    owner_id="own_1",
    key_id="k",
    model_id="kling/kling-3.0/pro/text-to-video",
    engine="previz",
    status=Status.IN_QUEUE,
    attempt=0,
    max_attempts=3,
    priority=0,
    created_at=1795255200.0,
)


def encoded(body):
    return msgspec.json.encode(body).decode()


def test_submit():
    assert encoded(submit_body(BASE, ID, [])) == (
        f'{{"request_id":"{ID}","status_url":"{STEM}/status","result_url":"{STEM}/result",'
        f'"cancel_url":"{STEM}/cancel"}}'
    )


def test_submit_with_a_warning():
    warning = Problem(
        ("body", "image_url"),
        "Unknown field, ignored. Did you mean start_image_url?",
        "unknown_field",
    )

    assert encoded(submit_body(BASE, ID, [warning])).endswith(
        ',"warnings":[{"loc":["body","image_url"],'
        '"msg":"Unknown field, ignored. Did you mean start_image_url?","type":"unknown_field"}]}'
    )


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.IN_PROGRESS, "in_progress"),
        (Status.IN_DOUBT, "in_progress"),
        (Status.SUCCEEDED, "completed"),
        (Status.FAILED, "completed"),
        (Status.CANCELLED, "cancelled"),
    ],
)
def test_status(status, word):
    assert encoded(status_body(BASE, ID, status, None)) == (
        f'{{"request_id":"{ID}","status":"{word}","status_url":"{STEM}/status",'
        f'"result_url":"{STEM}/result"}}'
    )


def test_status_in_the_queue():
    assert encoded(status_body(BASE, ID, Status.IN_QUEUE, 3)) == (
        f'{{"request_id":"{ID}","status":"in_queue","queue_position":3,'
        f'"status_url":"{STEM}/status","result_url":"{STEM}/result"}}'
    )


HEAD = f'{{"request_id":"{ID}","model_id":"kling/kling-3.0/pro/text-to-video","status":'


def test_result_before_the_end():
    assert encoded(result_body(REQUEST, None)) == (
        f'{HEAD}"in_queue","created_at":"2026-11-21T10:00:00.000Z"}}'
    )


def test_result_of_a_success():
    done = replace(REQUEST, status=Status.SUCCEEDED, finished_at=1795255231.412)
    output = {"video": f"{BASE}/files/4kq0XbS2vR/clip.mp4"}

    assert encoded(result_body(done, output)) == (
        f'{HEAD}"succeeded","output":{{"video":"{BASE}/files/4kq0XbS2vR/clip.mp4"}},'
        '"created_at":"2026-11-21T10:00:00.000Z","finished_at":"2026-11-21T10:00:31.412Z"}'
    )


def test_result_of_a_failure():
    failed = replace(
        REQUEST,
        status=Status.FAILED,
        finished_at=1795255212.05,
        error=Failure("engine_error", "what went wrong, for the caller"),
    )

    assert encoded(result_body(failed, None)) == (
        f'{HEAD}"failed","error":{{"code":"engine_error",'
        '"message":"what went wrong, for the caller"},'
        '"created_at":"2026-11-21T10:00:00.000Z","finished_at":"2026-11-21T10:00:12.050Z"}'
    )


def test_result_of_a_failure_without_a_reason():
    failed = replace(REQUEST, status=Status.FAILED, finished_at=1795255212.05)

    assert result_body(failed, None)["error"]["code"] == "engine_error"


def test_result_of_a_cancelled_request():
    cancelled = replace(REQUEST, status=Status.CANCELLED, finished_at=1795255202.3)

    assert encoded(result_body(cancelled, None)) == (
        f'{HEAD}"cancelled","created_at":"2026-11-21T10:00:00.000Z",'
        '"finished_at":"2026-11-21T10:00:02.300Z"}'
    )


def test_result_in_doubt_reads_in_progress():
    doubt = replace(REQUEST, status=Status.IN_DOUBT)

    assert result_body(doubt, None)["status"] == "in_progress"


def test_result_with_cost():
    assert result_body(replace(REQUEST, cost_micro=840_000), None, with_cost=True)["cost"] == 0.84


def test_the_success_word_is_a_setting():
    done = replace(REQUEST, status=Status.SUCCEEDED)

    assert result_body(done, {}, "completed")["status"] == "completed"


@pytest.mark.parametrize(
    ("status", "cancelled", "word", "outcome"),
    [
        (Status.CANCELLED, True, "cancelled", "cancelled"),
        (Status.IN_PROGRESS, False, "in_progress", "not_cancellable"),
        (Status.FAILED, False, "completed", "not_cancellable"),
        (Status.CANCELLED, False, "cancelled", "not_cancellable"),
    ],
)
def test_cancel(status, cancelled, word, outcome):
    assert encoded(cancel_body(ID, status, cancelled=cancelled)) == (
        f'{{"request_id":"{ID}","status":"{word}","outcome":"{outcome}"}}'
    )
