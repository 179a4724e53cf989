import asyncio
import contextlib
import os
import signal
import time
from dataclasses import replace

import pytest
from tests.unit.worker.conftest import PLAN
from tests.waiting import exists, until, until_gone

from filmgate.core.errors import EngineError, WorkerLost
from filmgate.core.plan import Render, RenderedFile

pytestmark = pytest.mark.anyio


async def begin(render, prompt):
    """Start a render that waits; gives its task and the number it reports first."""
    heard = asyncio.get_running_loop().create_future()

    def on_progress(stage, done, total):
        if not heard.done():
            heard.set_result(done)

    task = asyncio.create_task(render(prompt, on_progress=on_progress))
    async with asyncio.timeout(20):
        await asyncio.wait((task, heard), return_when=asyncio.FIRST_COMPLETED)
    return task, await heard


async def test_a_render_comes_back_with_its_progress_and_previews(start):
    render = start()

    answer = await render("render hello")

    assert (render.folder / "clip.mp4").read_bytes() == b"hello"
    assert answer.seed == 7
    assert answer.notes["inputs"] == ["('images', 0)"]
    assert render.heard[0] == ("render", 1, 3)
    assert render.heard[-1] == ("render", 3, 3)
    assert render.previews == [render.folder / "preview.jpg"]


async def test_the_same_process_renders_again(start):
    render = start()

    pids = {(await render("render x")).notes["pid"] for _ in range(3)}

    assert pids == set(render.processes.pids())


async def test_every_slot_has_a_process_of_its_own(start):
    render = start(slots=2)

    one, pid_one = await begin(render, "wait 60")
    other, pid_other = await begin(render, "wait 60")

    assert pid_one != pid_other
    for task in (one, other):
        task.cancel()
    await asyncio.wait((one, other))


async def test_a_third_render_waits_for_one_of_two_slots(start):
    render = start(slots=2)
    first, _ = await begin(render, "wait 60")
    second, _ = await begin(render, "wait 60")
    third = asyncio.create_task(render("render late"))
    await asyncio.wait((third,), timeout=0.05)
    assert not third.done()

    first.cancel()

    async with asyncio.timeout(20):
        assert (await third).seed == 7
    second.cancel()
    await asyncio.wait((first, second))


async def test_processes_that_were_warmed_are_used(start):
    render = start(slots=2)
    render.processes.warm()
    await render("render x")
    await until(lambda: len(render.processes.pids()) == 2)
    pids = render.processes.pids()

    answer = await render("render x")

    assert answer.notes["pid"] in pids


async def test_work_with_the_same_key_goes_to_the_process_that_knows_it(start):
    render = start(slots=2)
    waiting, busy = await begin(render, "wait 60")
    knows = (await render("render x", key="big-model")).notes["pid"]
    waiting.cancel()
    await asyncio.wait((waiting,))
    other = (await render("render x", key="other-model")).notes["pid"]
    assert other != busy

    again = (await render("render x", key="big-model")).notes["pid"]

    assert again == knows


async def test_cancelling_ends_the_process_and_all_it_started_at_once(start):
    render = start()
    task, grandchild = await begin(render, "wait_with_child 60")
    (pid,) = render.processes.pids()
    before = time.monotonic()

    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert task.cancelled()
    await until_gone(pid, grandchild)
    assert time.monotonic() - before < 1
    assert (await render("render after")).notes["pid"] != pid


async def test_cancelling_a_render_that_waits_for_a_slot_harms_nobody(start):
    render = start()
    first, pid = await begin(render, "wait 0.2")
    second = asyncio.create_task(render("render x"))
    await asyncio.wait((second,), timeout=0.02)

    second.cancel()
    await asyncio.wait((second,))

    with pytest.raises(EngineError, match="NoneType, not a Render"):
        await first
    assert (await render("render x")).notes["pid"] == pid


async def test_a_process_that_dies_is_reported_with_its_last_words_and_replaced(start):
    render = start()

    with pytest.raises(WorkerLost, match="ended with code 3") as caught:
        await render("die farewell")

    assert "the last words: farewell" in caught.value.message
    assert caught.value.retryable
    assert (await render("render x")).seed == 7


async def test_a_process_that_is_killed_while_it_renders_is_reported(start):
    render = start()
    task, pid = await begin(render, "wait 60")

    os.kill(pid, signal.SIGKILL)

    with pytest.raises(WorkerLost, match="was killed"):
        await task


async def test_a_process_that_died_while_it_had_nothing_to_do_is_not_used(start):
    render = start()
    pid = (await render("render x")).notes["pid"]
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not render.processes.pids())

    answer = await render("render x")

    assert answer.notes["pid"] != pid


async def test_what_an_engine_raises_keeps_its_kind(start):
    render = start()

    with pytest.raises(EngineError, match="no luck") as caught:
        await render("fail luck")

    assert (caught.value.kind, caught.value.retryable) == ("out_of_ideas", True)


