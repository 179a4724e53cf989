"""The life of a request, whatever goes wrong on its way."""

import asyncio
import errno
from dataclasses import replace

import pytest
from tests.fakes import fake_render
from tests.unit.requests.conftest import ANN, I2V, PAID, T2V

from filmgate.core.errors import (
    Cancelled,
    EngineError,
    MediaError,
    NotFound,
    StorageFull,
    Unavailable,
    UpstreamLost,
    WorkerLost,
)
from filmgate.core.plan import Check
from filmgate.core.request import Failure, Status
from filmgate.db.requests import Requests
from filmgate.requests.fulfil import explain

pytestmark = pytest.mark.anyio
NO_ROOM = "no room is left on the disk where requests are rendered; free some space"


def raising(error):
    def act(workdir, on_progress, on_preview):
        raise error

    return act


async def forever(*_):
    await asyncio.Event().wait()


# --- the good way --------------------------------------------------------------------------------


async def test_a_request_is_rendered_verified_and_stored(world):
    request_id = await world.submit()

    request = await world.fulfil(request_id)

    assert request.status is Status.SUCCEEDED
    file = await world.files.get(request.output["video"])
    assert (file.kind, file.name, file.request_id) == ("output", "clip.mp4", request_id)
    assert file.facts["frames"] == 121
    report = (await world.store.detail(request_id)).report
    assert set(report["timings_s"]) == {"prepare", "render", "verify", "store", "engine"}
    assert (report["seed"], report["engine"], report["attempt"]) == (7, "fake", 1)
    assert report["checks"][0]["name"] == "frames"
    assert set(report["files"]) == {"output", "poster"}
    assert await world.types(request_id) == ["queued", "started", "succeeded"]
    assert world.leftovers() == []


async def test_the_stored_clip_is_what_was_rendered(world, tmp_path):
    request = await world.fulfil(await world.submit())

    file = await world.files.get(request.output["video"])
    await world.artifacts.fetch(file.blob_key, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"a clip"


async def test_nothing_happens_to_a_request_that_cannot_be_claimed(world):
    request_id = await world.submit()
    await world.store.cancel(request_id)

    request = await world.fulfil(request_id)

    assert (request.status, world.renderer.runs) == (Status.CANCELLED, 0)


async def test_the_engine_gets_the_order_that_was_accepted(world):
    request_id = await world.submit(duration=7, options={"seed": 11})

    await world.fulfil(request_id)

    order, plan, _ = world.renderer.seen[0]
    assert (order.prompt, order.duration_s, order.options.seed) == ("a cat in the rain", 7, 11)
    assert plan.frames == 169


async def test_an_engine_of_another_version_plans_again(world):
    request_id = await world.submit()
    world.engine.about = replace(world.engine.about, version="2")

    await world.fulfil(request_id)

    assert world.renderer.seen[0][1].engine_version == "2"


# --- inputs --------------------------------------------------------------------------------------


async def test_inputs_are_decoded_from_their_frozen_copies(world):
    world.fetch.pages["https://x.test/a.png"] = b"pixels"
    request_id = await world.submit(I2V, start_image_url="https://x.test/a.png")
    world.fetch.pages.clear()

    request = await world.fulfil(request_id)

    assert request.status is Status.SUCCEEDED
    (local,) = world.renderer.seen[0][2]
    assert local.loc == ("start_image_url",)


async def test_the_same_picture_at_two_places_is_decoded_once(world):
    world.fetch.pages["https://x.test/a.png"] = b"pixels"
    url = "https://x.test/a.png"
    request_id = await world.submit(I2V, start_image_url=url, end_image_url=url)

    await world.fulfil(request_id)

    assert len(world.decode.decoded) == 1
    assert {local.loc for local in world.renderer.seen[0][2]} == {
        ("start_image_url",),
        ("end_image_url",),
    }
    assert world.fetch.asked == [url]


async def test_a_deferred_file_is_fetched_when_the_request_is_rendered(world):
    url = "https://x.test/slow.png"
    world.fetch.pages[url] = None
    request_id = await world.submit(I2V, start_image_url=url)
    assert (await world.store.detail(request_id)).plan["is_provisional"]
    world.fetch.pages[url] = b"pixels"

    request = await world.fulfil(request_id)

    assert request.status is Status.SUCCEEDED
    detail = await world.store.detail(request_id)
    assert detail.input["start_image_url"].startswith("filmgate://file_")
    assert detail.plan["is_provisional"] is False
    assert "fetched" in await world.types(request_id)


async def test_a_deferred_file_that_stays_away_is_tried_again_then_fails(world):
    url = "https://x.test/slow.png"
    world.fetch.pages[url] = None
    request_id = await world.submit(I2V, start_image_url=url)

    assert (await world.fulfil(request_id)).status is Status.IN_QUEUE
    for _ in range(2):
        world.clock.pass_(60)
        await world.store.reap()
        request = await world.fulfil(request_id)

    assert request.status is Status.FAILED
    assert request.error.code == "media_error"
    assert "start_image_url" in request.error.message


async def test_a_deferred_file_that_breaks_a_rule_fails_at_once(world):
    url = "https://x.test/slow.png"
    world.fetch.pages[url] = None
    request_id = await world.submit(I2V, start_image_url=url)
    world.fetch.pages[url] = b"BROKEN"

    request = await world.fulfil(request_id)

    assert request.error == Failure(
        "media_error", "start_image_url: the file is damaged; send another"
    )


# --- failures ------------------------------------------------------------------------------------


async def test_an_error_that_may_pass_is_tried_again(world):
    world.renderer.acts = [raising(EngineError("out of memory", "oom", retryable=True))]
    request_id = await world.submit()

    assert (await world.fulfil(request_id)).status is Status.IN_QUEUE
    world.clock.pass_(2.1)
    await world.store.reap()
    request = await world.fulfil(request_id)

    assert (request.status, request.attempt) == (Status.SUCCEEDED, 2)
    assert await world.types(request_id) == ["queued", "started", "retry", "started", "succeeded"]


async def test_a_request_that_kills_every_process_fails_with_the_reason(world):
    world.renderer.acts = [raising(WorkerLost())] * 3
    request_id = await world.submit()
    for _ in range(3):
        request = await world.fulfil(request_id)
        world.clock.pass_(120)
        await world.store.reap()

    assert (request.status, request.error.code) == (Status.FAILED, "worker_lost")
    assert world.renderer.runs == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EngineError("it cannot"), "engine_error"),
        (EngineError("a limit", "timeout"), "timeout"),
        (ZeroDivisionError("a bug"), "internal_error"),
        (KeyError("secret"), "internal_error"),
    ],
)
async def test_an_error_that_stays_fails_the_request_with_its_kind(world, error, code, caplog):
    world.renderer.acts = [raising(error)]

    request = await world.fulfil(await world.submit())

    assert (request.status, request.error.code) == (Status.FAILED, code)
    assert "secret" not in request.error.message
    assert ("Traceback" in caplog.text) == (code == "internal_error")


