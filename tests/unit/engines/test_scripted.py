import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from filmgate.catalog.loader import Catalog
from filmgate.catalog.order import make_order
from filmgate.catalog.schema import check_input
from filmgate.core.errors import EngineError, InvalidInput
from filmgate.core.order import Options, Order, Task, Tier
from filmgate.core.plan import Plan
from filmgate.engines.scripted import MODELS, ScriptedEngine
from filmgate.media.verify import verify

ROOT = Path(__file__).parents[3]
ORDER = Order("test/noop", Task.TEXT_TO_VIDEO, Tier.STANDARD, "a bar", 1)


class Context:
    def __init__(self, workdir):
        self.workdir = workdir
        self.inputs = {}
        self.reports = []

    def progress(self, stage, done, total):
        self.reports.append((stage, done, total))

    def preview(self, path):
        raise AssertionError("it has none")

    def checkpoint(self):
        pass


def run(tmp_path, slept=None, **extra):
    engine = ScriptedEngine(sleep=(slept if slept is not None else []).append)
    order = replace(ORDER, extra=extra)
    context = Context(tmp_path)
    plan = engine.plan(order)
    return plan, engine.run(order, plan, context), context


def test_the_clip_passes_every_check_of_its_plan(tmp_path):
    plan, render, _ = run(tmp_path)

    checks = verify(tmp_path / "clip.mp4", plan, {})

    assert [check for check in checks if not check.passed] == []
    assert render.files[0].path == str(tmp_path / "clip.mp4")


def test_it_sleeps_as_long_as_it_is_told_and_reports_how_far_it_is(tmp_path):
    slept = []

    _, _, context = run(tmp_path, slept, sleep_s=3.0)

    assert sum(slept) == pytest.approx(3.0)
    assert context.reports[0] == ("render", 1, 20)
    assert context.reports[-1] == ("render", 20, 20)


def test_it_fails_where_it_is_told(tmp_path):
    slept = []

    with pytest.raises(EngineError, match="failed after 50%"):
        run(tmp_path, slept, sleep_s=2.0, fail_at=0.5)

    assert sum(slept) == pytest.approx(1.0)


def test_it_fails_without_a_sleep_too(tmp_path):
    with pytest.raises(EngineError):
        run(tmp_path, fail_at=1.0)


def test_it_takes_its_process_down_when_it_is_told(tmp_path):
    code = "from tests.unit.engines.test_scripted import run; run(None, crash=True)"

    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

    assert ended.returncode == -signal.SIGKILL


def test_a_paid_order_costs_a_cent(tmp_path):
    engine = ScriptedEngine()

    assert engine.plan(replace(ORDER, extra={"paid": True})).cost_micro == 10_000
    assert engine.plan(ORDER).cost_micro == 0


def test_runs_are_logged(tmp_path, monkeypatch):
    log = tmp_path / "runs.log"
    monkeypatch.setenv("BENCH_RUNLOG", str(log))

    run(tmp_path)

    assert log.read_text() == "start a bar\nend a bar\n"


def test_a_second_clip_is_the_first_one_again(tmp_path):
    engine = ScriptedEngine()
    plan = engine.plan(ORDER)
    clips = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        engine.run(ORDER, plan, Context(folder))
        clips.append((folder / "clip.mp4").read_bytes())

    assert clips[0] == clips[1]
    assert not (tmp_path / "two" / "made.mp4").exists()


def test_it_refuses_orders_with_pictures():
    with pytest.raises(InvalidInput, match="text-to-video only"):
        ScriptedEngine().plan(replace(ORDER, task=Task.IMAGE_TO_VIDEO))


def test_it_says_what_it_is():
    engine = ScriptedEngine()

    assert engine.describe().name == "scripted"
    assert engine.readiness().ready


def test_its_model_maps_to_orders_it_understands():
    catalog = Catalog.load(MODELS)
    assert catalog.problems == ()
    model = catalog.get("test/noop")

    checked = check_input(model, {"prompt": "x", "sleep_s": 0.5, "fail_at": 0.25})
    order = make_order(model, checked.input, Options(), {})

    assert checked.problems == ()
    assert isinstance(ScriptedEngine().plan(order), Plan)
    assert order.extra["sleep_s"] == 0.5
    assert order.extra["fail_at"] == 0.25


def test_its_model_refuses_what_it_cannot_do():
    model = Catalog.load(MODELS).get("test/noop")

    checked = check_input(model, {"prompt": "x", "sleep_s": -1, "crash": "yes"})

    assert {problem.loc[-1] for problem in checked.problems} == {"sleep_s", "crash"}
