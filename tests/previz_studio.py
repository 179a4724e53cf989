"""Drawn pictures, orders and a small studio that renders them: for the tests of previz."""

from pathlib import Path

import cv2
import numpy as np

from filmgate.core.errors import Cancelled
from filmgate.core.order import Media, MediaKind, Order, Task, Tier
from filmgate.core.ports import LocalInput
from filmgate.engines.previz.engine import PrevizEngine
from filmgate.engines.previz.planning import lay_out_order
from filmgate.engines.previz.soundtrack import compose_sound
from filmgate.engines.previz.staging import Stage
from filmgate.media.encode import encode_clip


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


def draw_chart(width=640, height=352):
    """Even noise over the whole frame, to measure motion by."""
    rng = np.random.default_rng(8)
    noise = rng.normal(0, 1, (height, width, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 3.0)
    return np.clip(128 + soft * 420, 0, 255).astype(np.uint8)


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

    def sound(self, wanted):
        """Compose only the sound of an order."""
        return compose_sound(Stage(wanted, lay_out_order(wanted), self.inputs))

    def clip(self, seconds=2):
        """Put a short reference video with a tone among the inputs."""

        def paint(index, planes):
            planes.y[:] = 40
            planes.u[:], planes.v[:] = 120, 140
            left = 8 + 4 * (index % 50)
            planes.y[60:120, left : left + 60] = 210

        path, sound = self.folder / "proxy.mp4", self.folder / "sound.npy"
        encode_clip(path, width=320, height=180, frames=24 * seconds, draw=paint)
        time = np.arange(48_000 * seconds) / 48_000
        tone = 0.2 * np.sin(2 * np.pi * 330 * time).astype(np.float32)
        np.save(sound, np.stack([tone, tone], 1))
        loc = ("video",)
        self.inputs[loc] = LocalInput(loc, str(path), 320, 180, 24 * seconds, str(sound))
        return video(float(seconds))
