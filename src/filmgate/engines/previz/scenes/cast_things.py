"""Puts things into a painting: birds, boats, balloons, still life, lights out of focus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz import figures_props as props
from filmgate.engines.previz import figures_things as things
from filmgate.engines.previz.figures import Light
from filmgate.engines.previz.scenes.grounding import CLOSE, PEOPLE, cropped, shadow
from filmgate.engines.previz.scenes.noise import Floats
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.storyboard import ShotSize, Subject

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


STILL: Final = {
    "cup": "e6ded0",
    "vessel": "a8603c",
    "bottle": "8a9a92",
    "candle": "efe2c8",
    "flower": "c84a5a",
}
#: how large a share of the room for objects each takes, where it is not all of it
_SHARES: Final = {"cup": 0.62, "candle": 0.72}
#: what a close look at nature shows by itself, without a hand or a thing
NATURE: Final = re.compile(
    r"(?i)\b(wave|water|leaf|leaves|grass|sand|stone|rock|petal|rain|drop|snow|bark|cloud|moss|fern|"
    r"ice|fire|flame|star|moon|sun|sky|branch|wheat|sea|shore|foam|mist|fog|grape|vine)\w*"
)


def birds(stage: Stage, subject: Subject, part: int) -> None:
    """Let a loose flock drift across the sky."""
    random = stage.random(part)
    palette = stage.palette
    tone = palette.shade * np.float32(0.25) + palette.haze * np.float32(0.12)
    count = min(9, max(1, subject.count * 2 if subject.count > 1 else 1))
    centre = (0.25 + 0.5 * random.random(), 0.20 + 0.12 * random.random())
    for _ in range(count):
        size = stage.unit * (0.010 + 0.012 * random.random()) * (1.6 if count == 1 else 1)
        rgb, alpha = things.bird(size, random, tone)
        x = stage.x(centre[0] + (random.random() - 0.5) * 0.24)
        y = stage.y(centre[1] + (random.random() - 0.5) * 0.12)
        speed = 0.025 + 0.02 * random.random()
        stage.cuttings.append(Cutting(rgb, alpha, int(x), int(y), 0.12, "drift", (speed, -0.002)))


def life(stage: Stage) -> None:
    """Add the small life of a place when nothing else moves there: a few birds by day."""
    open_air = stage.shot.place in (
        "sea",
        "beach",
        "lake",
        "hills",
        "vineyard",
        "plains",
        "mountains",
        "village",
    )
    calm = not {"rain", "snow", "storm"} & set(stage.shot.weather) and not stage.palette.is_night
    has_birds = any(subject.kind == "bird" for subject in stage.shot.subjects)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    if open_air and calm and wide and not has_birds and stage.random(498).random() < 0.7:
        birds(stage, Subject("bird", 2), 499)


def balloons(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Let balloons hang in the sky, one of them near."""
    random = stage.random(part)
    for index in range(min(6, max(1, subject.count * 2 - 1))):
        size = stage.unit * (0.30 if index == 0 else 0.05 + 0.11 * random.random())
        rgb, alpha = things.hot_air_balloon(size, light, random)
        fade = np.float32(np.clip(0.5 - 1.6 * size / stage.frame_height, 0, 0.45))
        x, y = (
            stage.x(0.34 if index == 0 else 0.1 + 0.8 * random.random()),
            stage.y(0.10 + 0.22 * random.random()),
        )
        stage.cuttings.append(
            Cutting(
                rgb + (stage.palette.haze - rgb) * fade,
                alpha,
                int(x),
                int(y),
                0.15 + 0.5 * size / stage.unit,
                "drift",
                (0.004, -0.004),
            )
        )


