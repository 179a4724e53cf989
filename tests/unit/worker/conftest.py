import sys
from dataclasses import replace
from pathlib import Path

import pytest

from filmgate.core.order import Order, Task, Tier
from filmgate.core.plan import Plan, Shot
from filmgate.core.ports import LocalInput
from filmgate.worker.process import RenderProcesses
from filmgate.worker.warm import Limits

COMMAND = (sys.executable, str(Path(__file__).parent / "render_child.py"), "a render process")
ORDER = Order("test/model", Task.TEXT_TO_VIDEO, Tier.STANDARD, "", 1)
PLAN = Plan("any", "1", 64, 64, 25, False, (Shot(0, 25),), 0)
INPUT = LocalInput(("images", 0), "nowhere.npy", 8, 8)


class Renders:
    """Render processes with short questions."""

    def __init__(self, processes, folder):
        self.processes = processes
        self.folder = folder
        self.heard = []
        self.previews = []

    async def __call__(self, prompt, key="", on_progress=None):
        def progress(*report):
            self.heard.append(report)
            if on_progress:
                on_progress(*report)

        return await self.processes.run(
            replace(ORDER, prompt=prompt),
            replace(PLAN, residency_key=key),
            (INPUT,),
            self.folder,
            progress,
            self.previews.append,
        )


@pytest.fixture
async def start(tmp_path):
    """Make render processes: one slot unless said otherwise."""
    made = []

    def make(slots=1, settings=None, **limits):
        processes = RenderProcesses(
            COMMAND, slots, settings or {}, tmp_path / "scratch", Limits(nice=0, **limits)
        )
        made.append(processes)
        folder = tmp_path / "work"
        folder.mkdir(exist_ok=True)
        return Renders(processes, folder)

    yield make
    for processes in made:
        await processes.stop()