async def test_a_full_disk_is_tried_again(world):
    world.renderer.acts = [raising(StorageFull("no room"))]

    assert (await world.fulfil(await world.submit())).status is Status.IN_QUEUE


async def test_a_clip_that_is_not_what_was_ordered_fails_with_what_is_wrong(world):
    world.renderer.checks = (Check("frames", False, "121", "120"), Check("codec", True, "a", "a"))

    request = await world.fulfil(await world.submit())

    assert request.error.code == "verification_failed"
    assert "frames: expected 121, got 120" in request.error.message
    assert request.output is None
    assert await world.kept() == []


async def test_a_store_that_is_away_for_a_moment_costs_no_render(world):
    world.artifacts.failures = 2

    request = await world.fulfil(await world.submit())

    assert (request.status, world.renderer.runs) == (Status.SUCCEEDED, 1)


async def test_a_store_that_stays_away_is_tried_again_later(world):
    world.artifacts.failures = 100
    request_id = await world.submit()

    assert (await world.fulfil(request_id)).status is Status.IN_QUEUE

    world.artifacts.failures = 0
    world.clock.pass_(60)
    await world.store.reap()
    assert (await world.fulfil(request_id)).status is Status.SUCCEEDED


# --- cancelling ----------------------------------------------------------------------------------


async def test_cancelling_a_running_request_ends_its_render_at_once(world):
    world.renderer.acts = [forever]
    request_id = await world.submit()
    task = world.begin(request_id)
    await world.renderer.began.wait()

    status, cancelled = await world.follower.cancel(PAID, request_id)
    await asyncio.wait_for(task, 5)

    assert (status, cancelled) == (Status.CANCELLED, True)
    assert world.renderer.killed == 1
    assert await world.types(request_id) == ["queued", "started", "cancelled"]
    assert world.leftovers() == []


async def test_a_finish_that_comes_too_late_leaves_no_files(world):
    request_id = await world.submit()

    async def cancelled_meanwhile(workdir, on_progress, on_preview):
        await world.store.cancel(request_id)
        return fake_render(workdir)

    world.renderer.acts = [cancelled_meanwhile]

    request = await world.fulfil(request_id)

    assert (request.status, request.output) == (Status.CANCELLED, None)
    assert await world.types(request_id) == ["queued", "started", "cancelled"]
    assert await world.files.of_request(request_id) == []
    assert await world.kept() == []