async def test_an_order_that_the_engine_refuses_is_an_invalid_input(start):
    render = start()

    with pytest.raises(EngineError, match="is not possible") as caught:
        await render("refuse prompt")

    assert (caught.value.kind, caught.value.retryable) == ("invalid_input", False)


async def test_an_unexpected_error_names_itself_and_the_process_goes_on(start, caplog):
    render = start()
    pid = (await render("render x")).notes["pid"]

    with pytest.raises(EngineError, match="KeyError: 'shoe'") as caught:
        await render("stumble shoe")

    assert caught.value.kind == "engine_error"
    assert "in stumble" in caplog.text
    assert (await render("render x")).notes["pid"] == pid


async def test_a_report_that_is_no_json_is_an_error_of_the_engine(start):
    render = start()

    with pytest.raises(EngineError, match="complex cannot be sent"):
        await render("riddle x")

    assert (await render("render x")).seed == 7


async def test_a_listener_that_fails_ends_the_render(start):
    render = start()

    def fail(stage, done, total):
        raise OSError("no room for a preview")

    with pytest.raises(EngineError, match="no room for a preview"):
        await render("render x", on_progress=fail)

    assert (await render("render x")).seed == 7


async def test_a_render_that_eats_too_much_memory_is_ended(start):
    render = start(memory_mb=150)

    with pytest.raises(EngineError, match="more than the 150 MiB") as caught:
        await render("eat all")

    assert (caught.value.kind, caught.value.retryable) == ("out_of_memory", False)
    assert (await render("render x")).seed == 7


async def test_memory_that_the_system_refuses_is_out_of_memory(start):
    render = start()

    with pytest.raises(EngineError) as caught:
        await render("want everything")

    assert caught.value.kind == "out_of_memory"


async def test_a_render_that_takes_too_much_processor_time_is_ended(start):
    render = start(cpu_s=0)

    with pytest.raises(EngineError, match="processor time") as caught:
        await render("spin fast")

    assert caught.value.kind == "timeout"


async def test_a_process_that_keeps_too_much_memory_is_replaced(start):
    render = start(recycle_mb=100)
    small = (await render("render x")).notes["pid"]
    large = (await render(f"grow {90 * 2**20}")).notes["pid"]

    fresh = (await render("render x")).notes["pid"]

    assert small == large
    assert fresh != large
    await until_gone(large)


async def test_a_process_is_replaced_after_many_answers(start):
    render = start(recycle_after=2)

    pids = [(await render("render x")).notes["pid"] for _ in range(4)]

    assert pids[0] == pids[1]
    assert pids[1] != pids[2]


async def test_a_process_that_cannot_start_fails_the_request_and_says_why(start):
    render = start(settings={"broken": True})

    with pytest.raises(WorkerLost, match="these settings are no good"):
        await render("render x")


async def test_a_process_has_a_folder_for_temporary_files_that_goes_with_it(start):
    render = start()
    folder = (await render("render x")).notes["tmp"]
    assert exists(folder)

    await render.processes.stop()

    assert not exists(folder)


async def test_stopping_ends_every_process(start):
    render = start(slots=2)
    render.processes.warm()
    task, pid = await begin(render, "wait 60")
    pids = render.processes.pids()

    await render.processes.stop()

    await until_gone(pid, *pids)
    with pytest.raises(WorkerLost):
        await task
    with pytest.raises(WorkerLost, match="stopping"):
        await render("render x")


async def test_a_render_without_a_video_cannot_be_verified(start):
    render = start()

    with pytest.raises(EngineError, match="no video"):
        await render.processes.verify(None, Render(()), (), render.folder)


def make_clip(folder, width=96):
    from filmgate.media.encode import encode_clip

    def draw(index, planes):
        planes.y[:], planes.u[:], planes.v[:] = 60 + index, 120, 130

    clip = folder / "clip.mp4"
    encode_clip(clip, width=width, height=64, frames=25, draw=draw)
    return Render((RenderedFile("video", str(clip), "video/mp4"),))


async def test_a_clip_is_verified_and_gets_a_poster_and_a_sheet(start):
    render = start()
    made = await asyncio.to_thread(make_clip, render.folder)

    checks = await render.processes.verify(replace(PLAN, width=96), made, (), render.folder)

    assert checks
    assert all(check.passed for check in checks)
    assert exists(render.folder / "poster.jpg")
    assert exists(render.folder / "contact_sheet.png")


async def test_a_clip_that_is_not_what_was_planned_fails_its_checks(start):
    render = start()
    made = await asyncio.to_thread(make_clip, render.folder)

    checks = await render.processes.verify(replace(PLAN, frames=49), made, (), render.folder)

    assert {"size", "frame_count"} <= {check.name for check in checks if not check.passed}
    assert not exists(render.folder / "poster.jpg")


async def test_a_tiny_clip_needs_no_pictures(start):
    render = start()
    made = await asyncio.to_thread(make_clip, render.folder, 64)

    checks = await render.processes.verify(PLAN, made, (), render.folder)

    assert all(check.passed for check in checks)
    assert not exists(render.folder / "poster.jpg")
