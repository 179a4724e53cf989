"""The SDK's protocol, without any I/O."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.client import errors, protocol
from filmgate.client.protocol import Answer, Call, Target
from filmgate.client.watch import Watch


def answer(body, status=200, **headers):
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return Answer(status, json.dumps(body).encode(), named)


def play(operation, *answers):
    """Run an operation against prepared answers; gives its calls and its result."""
    calls, waiting = [], list(answers)
    try:
        call = next(operation)
        while True:
            calls.append(call)
            call = operation.send(waiting.pop(0))
    except StopIteration as stop:
        return calls, stop.value


SUBMITTED = {"request_id": "r1", "status_url": "s", "result_url": "r", "cancel_url": "c"}


def submit(input_, **options):
    given_options = {"strict": False, "idempotency_key": None, **options}
    return protocol.submit("a/b c", input_, **given_options)


def test_submitting_posts_the_input_as_json():
    calls, submitted = play(submit({"prompt": "a cat"}), answer(SUBMITTED))

    (call,) = calls
    assert (call.method, call.path) == ("POST", "/v1/models/a/b%20c")
    assert call.headers["Content-Type"] == "application/json"
    assert json.loads(call.body) == {"prompt": "a cat"}
    assert submitted.request_id == "r1"
    assert submitted.warnings == ()
    assert not submitted.is_replay


def test_strictness_and_idempotency_are_headers():
    calls, submitted = play(
        submit({}, strict=True, idempotency_key="k1"),
        answer(SUBMITTED, idempotency_replayed="true"),
    )

    assert calls[0].headers["Prefer"] == "handling=strict"
    assert calls[0].headers["Idempotency-Key"] == "k1"
    assert submitted.is_replay


def test_warnings_are_read():
    warning = {"loc": ["body", "image"], "msg": "ignored", "type": "unknown_field"}
    _, submitted = play(submit({}), answer({**SUBMITTED, "warnings": [warning]}))

    assert str(submitted.warnings[0]) == "image: ignored"


def test_a_local_file_is_sent_first_and_its_uri_takes_its_place(tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"png")
    calls, _ = play(
        submit({"start_image_url": picture, "elements": [{"frontal_image_url": picture}]}),
        answer({"error_code": 404001}, 404),
        answer({"file_id": "f1", "uri": "filmgate://f1"}, 201),
        answer(SUBMITTED),
    )

    check, sent, submitted = calls
    assert check.query["sha256"]
    assert (sent.method, sent.path, sent.file) == ("POST", "/v1/files", picture)
    assert json.loads(submitted.body) == {
        "start_image_url": "filmgate://f1",
        "elements": [{"frontal_image_url": "filmgate://f1"}],
    }


def test_a_file_the_server_holds_is_not_sent_again(tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"png")
    calls, _ = play(
        submit({"image": picture}),
        answer({"files": [{"file_id": "f1", "uri": "filmgate://f1"}]}),
        answer(SUBMITTED),
    )

    assert [call.method for call in calls] == ["GET", "POST"]


def test_a_path_as_text_is_looked_up_in_the_schema(tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"png")
    schema = {
        "properties": {
            "prompt": {"type": "string"},
            "images": {"type": "array", "format": "image_uris", "items": {"type": "string"}},
        }
    }
    calls, _ = play(
        submit({"prompt": f"a photo of {picture.name}", "images": [str(picture)]}),
        answer({"input_schema": schema}),
        answer({"files": [{"file_id": "f1", "uri": "filmgate://f1"}]}),
        answer(SUBMITTED),
    )

    assert calls[0].query == {"schema": "normalized"}
    assert json.loads(calls[-1].body) == {
        "prompt": "a photo of cat.png",
        "images": ["filmgate://f1"],
    }


def test_a_missing_local_file_is_named():
    schema = {"properties": {"image": {"type": "string", "format": "image_uri"}}}

    with pytest.raises(errors.LocalFileError, match=r"image: 'no\.png' is neither"):
        play(submit({"image": "no.png"}), answer({"input_schema": schema}))


def test_urls_need_no_look_at_the_schema():
    calls, _ = play(
        submit({"image": "https://a.example/cat.png", "other": "data:image/png;base64,AA"}),
        answer(SUBMITTED),
    )

    assert len(calls) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.NotAuthenticated),
        (403, errors.NotAllowed),
        (404, errors.NotKnown),
        (413, errors.TooMuch),
        (422, errors.InputRefused),
        (429, errors.TooSoon),
        (418, errors.ApiError),
        (500, errors.ServerFault),
        (507, errors.ServerFault),
    ],
)
def test_each_refusal_has_its_class(status, kind):
    body = {"error_code": status * 1000 + 1, "error_message": "Name", "message": "Name"}

    with pytest.raises(errors.ApiError) as caught:
        protocol.decode(answer(body, status))

    assert type(caught.value) is kind
    assert caught.value.code == status * 1000 + 1
    assert caught.value.name == "Name"


def test_a_refusal_lists_every_problem():
    detail = [
        {"loc": ["body", "duration"], "msg": "too long", "type": "range"},
        {"loc": ["body", "multi_prompt", 0, "prompt"], "msg": "empty", "type": "required"},
    ]

    with pytest.raises(errors.InputRefused) as caught:
        protocol.decode(answer({"error_message": "Validation Error", "detail": detail}, 422))

    assert len(caught.value.problems) == 2
    assert "multi_prompt.0.prompt: empty" in str(caught.value)


def test_the_wait_the_server_asks_for_is_told():
    with pytest.raises(errors.TooSoon) as caught:
        protocol.decode(answer({}, 429, retry_after="7"))

    assert caught.value.retry_after_s == 7.0


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff"])
def test_an_answer_that_is_not_ours_is_an_error(body):
    with pytest.raises(errors.ApiError):
        protocol.decode(Answer(200, body))
    with pytest.raises(errors.ServerFault, match="HTTP 502"):
        protocol.decode(Answer(502, body))


@given(st.binary(), st.integers(100, 599))
def test_any_answer_is_read_or_refused(body, status):
    try:
        value = protocol.decode(Answer(status, body))
    except errors.ApiError:
        return
    assert isinstance(value, dict)


def test_only_gets_are_sent_again():
    get, post = Call("GET", "/x"), Call("POST", "/x")

    assert protocol.retry_delay_s(get, 1, None) is not None
    assert protocol.retry_delay_s(get, 1, Answer(503, b"")) is not None
    assert protocol.retry_delay_s(post, 1, None) is None
    assert protocol.retry_delay_s(post, 1, Answer(503, b"")) is None


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 422, 500])
def test_a_clear_answer_is_not_asked_for_again(status):
    assert protocol.retry_delay_s(Call("GET", "/x"), 1, Answer(status, b"")) is None


def test_pauses_grow_and_end():
    get = Call("GET", "/x")
    pauses = [protocol.retry_delay_s(get, attempt, None) for attempt in range(1, 6)]

    assert all(a < b for a, b in itertools.pairwise(pauses[:4]))
    assert pauses[4] is None


def test_the_servers_pause_is_kept():
    told = Answer(429, b"", {"retry-after": "3"})

    assert protocol.retry_delay_s(Call("GET", "/x"), 1, told) == 3.0


def test_polling_starts_fast_and_never_waits_over_two_seconds():
    delays = list(itertools.islice(protocol.poll_delays_s(), 50))

    assert delays[0] == protocol.POLL_FIRST_S
    assert delays == sorted(delays)
    assert delays[-1] == protocol.POLL_LONGEST_S


def test_the_environment_names_server_and_key(monkeypatch):
    monkeypatch.setenv("FILMGATE_URL", "https://films.example.org/")
    monkeypatch.setenv("FILMGATE_KEY", "fg_x")

    assert Target.resolve(None, None) == Target("https://films.example.org", "fg_x")
    assert Target.resolve("http://h", "k") == Target("http://h", "k")


def test_without_anything_the_local_server_is_meant(monkeypatch):
    monkeypatch.delenv("FILMGATE_URL", raising=False)
    monkeypatch.delenv("FILMGATE_KEY", raising=False)
    target = Target.resolve(None, None)

    assert target.url == "http://127.0.0.1:8000"
    assert "Authorization" not in target.headers()


def test_the_key_never_shows_in_a_repr():
    assert "secret" not in repr(Target("http://h", "secret"))


def test_a_failed_request_raises_with_its_reason():
    body = {
        "request_id": "r1",
        "status": "failed",
        "error": {"code": "engine_error", "message": "no"},
    }

    with pytest.raises(errors.RequestFailed, match="engine_error") as caught:
        play(protocol.outcome("r1"), answer(body))
    assert caught.value.message == "no"


def test_a_cancelled_request_raises():
    with pytest.raises(errors.RequestCancelled):
        play(protocol.outcome("r1"), answer({"status": "cancelled"}))


@pytest.mark.parametrize("word", ["succeeded", "completed"])
def test_both_words_for_success_are_read(word):
    body = {"status": word, "output": {"video": "https://h/files/x/clip.mp4"}, "cost": 0.5}
    _, result = play(protocol.outcome("r1"), answer(body))

    assert result.url == "https://h/files/x/clip.mp4"
    assert result.cost == 0.5


def test_several_urls_are_not_one():
    body = {"status": "succeeded", "output": {"images": ["a", "b"]}}
    _, result = play(protocol.result("r1"), answer(body))

    assert result.urls == ["a", "b"]
    with pytest.raises(ValueError, match="too many values"):
        _ = result.url


def test_cancelling_tells_whether_it_did():
    _, done = play(
        protocol.cancel("r1"), answer({"status": "cancelled", "outcome": "cancelled"}, 202)
    )
    _, late = play(
        protocol.cancel("r1"), answer({"status": "completed", "outcome": "not_cancellable"}, 202)
    )

    assert done.is_cancelled
    assert not late.is_cancelled


def test_the_catalog_is_read_page_by_page():
    def page(*names):
        return answer({"models": [{"model_id": n} for n in names], "total": 3})

    calls, models = play(protocol.models("", "", include_schema=True), page("a", "b"), page("c"))

    assert [m.id for m in models] == ["a", "b", "c"]
    assert [c.query["offset"] for c in calls] == ["0", "2"]


def test_a_dry_run_is_read():
    body = {
        "valid": True,
        "warnings": [],
        "input": {"prompt": "x"},
        "output": {"width": 1920},
        "engine": "previz",
        "fates": [{"field": "end"}],
        "cost": {"by_engine_usd": {"previz": 0}, "hosted_usd": 0.84},
        "eta_s": {"p50": 3.5, "p90": None},
    }
    calls, prediction = play(protocol.dry_run("a/b", {}, strict=False), answer(body))

    assert calls[0].query == {"dry_run": "true"}
    assert prediction.hosted_cost_usd == 0.84
    assert (prediction.eta_p50_s, prediction.eta_p90_s) == (3.5, None)


def test_watching_tells_changes_stages_and_progress():
    watch = Watch("r1")
    queued = {"request_id": "r1", "status": "in_queue", "queue_position": 2}
    running = {"request_id": "r1", "status": "in_progress"}
    news = {
        "events": [
            {"seq": 2, "type": "started", "data": {"attempt": 1}},
            {"seq": 3, "type": "progress", "data": {"stage": "render", "fraction": 0.25}},
        ]
    }

    assert play(watch.look(), answer(queued))[1]
    assert watch.state.queue_position == 2
    assert not play(watch.look(), answer(queued))[1]
    assert play(watch.look(), answer(running), answer(news))[1]
    assert (watch.state.stage, watch.state.fraction) == ("render", 0.25)
    calls, changed = play(watch.look(), answer(running), answer({"events": []}))
    assert calls[1].query == {"after": "3"}
    assert not changed


def test_watching_a_server_without_events_works_too():
    watch = Watch("r1")
    running = {"request_id": "r1", "status": "in_progress"}
    play(watch.look(), answer(running), answer({}, 404))

    calls, _ = play(watch.look(), answer(running))
    assert len(calls) == 1