async def test_an_engine_that_heard_of_the_cancellation_first_ends_nothing(world):
    request_id = await world.submit()

    async def stop(*_):
        await world.store.cancel(request_id)
        raise Cancelled

    world.renderer.acts = [stop]

    assert (await world.fulfil(request_id)).status is Status.CANCELLED


async def test_a_request_taken_by_another_worker_is_left_to_it(world):
    world.renderer.acts = [forever]
    request_id = await world.submit()
    task = world.begin(request_id)
    await world.renderer.began.wait()
    first_worker = world.fulfiller
    world.start()
    await world.store.rehydrate()

    second = await world.fulfil(request_id)
    first_worker.nudge(request_id)
    await asyncio.wait_for(task, 5)

    assert (second.status, second.attempt) == (Status.SUCCEEDED, 2)
    assert await world.store.get(request_id) == second
    assert (await world.files.get(second.output["video"])).blob_key in await world.kept()


async def test_a_stopping_worker_hands_its_request_back(world):
    world.renderer.acts = [forever]
    request_id = await world.submit()
    task = world.begin(request_id)
    await world.renderer.began.wait()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    request = await world.store.get(request_id)
    assert (request.status, request.max_attempts) == (Status.IN_QUEUE, 4)
    assert (await world.fulfil(request_id)).status is Status.SUCCEEDED


# --- previews and progress -----------------------------------------------------------------------


async def test_a_preview_is_a_file_and_an_event(world):
    async def act(workdir, on_progress, on_preview):
        (workdir / "preview.jpg").write_bytes(b"small")
        on_preview(workdir / "preview.jpg")
        on_preview(workdir / "preview.jpg")
        return fake_render(workdir)

    world.renderer.acts = [act]
    request_id = await world.submit()
    await world.fulfil(request_id)

    events = [e for e in await world.store.events(request_id) if e.type == "preview"]
    assert len(events) == 1
    file = await world.files.get(events[0].data["file_id"])
    assert (file.kind, file.content_type) == ("preview", "image/jpeg")


async def test_progress_is_told_while_the_engine_renders(world):
    seen = asyncio.Event()

    async def act(workdir, on_progress, on_preview):
        on_progress("render", 50, 100)
        with world.bus.subscribe(request_id) as news:
            await news.wait(5)
        seen.set()
        return fake_render(workdir)

    world.renderer.acts = [act]
    request_id = await world.submit()
    await world.fulfil(request_id)

    assert seen.is_set()
    stages = [e.data for e in await world.store.events(request_id) if e.type == "stage"]
    assert {"stage": "render", "fraction": pytest.approx(0.535)} in stages


# --- money ---------------------------------------------------------------------------------------


async def paid(world):
    return await world.submit(T2V, PAID, {"engine": "remote"})


async def test_a_paid_render_is_charged_once(world):
    request_id = await paid(world)

    request = await world.fulfil(request_id)

    assert (request.status, request.cost_micro, world.remote.calls) == (
        Status.SUCCEEDED,
        840_000,
        1,
    )


async def test_work_that_was_accepted_is_waited_for_and_not_ordered_again(world):
    world.remote.after_handle = EngineError("the line broke", retryable=True)
    request_id = await paid(world)
    assert (await world.fulfil(request_id)).status is Status.IN_QUEUE
    world.clock.pass_(10)
    await world.store.reap()

    request = await world.fulfil(request_id)

    assert request.status is Status.SUCCEEDED
    assert (world.remote.calls, world.remote.reattached) == (1, ["upstream-1"])


async def test_a_refused_paid_call_may_be_made_again(world):
    world.remote.before_handle = EngineError("busy", retryable=True)
    request_id = await paid(world)
    await world.fulfil(request_id)
    world.remote.before_handle = None
    world.clock.pass_(10)
    await world.store.reap()

    assert (await world.fulfil(request_id)).status is Status.SUCCEEDED
    assert world.remote.calls == 2


@pytest.mark.parametrize("error", [TimeoutError("?"), WorkerLost(), OSError("reset")])
async def test_a_paid_call_whose_answer_is_lost_is_in_doubt(world, error):
    world.remote.before_handle = error
    request_id = await paid(world)

    request = await world.fulfil(request_id)

    assert request.status is Status.IN_DOUBT
    assert world.remote.calls == 1
    await world.fulfil(request_id)
    assert world.remote.calls == 1


