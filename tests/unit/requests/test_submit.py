"""A body is refused with all of its problems, or it is recorded and will be rendered."""

import asyncio
from dataclasses import replace

import pytest
from tests.unit.requests.conftest import ANN, I2V, PAID, T2V

from filmgate.core.account import Caps, Principal
from filmgate.core.errors import (
    InvalidInput,
    LimitExceeded,
    MediaError,
    NotFound,
    PermissionDenied,
    Problem,
    StorageFull,
)
from filmgate.core.plan import Fate, FateKind
from filmgate.core.records import Outcome, RequestFilter
from filmgate.core.request import Status
from filmgate.requests.submit import Submitter

pytestmark = pytest.mark.anyio

URL = "https://x.test/a.png"
DATA = "data:image/png;base64,cGl4ZWxz"
FREE = Fate("guidance", FateKind.IGNORED, "it has no such dial")


async def submit(world, model_id=T2V, principal=ANN, **options):
    body = options.pop("body", {"prompt": "a cat"})
    return await world.submitter.submit(principal, model_id, body, **options)


async def problems(step):
    with pytest.raises(InvalidInput) as told:
        await step
    return {(problem.loc, problem.type) for problem in told.value.problems}


async def nothing_recorded(world):
    page, _ = await world.store.page("own_ann", RequestFilter())
    return page == [] and await world.kept() == [] and world.leftovers() == []


# --- accepting -----------------------------------------------------------------------------------


async def test_an_accepted_body_is_recorded_with_its_plan(world):
    accepted = await submit(world, body={"prompt": "a cat", "duration": 7})

    request, detail = accepted.request, await world.store.detail(accepted.request.id)
    assert (request.status, request.engine, request.model_id) == (Status.IN_QUEUE, "fake", T2V)
    assert request.hosted_cost_micro > 0
    assert detail.input["duration"] == 7
    assert detail.plan["frames"] == 169
    assert not accepted.is_replay


async def test_an_unknown_model_is_not_found(world):
    with pytest.raises(NotFound):
        await submit(world, "kling/nothing")


async def test_a_body_that_is_no_object_is_refused(world):
    assert await problems(submit(world, body=[1]))
    assert await nothing_recorded(world)


async def test_every_problem_is_told_at_once(world):
    world.fetch.pages[URL] = b"BROKEN"
    body = {
        "duration": 99,
        "start_image_url": URL,
        "end_image_url": "https://y.test/",
    }

    found = await problems(submit(world, I2V, body=body))

    assert {loc for loc, _ in found} == {
        ("body", "prompt"),
        ("body", "duration"),
        ("body", "start_image_url"),
        ("body", "end_image_url"),
    }
    assert (("body", "start_image_url"), "damaged") in found
    assert await nothing_recorded(world)


async def test_problems_come_in_the_order_of_the_schema_whenever_they_were_found(world):
    world.fetch.pages[URL] = b"BROKEN"
    body = {"duration": 99, "end_image_url": URL, "filmgate": {"engine": "no-such"}}

    with pytest.raises(InvalidInput) as told:
        await submit(world, I2V, body=body)

    places = [problem.loc[1] for problem in told.value.problems]
    assert places == ["prompt", "start_image_url", "end_image_url", "duration", "filmgate"]


async def test_a_rule_that_measures_is_told_with_its_place(world):
    world.decode.size = (40, 2000)
    world.fetch.pages[URL] = b"pixels"
    model = "kling/kling-video-o1/image-to-video"
    body = {"prompt": "a cat", "start_image_url": URL, "end_image_url": DATA}

    found = await problems(submit(world, model, body=body))

    assert (("body", "start_image_url"), "validation") in found
    assert (("body", "end_image_url"), "validation") in found


async def test_what_the_engine_cannot_plan_is_refused(world):
    world.engine.refusal = InvalidInput([Problem(("body", "duration"), "too long", "range")])

    assert await problems(submit(world)) == {(("body", "duration"), "range")}
    assert await nothing_recorded(world)


# --- media ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [URL, DATA])
async def test_media_are_frozen_when_they_are_accepted(world, url):
    world.fetch.pages[URL] = b"pixels"

    accepted = await submit(world, I2V, body={"prompt": "a cat", "start_image_url": url})

    (file,) = await world.files.of_request(accepted.request.id)
    detail = await world.store.detail(accepted.request.id)
    assert detail.input["start_image_url"] == f"filmgate://{file.id}"
    assert detail.order["start"]["file_id"] == file.id
    assert (file.kind, file.name, file.size_bytes) == ("input", "start_image_url.png", 6)
    assert await world.kept() == [file.blob_key]
    assert world.leftovers() == []


async def test_the_same_content_is_stored_once(world):
    for _ in range(3):
        await submit(world, I2V, body={"prompt": "a cat", "start_image_url": DATA})

    assert len(await world.kept()) == 1