def boats(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Float boats on the water, each with its mirror image."""
    random = stage.random(part)
    rows = any(word in subject.word for word in ("row", "canoe", "kayak", "raft", "gondola"))
    count = min(4, subject.count)
    nearer = {ShotSize.MEDIUM: 1.7, ShotSize.MEDIUM_CLOSE: 2.2}.get(stage.shot.size, 1.0)
    nearer = 2.9 if stage.shot.size in (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE) else nearer
    for index in range(count):
        depth = 0.08 + 0.16 * random.random() if index or count > 1 else 0.17
        foot = stage.y(min(stage.horizon + depth * nearer**0.7, 0.94))
        size = stage.unit * depth * (0.42 if rows else 1.25) * nearer
        rgb, alpha = (things.rowing_boat if rows else things.sailing_boat)(size, light)
        side = -1 if stage.sun[0] > 0.5 else 1
        x = stage.x(0.5 + side * 0.12 + (index - (count - 1) / 2) * 0.22) - alpha.shape[1] / 2
        mirror = (
            cv2.GaussianBlur(alpha[::-1], (0, 0), sigmaX=1.0, sigmaY=max(0.6, size * 0.03))
            * np.linspace(0.5, 0.05, alpha.shape[0], dtype=np.float32)[:, None]
        )
        stage.lay_box(rgb[::-1] * 0.7, mirror, int(x), int(foot), None)
        fade = np.float32(np.clip(0.4 - 1.6 * depth, 0, 0.3))
        stage.cuttings.append(
            Cutting(
                rgb + (stage.palette.haze - rgb) * fade,
                alpha,
                int(x),
                int(foot - alpha.shape[0]) + 1,
                0.2 + 1.6 * depth,
                "bob",
                (0.004, 0.0),
            )
        )
        stage.subject = (
            float((x + alpha.shape[1] / 2 - stage.x(0)) / stage.frame_width),
            stage.horizon + depth - size / stage.frame_height / 2,
            0.2,
        )


def still_life(stage: Stage, light: Light) -> None:
    """Stand objects in front: a close shot gives them the frame, a wide one leaves them out."""
    close = stage.shot.size in (*CLOSE, ShotSize.MEDIUM)
    kinds = objects(stage)
    pottery = stage.shot.place == "interior" and "potter" in stage.shot.text.lower()
    if pottery and not kinds and not stage.has("backdrop"):
        kinds, close = ["vessel"], True
    if not kinds or not (close or stage.has("backdrop")):
        return
    alone = not any(s.kind in PEOPLE for s in stage.shot.subjects)
    large = {ShotSize.EXTREME_CLOSE: 0.80, ShotSize.CLOSE: 0.58, ShotSize.MEDIUM_CLOSE: 0.44}.get(
        stage.shot.size, 0.36
    )
    large *= (1.0 if alone else 0.7) * (1.0 if len(kinds) < 3 else 0.85)
    foot = stage.y(0.755 if stage.has("backdrop") and alone and stage.ground < 0.8 else 0.93)
    if stage.shot.place != "interior" or stage.shot.size in CLOSE:
        _tabletop(stage)
    gap = min(0.26 * stage.unit * (large / 0.36) ** 0.6, 0.8 * stage.frame_width / len(kinds))
    for index, kind in reversed(list(enumerate(kinds))):
        shift = (index - (len(kinds) - 1) / 2) * gap
        _object(
            stage,
            kind,
            light,
            stage.x(0.5 if alone else 0.72) + shift,
            foot - (index % 2) * 0.045 * stage.frame_height,
            stage.unit * large * (1 - 0.10 * (index % 2)),
            570 + index,
        )
    if alone:
        stage.subject = (
            0.5,
            float((foot - stage.unit * large * 0.5 - stage.y(0)) / stage.frame_height),
            large / 2,
        )


def objects(stage: Stage) -> list[str]:
    """List the objects of a shot, one by one; a close shot of nothing known shows a hand."""
    subjects = stage.shot.subjects
    named = [s for s in subjects if s.kind in STILL or s.kind in props.MAKERS]
    kinds = [s.kind for s in named]
    # several of one kind stand between the others
    for subject in named:
        kinds += [subject.kind] * min(subject.count - 1, 2)
    people = any(s.kind in PEOPLE for s in subjects)
    if any(s.kind == "hands" for s in subjects) and not people:
        return [*kinds[:1], "hand"] if kinds else ["hand"]
    unknown = not subjects and stage.shot.size in CLOSE and not NATURE.search(stage.shot.text)
    if (
        not kinds
        and unknown
        and not stage.has("backdrop")
        and stage.shot.place in ("interior", "street", "village", "")
    ):
        return ["hand"]
    return kinds[:4]


def _tabletop(stage: Stage) -> None:
    """Lay a table under a still life in the open: dark wood, its far edge out of focus."""
    palette = stage.palette
    top = stage.y(0.80)
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    below = np.clip((rows - top) / (stage.height - top), 0, 1)
    across = (
        np.arange(stage.width, dtype=np.float32)[None] - stage.x(stage.sun[0])
    ) / stage.frame_width
    light = palette.sun * palette.key * 0.55 + palette.shade * palette.fill
    pool = np.exp(-((across / 0.5) ** 2)) * (1.1 - 0.6 * below) + 0.35
    rgb = (
        colour("6a4a34") * light * pool[..., None]
        + palette.horizon * (0.16 * np.exp(-below / 0.1))[..., None]
    )
    alpha = np.broadcast_to(
        np.clip((rows - top) / (0.012 * stage.frame_height) + 0.5, 0, 1), pool.shape
    )
    near = np.broadcast_to(0.6 + 0.3 * below, pool.shape).astype(np.float32)
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), near)


def _object(
    stage: Stage, kind: str, light: Light, x: float, foot: float, tall: float, part: int
) -> None:
    """Print one object with its contact shadow, a flame where it has one."""
    random = stage.random(part)
    if kind in props.MAKERS:
        maker, share = props.MAKERS[kind]
        rgb, alpha = maker(tall * share, light)
    elif kind == "flower":
        rgb, alpha = things.flower(tall * 0.75, colour(STILL[kind]), light, random)
    elif kind == "cup":
        rgb, alpha = things.cup(tall * _SHARES[kind], colour(STILL[kind]), light)
    else:
        size = tall * _SHARES.get(kind, 0.9)
        rgb, alpha = things.turned(kind, size, colour(STILL[kind]), light, clear=kind == "bottle")
    if kind == "candle":
        rgb = _translucent(rgb, light)
    width = alpha.shape[1]
    if kind == "hand":
        # the arm comes in from beyond the frame
        x = stage.x(1.06) - width / 2
    shadow(stage, x, foot, width * 1.1)
    left, top = int(x - width / 2), int(foot - alpha.shape[0])
    rgb, alpha, left, top = cropped(stage, rgb, alpha, left, top)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, 0.80))
    if kind == "candle":
        stage.glow(x, top - tall * 0.03, tall * 0.055, colour("fff0c0"), 1.0)
        stage.glow(x, top - tall * 0.05, tall * 0.30, colour("ffb45a"), 0.55)


def _translucent(rgb: Floats, light: Light) -> Floats:
    """Let the wax of a candle glow below its flame."""
    rows = np.linspace(0, 1, rgb.shape[0], dtype=np.float32)[:, None, None]
    warm = colour("ffb066") * (0.95 * np.exp(-rows / 0.22) + 0.16)
    return cast("Floats", np.clip(rgb + warm * (0.75 - 0.35 * light.fill.mean()), 0, 1))


def bokeh(stage: Stage) -> None:
    """Let lights out of focus float behind the subjects, never on them."""
    warm = (
        {"candles", "lanterns", "neon", "fire"} & set(stage.shot.atmosphere)
        or stage.palette.light < 0.6
        or "bokeh" in stage.shot.lens
    )
    if not warm:
        return
    random = stage.random(580)
    tones = (
        ("ffca86", "ffb060", "ffe2b8")
        if "neon" not in stage.shot.atmosphere
        else ("ff6ab0", "5ad0ff", "ffc070")
    )
    for _ in range(22):
        radius = stage.unit * (0.010 + 0.030 * random.random())
        x, y = stage.x(-0.05 + 1.1 * random.random()), stage.y(0.12 + 0.62 * random.random())
        size = int(radius * 2.6)
        rows, columns = np.mgrid[-1.3 : 1.3 : size * 1j, -1.3 : 1.3 : size * 1j].astype(np.float32)
        away = np.hypot(rows, columns)
        disc = (
            np.clip((1 - away) * radius / 1.6 + 0.5, 0, 1)
            * (0.62 + 0.38 * away**4)
            * (0.12 + 0.30 * random.random())
        )
        base_y, base_x = int(y - size / 2), int(x - size / 2)
        _add(stage, disc.astype(np.float32), colour(tones[int(random.integers(3))]), base_x, base_y)


def _add(stage: Stage, light: Floats, tone: Floats, x: int, y: int) -> None:
    """Add light to the picture behind the sprites."""
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(stage.width, x + light.shape[1]), min(stage.height, y + light.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    here = np.s_[y0:y1, x0:x1]
    share = light[y0 - y : y1 - y, x0 - x : x1 - x, None]
    stage.rgb[here] += (1 - stage.rgb[here]) * share * tone