async def test_a_process_killed_in_a_paid_call_leaves_a_doubt(world):
    request_id = await paid(world)
    claim = await world.store.claim(request_id, "w", 60.0)
    await world.store.begin_call(request_id, claim.request.attempt)

    world.start()
    await world.store.rehydrate()

    assert (await world.store.get(request_id)).status is Status.IN_DOUBT


async def test_a_worker_stopped_in_a_paid_call_leaves_a_doubt(world):
    request_id = await paid(world)
    claim = await world.store.claim(request_id, "w", 60.0)
    await world.store.begin_call(request_id, claim.request.attempt)
    await world.store.release(request_id, claim.request.attempt)

    request = await world.fulfil(request_id)

    assert (request.status, world.remote.calls) == (Status.IN_DOUBT, 0)


async def test_an_upstream_that_forgot_the_work_fails_the_request(world):
    world.remote.after_handle = UpstreamLost("no such job")
    request_id = await paid(world)

    request = await world.fulfil(request_id)

    assert (request.status, request.error.code) == (Status.FAILED, "upstream_lost")


async def test_a_paid_clip_that_fails_its_checks_is_still_charged(world):
    world.renderer.checks = (Check("frames", False, "121", "120"),)

    request = await world.fulfil(await paid(world))

    assert (request.status, request.cost_micro) == (Status.FAILED, 840_000)


# --- what must not happen, and what then happens -------------------------------------------------


@pytest.mark.parametrize(
    ("error", "failure", "is_retryable"),
    [
        (EngineError("a", "oom", retryable=True), Failure("oom", "a"), True),
        (MediaError("b"), Failure("media_error", "b"), False),
        (NotFound("no engine 'x'"), Failure("engine_error", "no engine 'x'"), False),
        (StorageFull("c"), Failure("storage_full", "c"), True),
        (Unavailable("d"), Failure("unavailable", "d"), True),
        (OSError(errno.ENOSPC, "e"), Failure("storage_full", NO_ROOM), True),
    ],
)
def test_every_error_is_told_in_words_of_ours(error, failure, is_retryable):
    assert explain(error) == (failure, is_retryable)


async def test_a_nudge_for_a_request_of_someone_else_is_nothing(world):
    world.fulfiller.nudge("req_elsewhere")


async def test_an_end_that_cannot_be_written_leaves_the_request_to_the_next_attempt(world, caplog):
    class Away(Requests):
        async def finish(self, request_id, attempt, outcome):
            raise OSError("the database is away")

    world.start(Away)
    request_id = await world.submit()
    request = await world.fulfil(request_id)

    assert request.status is Status.IN_PROGRESS
    assert "is left" in caplog.text
    world.start()
    await world.store.rehydrate()
    assert (await world.fulfil(request_id)).status is Status.SUCCEEDED


async def test_files_that_cannot_be_removed_are_left_to_the_sweep(world, caplog):
    class CancelledFirst(Requests):
        async def finish(self, request_id, attempt, outcome):
            await self.cancel(request_id)
            return await super().finish(request_id, attempt, outcome)

    world.start(CancelledFirst)
    world.artifacts.keeps = True
    request_id = await world.submit()

    assert (await world.fulfil(request_id)).status is Status.CANCELLED
    assert "next sweep" in caplog.text


async def test_a_paid_render_that_cannot_be_stored_and_asked_for_again_is_not_repeated(world):
    world.engine.cost_micro = 10_000
    world.artifacts.failures = 99
    request_id = await world.submit()

    request = await world.fulfil(request_id)

    assert (request.status, request.error.code) == (Status.FAILED, "storage_error")
    assert (request.cost_micro, world.renderer.runs) == (10_000, 1)


# --- stages --------------------------------------------------------------------------------------


async def test_every_stage_is_told_and_the_one_that_failed_with_its_error(world):
    await world.fulfil(await world.submit())
    world.renderer.acts = [raising(EngineError("no", "engine_error"))]
    await world.fulfil(await world.submit())

    told = world.stages
    stages = ["claim", "prepare", "render", "verify", "store"]
    assert told[:5] == [(stage, "") for stage in stages]
    assert told[5:] == [("claim", ""), ("prepare", ""), ("render", "engine_error")]


async def test_the_trace_of_a_submit_stays_with_the_request_to_its_report(world):
    body = {"prompt": "a cat"}
    accepted = await world.submitter.submit(ANN, T2V, body, trace="00-aa-bb-01")
    before = await world.store.detail(accepted.request.id)
    await world.fulfil(accepted.request.id)

    after = await world.store.detail(accepted.request.id)
    assert before.report == {"trace": "00-aa-bb-01"}
    assert after.report["trace"] == "00-aa-bb-01"
    assert after.report["engine"] == "fake"