async def test_the_frozen_input_of_one_request_can_be_used_in_another(world):
    first = await submit(world, I2V, body={"prompt": "a cat", "start_image_url": DATA})
    (file,) = await world.files.of_request(first.request.id)

    second = await submit(
        world, I2V, body={"prompt": "a dog", "start_image_url": f"filmgate://{file.id}"}
    )

    (other,) = await world.files.of_request(second.request.id)
    assert other.id != file.id
    assert (other.blob_key, other.sha256) == (file.blob_key, file.sha256)


async def test_an_output_of_ours_is_taken_by_its_link_without_a_fetch(world):
    done = await world.fulfil(await world.submit())
    world.own["https://me.test/files/x.y/clip.mp4"] = done.output["video"]
    model = "kling/kling-video-o3/standard/reference-to-video"
    body = {"prompt": "a cat", "video": "https://me.test/files/x.y/clip.mp4"}

    accepted = await submit(world, model, body=body)

    (file,) = await world.files.of_request(accepted.request.id)
    assert file.facts["frames"] == 121
    assert world.fetch.asked == []


async def test_a_file_of_someone_else_is_as_unknown_as_none(world):
    first = await submit(world, I2V, body={"prompt": "a cat", "start_image_url": DATA})
    (file,) = await world.files.of_request(first.request.id)
    bob = Principal("own_bob", "key_bob")

    async def told(file_id):
        body = {"prompt": "a cat", "start_image_url": f"filmgate://{file_id}"}
        with pytest.raises(InvalidInput) as error:
            await submit(world, I2V, bob, body=body)
        return [p.msg.replace(file_id, "ID") for p in error.value.problems]

    assert await told(file.id) == await told("file_00")


async def test_a_slow_file_is_deferred_with_a_warning(world):
    world.fetch.pages[URL] = None

    accepted = await submit(world, I2V, body={"prompt": "a cat", "start_image_url": URL})

    assert [(w.loc, w.type) for w in accepted.warnings] == [
        (("body", "start_image_url"), "deferred")
    ]
    detail = await world.store.detail(accepted.request.id)
    assert detail.input["start_image_url"] == URL
    assert detail.order["start"]["url"] == URL
    assert await world.files.of_request(accepted.request.id) == []


async def test_a_file_that_is_too_large_is_refused(world):
    body = {"prompt": "a cat", "start_image_url": "data:image/png;base64," + "AAAA" * 3334}

    assert await problems(submit(world, I2V, body=body)) == {
        (("body", "start_image_url"), "too_large")
    }


async def test_an_upload_that_was_never_measured_is_looked_into(world, tmp_path):
    first = await submit(world, I2V, body={"prompt": "a cat", "start_image_url": DATA})
    (file,) = await world.files.of_request(first.request.id)
    bare = await world.files.add(
        replace(file, id="file_bare", kind="upload", request_id=None, facts={})
    )

    accepted = await submit(
        world, I2V, body={"prompt": "a cat", "start_image_url": f"filmgate://{bare.id}"}
    )

    (file,) = await world.files.of_request(accepted.request.id)
    assert file.facts["width"] == 640


# --- warnings ------------------------------------------------------------------------------------


async def test_a_field_that_was_sent_and_is_ignored_is_a_warning(world):
    world.engine.fates = (FREE, Fate("negative_prompt", FateKind.APPROXIMATED))

    accepted = await submit(world, body={"prompt": "a cat", "cfg_scale": 0.9})

    assert [(w.loc, w.type) for w in accepted.warnings] == [(("body", "cfg_scale"), "ignored")]
    assert "no such dial" in accepted.warnings[0].msg
    detail = await world.store.detail(accepted.request.id)
    assert detail.warnings[0]["type"] == "ignored"


async def test_strict_makes_every_warning_a_problem(world):
    world.engine.fates = (FREE,)
    body = {"prompt": "a cat", "cfg_scale": 0.9, "resolution": "4k"}

    found = await problems(submit(world, body=body, strict=True))

    assert {loc for loc, _ in found} == {("body", "cfg_scale"), ("body", "resolution")}
    assert await nothing_recorded(world)


async def test_strict_accepts_what_has_no_warnings(world):
    world.engine.fates = (FREE,)

    assert (await submit(world, strict=True)).warnings == ()


# --- engines, limits, space ----------------------------------------------------------------------


async def test_an_unknown_engine_is_a_problem_of_the_body(world):
    body = {"prompt": "a cat", "duration": 99, "filmgate": {"engine": "nobody"}}

    found = await problems(submit(world, body=body))

    assert (("body", "filmgate", "engine"), "engine") in found
    assert (("body", "duration"), "range") in found


async def test_a_paid_engine_needs_a_key_that_lists_it(world):
    body = {"prompt": "a cat", "filmgate": {"engine": "remote"}}

    with pytest.raises(PermissionDenied, match="'remote'"):
        await submit(world, body=body)

    assert (await submit(world, principal=PAID, body=body)).request.engine == "remote"


async def test_a_key_with_a_list_may_use_nothing_else(world):
    with pytest.raises(PermissionDenied):
        await submit(world, principal=replace(ANN, engines=frozenset({"remote"})))


