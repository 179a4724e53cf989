from dataclasses import replace
from pathlib import Path

import av
import pytest

from filmgate.core.errors import Cancelled, EngineError
from filmgate.core.order import Task
from filmgate.core.ports import LocalEngine
from filmgate.engines.previz.engine import PrevizEngine


def test_it_is_a_local_engine_that_is_always_ready():
    engine = PrevizEngine()

    assert isinstance(engine, LocalEngine)
    assert engine.readiness().ready
    assert {capability.task for capability in engine.describe().tasks} == set(Task)


def test_a_clip_tells_its_engine_and_seed_and_how_long_it_took(
    studio, make_order, landscape, small
):
    start = studio.picture(landscape, "start_image_url")

    plan, render = studio.render(
        make_order(Task.IMAGE_TO_VIDEO, "push in", 3, start=start, options=small)
    )

    with av.open(render.files[0].path) as container:
        assert f"engine=previz 1.0 seed={plan.seed}" in container.metadata["comment"]
    assert render.seed == plan.seed
    assert {"prepare", "render"} <= set(render.timings_s)


def test_the_same_order_gives_the_same_bytes(studio, make_order, landscape, small):
    order = make_order(
        Task.IMAGE_TO_VIDEO,
        "handheld, dust and snow, film grain",
        3,
        start=studio.picture(landscape, "start_image_url"),
        options=small,
    )

    clips = [Path(studio.render(order)[1].files[0].path).read_bytes() for _ in range(2)]

    assert clips[0] == clips[1]


def test_progress_is_told_for_every_frame(tmp_path, make_order, make_context, small):
    engine, order = PrevizEngine(), make_order(duration_s=3, options=small)
    context = make_context(tmp_path)

    engine.run(order, engine.plan(order), context)

    rendered = [done for stage, done, _ in context.stages if stage == "render"]
    assert rendered == list(range(1, 74))


def test_a_cancelled_render_stops_and_leaves_no_clip(tmp_path, make_order, make_context, small):
    engine, order = PrevizEngine(), make_order(duration_s=3, options=small)

    with pytest.raises(Cancelled):
        engine.run(order, engine.plan(order), make_context(tmp_path, stop_at=10))

    assert not list(tmp_path.glob("*.mp4"))


def test_a_missing_input_is_named(tmp_path, make_order, make_image, make_context, small):
    engine = PrevizEngine()
    order = make_order(Task.IMAGE_TO_VIDEO, start=make_image(("start_image_url",)), options=small)

    with pytest.raises(EngineError, match="start_image_url"):
        engine.run(order, engine.plan(order), make_context(tmp_path))


def test_a_plan_for_another_order_is_refused(tmp_path, make_order, make_context, small):
    engine, order = PrevizEngine(), make_order(duration_s=3, options=small)

    with pytest.raises(EngineError, match="planned"):
        engine.run(replace(order, duration_s=4), engine.plan(order), make_context(tmp_path))
