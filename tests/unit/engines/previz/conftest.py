"""Drawn pictures and orders for the tests of previz."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from filmgate.core.errors import Cancelled
from filmgate.core.order import Media, MediaKind, Options, Order, Task, Tier
from filmgate.core.ports import LocalInput
from filmgate.engines.previz.engine import PrevizEngine
from filmgate.engines.previz.plate import Plate
from filmgate.media.frames import to_planes


def draw_landscape(width=640, height=360):
    """Sky over hills with a dark house: something near, something far, plenty of corners."""
    rng = np.random.default_rng(3)
    y = np.linspace(0, 1, height)[:, None]
    picture = np.zeros((height, width, 3), np.float32)
    picture[:] = np.stack([120 + 60 * y, 160 + 40 * y, 225 - 10 * y], 2)
    ground = np.zeros((height, width), np.float32)
    ground[int(0.55 * height) :] = 1
    speckle = cv2.GaussianBlur(rng.normal(0, 60, (height, width)).astype(np.float32), (0, 0), 1.6)
    grass = np.stack([90 + speckle, 120 + speckle, 50 + speckle], 2)
    picture = np.where(ground[..., None] > 0, grass, picture)
    left, right = int(0.42 * width), int(0.60 * width)
    top, bottom = int(0.35 * height), int(0.80 * height)
    picture[top:bottom, left:right] = (150, 60, 40)
    for x in range(left + 8, right - 12, 24):
        picture[top + 12 : top + 30, x : x + 12] = (240, 220, 150)
    return np.clip(picture, 0, 255).astype(np.uint8)


def draw_disc(width=480, height=640):
    """A red ball, low in an upright picture with a plain background."""
    picture = np.full((height, width, 3), 205, np.uint8)
    cv2.circle(picture, (width // 2, int(0.7 * height)), width // 5, (200, 40, 30), -1, cv2.LINE_AA)
    return picture


def _chart(width=640, height=352):
    """Even noise over the whole frame, to measure motion by."""
    rng = np.random.default_rng(8)
    noise = rng.normal(0, 1, (height, width, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 3.0)
    return np.clip(128 + soft * 420, 0, 255).astype(np.uint8)


@pytest.fixture
def landscape():
    return draw_landscape()


@pytest.fixture
def disc():
    return draw_disc()


@pytest.fixture
def chart():
    return _chart()


@pytest.fixture(scope="session")
def draw_chart():
    return _chart


@pytest.fixture
def plate(chart):
    """A flat plate of the frame's size, near in its lower half."""
    height, width = chart.shape[:2]
    rows, columns = -(-height // 8), -(-width // 8)
    near = np.repeat(np.linspace(0.1, 0.8, rows, dtype=np.float32)[:, None], columns, 1)
    return Plate(to_planes(chart), near, subject=(0.5, 0.5, 0.3))


def image(loc, width=640, height=360):
    """A measured picture among the inputs of an order."""
    return Media(loc, MediaKind.IMAGE, "file", None, width, height, format="png", size_bytes=1000)


def video(seconds=3.0, *, has_audio=True):
    """A measured reference video."""
    return Media(
        ("video",), MediaKind.VIDEO, "file", None, 1280, 720, seconds, 24.0, has_audio, 5000, "mp4"
    )


def order(task=Task.TEXT_TO_VIDEO, prompt="a quiet lake", duration_s=5, **changes):
    """An order with only what a test cares about."""
    values = {"tier": Tier.PRO, "ratio": "16:9" if task is not Task.IMAGE_TO_VIDEO else None}
    return Order("test/model", task, prompt=prompt, duration_s=duration_s, **{**values, **changes})


@pytest.fixture(scope="session")
def make_order():
    return order


@pytest.fixture(scope="session")
def make_image():
    return image


@pytest.fixture(scope="session")
def make_video():
    return video


class Context:
    """What a render process gives an engine, without the process."""

    def __init__(self, workdir, inputs=None, stop_at=None):
        self.workdir, self.inputs = Path(workdir), inputs or {}
        self.stages, self.checks, self.stop_at = [], 0, stop_at

    def progress(self, stage, done, total):
        self.stages.append((stage, done, total))

    def preview(self, path):
        pass

    def checkpoint(self):
        self.checks += 1
        if self.stop_at is not None and self.checks >= self.stop_at:
            raise Cancelled("stopped")


@pytest.fixture(scope="session")
def make_context():
    return Context


class Studio:
    """Renders orders at a small scale from pictures in memory."""

    def __init__(self, folder):
        self.folder = folder
        self.inputs = {}

    def picture(self, rgb, *loc):
        """Put a picture among the inputs."""
        path = self.folder / ("_".join(map(str, loc)) + ".npy")
        np.save(path, rgb)
        height, width = rgb.shape[:2]
        self.inputs[loc] = LocalInput(loc, str(path), width, height)
        return image(loc, width, height)

    def render(self, wanted):
        """Render an order; returns its plan and what the engine did."""
        engine = PrevizEngine()
        plan = engine.plan(wanted)
        return plan, engine.run(wanted, plan, Context(self.folder, self.inputs))


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


@pytest.fixture(scope="session")
def small():
    """Options that render a quarter of the size."""
    return Options(scale=0.2)