async def test_a_cap_refuses_and_records_nothing(world):
    capped = replace(ANN, caps=Caps(queued=0))

    with pytest.raises(LimitExceeded):
        await submit(world, I2V, capped, body={"prompt": "a", "start_image_url": DATA})

    assert (await world.store.page("own_ann", RequestFilter()))[0] == []


async def test_a_paid_order_counts_against_the_spend_cap(world):
    capped = replace(PAID, caps=Caps(spend_day_micro=1_000_000))
    body = {"prompt": "a cat", "filmgate": {"engine": "remote"}}
    await submit(world, principal=capped, body=body)

    with pytest.raises(LimitExceeded, match="a day"):
        await submit(world, principal=capped, body=body)


async def test_nothing_is_accepted_while_the_disk_is_nearly_full(world):
    class Full:
        async def free_bytes(self):
            return 5 * 2**20

    submitter = Submitter(
        world.catalog, world.engines, world.store, Full(), world.submitter._freezer, min_free_mb=6
    )

    with pytest.raises(StorageFull, match="5 MiB are free"):
        await submitter.submit(ANN, T2V, {"prompt": "a cat"})


# --- idempotency ---------------------------------------------------------------------------------


async def test_the_same_call_again_is_the_same_request_with_its_warnings(world):
    world.engine.fates = (FREE,)
    body = {"prompt": "a cat", "cfg_scale": 0.9}
    first = await submit(world, body=body, idempotency_key="k")

    again = await submit(world, body=dict(reversed(body.items())), idempotency_key="k")

    assert again.is_replay
    assert (again.request.id, again.warnings) == (first.request.id, first.warnings)


async def test_a_replay_fetches_nothing(world):
    world.fetch.pages[URL] = b"pixels"
    body = {"prompt": "a cat", "start_image_url": URL}
    await submit(world, I2V, body=body, idempotency_key="k")
    world.fetch.pages[URL] = MediaError("gone", "unreachable")

    assert (await submit(world, I2V, body=body, idempotency_key="k")).is_replay
    assert world.fetch.asked == [URL]


@pytest.mark.parametrize("change", [{"prompt": "a dog"}, {"filmgate": {"seed": 1}}])
async def test_the_same_key_with_another_body_is_refused(world, change):
    await submit(world, idempotency_key="k")

    assert await problems(
        submit(world, body={"prompt": "a cat", **change}, idempotency_key="k")
    ) == {(("header", "Idempotency-Key"), "idempotency")}


async def test_calls_that_arrive_at_once_are_one_request(world):
    body = {"prompt": "a cat", "start_image_url": DATA}

    answers = await asyncio.gather(
        *(submit(world, I2V, body=body, idempotency_key="k") for _ in range(8))
    )

    assert len({answer.request.id for answer in answers}) == 1
    assert len(await world.files.of_request(answers[0].request.id)) == 1


# --- dry runs ------------------------------------------------------------------------------------


async def test_a_dry_run_predicts_and_records_nothing(world):
    body = {"prompt": "a cat", "start_image_url": DATA, "duration": 4}

    found = await world.submitter.dry_run(ANN, I2V, body)

    assert (found.plan.frames, found.plan.width, found.plan.has_audio) == (97, 1920, True)
    assert found.input["duration"] == 4
    assert found.cost_micro == {"fake": 0, "remote": 840_000}
    assert found.hosted_cost_micro > 0
    assert (found.eta_p50_s, found.eta_p90_s) == (None, None)
    assert await nothing_recorded(world)


async def test_a_dry_run_refuses_what_a_submit_refuses(world):
    step = world.submitter.dry_run(ANN, T2V, {"prompt": "a cat", "duration": 99})

    assert await problems(step) == {(("body", "duration"), "range")}


async def test_a_dry_run_knows_how_long_such_renders_took(world):
    request_id = await world.submit()
    claim = await world.store.claim(request_id, "w", 60.0)
    world.clock.pass_(8)
    await world.store.finish(request_id, claim.request.attempt, Outcome(Status.SUCCEEDED))

    found = await world.submitter.dry_run(ANN, T2V, {"prompt": "a dog"})

    assert (found.eta_p50_s, found.eta_p90_s) == (8.0, 8.0)


async def test_an_engine_that_cannot_plan_the_order_has_no_price(world):
    world.remote.refusal = InvalidInput([Problem(("body",), "no", "x")])

    found = await world.submitter.dry_run(ANN, T2V, {"prompt": "a cat"})

    assert found.cost_micro == {"fake": 0}


async def test_what_a_clip_took_is_remembered_with_its_length_and_size(world):
    for options in ({}, {"scale": 0.25}):
        await world.fulfil(await world.submit(options=options))

    history = await world.store.history(T2V, "fake")
    small, large = sorted(history, key=lambda took: took.pixels)

    assert small.seconds == large.seconds == 121 / 24
    assert large.pixels == 1920 * 1080
    assert abs(small.pixels * 16 / large.pixels - 1) < 0.05
