"""Puts the subjects of a shot into its painting: who, how large, where they stand, how lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz import figures_animals as animals
from filmgate.engines.previz import figures_people as people
from filmgate.engines.previz import figures_things as things
from filmgate.engines.previz.figures import Light, Limb, mirrored, model, moved
from filmgate.engines.previz.scenes.noise import Floats, blur
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.storyboard import Angle, ShotSize, Subject

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

FEMALE: Final = frozenset(
    ("woman", "girl", "lady", "women", "girls", "mother", "daughter", "grandmother", "bride",
     "queen", "princess", "actress", "ballerina", "waitress", "nun", "sister", "wife", "witch")
)
CHILD: Final = frozenset(("child", "children", "kid", "kids", "girl", "boy", "toddler", "girls", "boys"))
_COATS: Final = ("3c4658", "34424a", "4a5044", "2e3238", "5a4a52", "39485a", "4a3438", "44404e")
_DRESSES: Final = ("8a2f3c", "2f5a6a", "44527a", "6a3f5a", "b89a3c", "3f5a44")
_HAIR: Final = ("2a1d16", "4a3222", "1a1614", "6a4a2c", "7a6a5a")
_PEOPLE: Final = frozenset({"person", "couple", "rider", "crowd", "cyclist"})
_STILL: Final = {
    "cup": "e6ded0", "vessel": "a8603c", "bottle": "8a9a92", "candle": "efe2c8", "watch": "b8b0a4",
    "flower": "c84a5a", "food": "c89050", "book": "6a3a2c", "guitar": "8a4a24", "phone": "24262a",
}
_CLOSE: Final = (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE, ShotSize.MEDIUM_CLOSE)


def light_of(stage: Stage) -> Light:
    """Light figures as the scene is lit."""
    palette = stage.palette
    share = np.float32(stage.figure_light)
    key = palette.sun * np.float32(palette.key * 0.85) * share
    fill = (palette.shade * 0.6 + palette.middle * 0.4) * np.float32(palette.fill * 1.15)
    rim = palette.sun * np.float32(0.55 + 0.45 * palette.light)
    if stage.palette.is_night and stage.shot.place in ("street", "village", "interior", "skyline"):
        key, rim = colour("ffc588") * np.float32(0.55), colour("ffd09a")
        fill = fill + colour("ffb870") * np.float32(0.10)
    return Light(key, fill + np.float32(0.03), rim, 1.0 if stage.sun[0] > 0.5 else -1.0)


def paint_cast(stage: Stage) -> None:
    """Paint every subject of the shot; what cannot be drawn stays out."""
    shot = stage.shot
    soften(stage)
    light = light_of(stage)
    for index, subject in enumerate(shot.subjects):
        if subject.kind == "bird":
            _birds(stage, subject, 500 + index)
        elif subject.kind == "balloon":
            _balloons(stage, subject, light, 510 + index)
        elif subject.kind == "boat":
            _boats(stage, subject, light, 520 + index)
        elif subject.kind in ("car", "motorcycle"):
            _cars(stage, subject, light, 530 + index)
        elif subject.kind in animals.MAKERS:
            _animals(stage, subject, light, 540 + index)
    _life(stage)
    _people(stage, light)
    _still_life(stage, light)
    if {"bokeh", "shallow"} & set(shot.lens) or shot.size in _CLOSE:
        _bokeh(stage)


def soften(stage: Stage) -> None:
    """Blur the backdrop as a longer lens does: more the closer the shot."""
    share = {
        ShotSize.MEDIUM: 0.0045, ShotSize.MEDIUM_CLOSE: 0.009, ShotSize.CLOSE: 0.014,
        ShotSize.EXTREME_CLOSE: 0.020,
    }.get(stage.shot.size, 0.0)
    if "shallow" in stage.shot.lens and stage.shot.subjects:
        share = max(share, 0.004)
    if share and stage.shot.subjects:
        stage.rgb = blur(stage.rgb, stage.frame_height * share)
        stage.cuttings = [
            Cutting(blur(c.rgb, stage.frame_height * share), blur(c.alpha, stage.frame_height * share),
                    c.x, c.y, c.nearness, c.motion, c.travel)
            for c in stage.cuttings
        ] if share > 0.005 else stage.cuttings


def _people(stage: Stage, light: Light) -> None:
    """Place everyone side by side around the middle, the more the smaller."""
    group = [subject for subject in stage.shot.subjects if subject.kind in _PEOPLE]
    if not group and {s.kind for s in stage.shot.subjects} & {"face"}:
        group = [Subject("person", 1, "standing", "")]
    members = _members(group)
    if not members:
        return
    tall, foot = _measure(stage, len(members))
    random = stage.random(560)
    gap = tall * (0.30 if len(members) == 2 else 0.26)
    if any(kind == "rider" for kind, _, _ in members):
        gap = tall * 0.62
    middle = _middle(stage, len(members))
    spread = min(gap * (len(members) - 1), stage.frame_width * 0.62)
    for index, (kind, pose, word) in enumerate(members):
        share = index / max(len(members) - 1, 1) - 0.5
        size = tall * (0.62 if word in CHILD else 0.95 if word in FEMALE else 1.0) * (0.97 + 0.06 * random.random())
        x = middle + spread * share
        depth = 0.0 if len(members) < 3 else (random.random() - 0.5) * 0.05
        _figure(stage, light, random, (kind, pose, word), x, foot + depth * stage.frame_height, size, share >= 0)
    stage.subject = (
        float(np.clip((middle - stage.x(0)) / stage.frame_width, 0.2, 0.8)),
        float(np.clip((foot - tall * 0.70 - stage.y(0)) / stage.frame_height, 0.2, 0.75)),
        float(np.clip(tall / stage.frame_height / 2, 0.08, 0.45)),
    )


def _members(group: Sequence[Subject]) -> list[tuple[str, str, str]]:
    """List everyone as (kind, pose, word)."""
    members: list[tuple[str, str, str]] = []
    for subject in group:
        if subject.kind == "couple":
            words = ("man", "man") if "men" in subject.word.split() and "women" not in subject.word else ("woman", "man")
            members += [("person", subject.pose, word) for word in words]
        elif subject.kind == "rider":
            members += [("rider", "riding", "") for _ in range(min(subject.count, 3))]
        else:
            members += [("person", subject.pose, subject.word) for _ in range(min(subject.count, 7))]
    return members[:8]


def _measure(stage: Stage, count: int) -> tuple[float, float]:
    """Height of a person and the row of their feet, by the size of the shot."""
    unit = stage.unit
    size = stage.shot.size
    if size in (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE):
        return unit * 2.0, stage.y(0.5) + unit * 1.78
    if size is ShotSize.MEDIUM_CLOSE:
        return unit * 1.55, stage.y(0.5) + unit * 1.34
    if size is ShotSize.MEDIUM:
        tall = unit * (1.05 if count < 3 else 0.85)
        return tall, stage.y(0.5) + unit * 0.92
    small = 0.55 if size is ShotSize.EXTREME_WIDE else 1.0
    return unit * stage.person * small, stage.y(stage.ground) - unit * (0.10 if small < 1 else 0.0)


def _middle(stage: Stage, count: int) -> float:
    """Stand off the middle, away from the sun's side, unless there are many."""
    if count > 2:
        return stage.x(0.5)
    side = -1.0 if stage.sun[0] > 0.5 else 1.0
    shift = 0.13 if stage.shot.angle is Angle.OVER_SHOULDER else 0.09 if count == 1 else 0.05
    return stage.x(0.5 + side * shift)


def _tones(random: np.random.Generator, word: str) -> Floats:
    """Choose hair, skin, coat, trousers, shoes."""
    coat = (_DRESSES if word in FEMALE else _COATS)[int(random.integers(6))]
    if word in ("astronaut", "astronauts"):
        codes = ["e4e6ea", "c8ccd2", "dfe2e8", "d2d6dc", "8a8e96", "b8bcc4"]
    elif word in ("monk", "nun"):
        codes = ["3a2a20", "b98a6a", "7a4a24", "7a4a24", "3a2a20", "5a4030"]
    else:
        hair = _HAIR[int(random.integers(len(_HAIR)))] if "old" not in word and "grand" not in word else "b8b4ae"
        codes = [hair, ("b98a6c", "8a5f46", "d2a484", "6a4632")[int(random.integers(4))], coat, "2c3038", "1c1a18", "5a4430"]
    return np.stack([colour(code) for code in codes])


def _figure(
    stage: Stage, light: Light, random: np.random.Generator, member: tuple[str, str, str],
    x: float, foot: float, tall: float, flip: bool,
) -> None:
    """Model one person, or rider with horse, and stand them on the ground."""
    kind, pose, word = member
    female = word in FEMALE
    tones = _tones(random, word)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    if kind == "rider":
        horse = np.stack([colour(code) for code in animals.COATS["horse"]])
        limbs = [*animals.horse(1.0), *moved(people.mounted(), 0.05, 2.55, 1.0, 3)]
        height, tones = animals.HORSE_TALL, np.concatenate([horse, tones])
        tall *= animals.HORSE_TALL / people.TALL
    else:
        maker = people.POSES.get(pose, people.standing) if wide or stage.shot.place == "interior" and pose == "sitting" else people.standing
        limbs = maker(female, female and random.random() < 0.7, 0.45)
        height = people.SEATED if pose == "sitting" and maker is people.sitting else people.TALL
        tall *= height / people.TALL
    turned = stage.sun[0] < 0.5 if kind == "rider" else flip
    if turned:
        limbs = mirrored(limbs)
    _stand(stage, limbs, tones, height, tall, (x, foot), light, gait=pose in ("walking", "riding", "running") and wide)


def _stand(
    stage: Stage, limbs: Sequence[Limb], tones: Floats, height: float, tall: float,
    place: tuple[float, float], light: Light, *, gait: bool = False, near: float | None = None,
) -> None:
    """Print a modelled figure with the shadow it stands on."""
    rgb, alpha, anchor_x, anchor_y = model(limbs, tones, height, tall, light)
    x, foot = place
    nearness = float(np.clip(0.50 + 0.45 * tall / stage.frame_height, 0.5, 0.94)) if near is None else near
    if foot < stage.height * 1.02:
        _shadow(stage, x, foot, tall)
    fade = float(np.clip(0.22 - 0.5 * tall / stage.frame_height, 0, 0.2))
    rgb += (stage.palette.haze - rgb) * np.float32(fade)
    left, top = int(x - anchor_x), int(foot - anchor_y)
    rgb, alpha, left, top = _cropped(stage, rgb, alpha, left, top)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, nearness, "gait" if gait else ""))


def _cropped(stage: Stage, rgb: Floats, alpha: Floats, x: int, y: int) -> tuple[Floats, Floats, int, int]:
    """Cut a figure to the canvas."""
    x0, y0 = max(0, -x), max(0, -y)
    x1, y1 = min(alpha.shape[1], stage.width - x), min(alpha.shape[0], stage.height - y)
    if x1 <= x0 or y1 <= y0:
        return rgb[:0], alpha[:0], 0, 0
    return rgb[y0:y1, x0:x1], alpha[y0:y1, x0:x1], x + x0, y + y0


def _shadow(stage: Stage, x: float, foot: float, tall: float) -> None:
    """Darken the ground: a contact shadow, and a cast one where the sun is low."""
    dark = stage.palette.shade * np.float32(0.10)
    width, height = int(tall * 0.62) + 4, max(4, int(tall * 0.075))
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    contact = np.exp(-4.0 * (rows**2 + (columns * 1.25) ** 2)) * 0.62
    stage.lay_box(dark, contact.astype(np.float32), int(x - width / 2), int(foot - height * 0.55))
    if stage.palette.sun_height is None or stage.palette.key < 0.5 or stage.shot.place == "interior":
        return
    side = -1.0 if stage.sun[0] > 0.5 else 1.0
    length = int(tall * min(1.5, 0.30 / max(stage.palette.sun_slope, 0.1)))
    rows, columns = np.mgrid[-1 : 1 : max(4, int(tall * 0.06)) * 1j, 0 : 1 : max(4, length) * 1j].astype(np.float32)
    cast_ = np.exp(-5.0 * rows**2) * np.exp(-2.2 * columns) * np.clip(columns * 12, 0, 1) * 0.42
    if side < 0:
        cast_ = cast_[:, ::-1]
    stage.lay_box(dark, cast_.astype(np.float32), int(x if side > 0 else x - length), int(foot - cast_.shape[0] / 2))


def _animals(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Stand animals on the ground, larger shots nearer."""
    random = stage.random(part)
    tones = np.stack([colour(code) for code in animals.COATS[subject.kind]])
    person, foot = _measure(stage, 1)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    has_people = any(other.kind in _PEOPLE for other in stage.shot.subjects)
    scale = 1.0 if has_people and wide else 1.5 if wide else 0.62
    heads = animals.HEIGHTS[subject.kind]
    count = min(subject.count, 5)
    foot = foot if wide else stage.y(0.97)
    for index in range(count):
        stride = 2.0 if subject.pose == "running" else 1.0 if subject.pose in ("walking", "riding") else 0.25
        maker = animals.MAKERS[subject.kind]
        limbs = maker(stride) if maker in (animals.horse, animals.dog) else maker()
        flip = (stage.sun[0] < 0.5) ^ (random.random() < 0.2 and count > 1)
        depth = 1.0 - 0.16 * index
        tall = person * heads / people.TALL * scale * depth
        base = animals.HORSE_TALL if maker is not animals.dog else 2.6
        x = stage.x(0.5 + (0.16 if has_people else 0.02) + (index - (count - 1) / 2) * 0.18)
        _stand(stage, mirrored(limbs) if flip else limbs, tones, base, tall, (x, foot - (1 - depth) * 0.12 * stage.frame_height), light,
               gait=subject.pose in ("running", "walking"))


def _birds(stage: Stage, subject: Subject, part: int) -> None:
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


def _life(stage: Stage) -> None:
    """Add the small life of a place when nothing else moves there: a few birds by day."""
    open_air = stage.shot.place in ("sea", "beach", "lake", "hills", "vineyard", "plains", "mountains", "village")
    calm = not {"rain", "snow", "storm"} & set(stage.shot.weather) and not stage.palette.is_night
    has_birds = any(subject.kind == "bird" for subject in stage.shot.subjects)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    if open_air and calm and wide and not has_birds and stage.random(498).random() < 0.7:
        _birds(stage, Subject("bird", 2), 499)


def _balloons(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    random = stage.random(part)
    for index in range(min(6, max(1, subject.count * 2 - 1))):
        size = stage.unit * (0.30 if index == 0 else 0.05 + 0.11 * random.random())
        rgb, alpha = things.hot_air_balloon(size, light, random)
        fade = np.float32(np.clip(0.5 - 1.6 * size / stage.frame_height, 0, 0.45))
        x, y = stage.x(0.34 if index == 0 else 0.1 + 0.8 * random.random()), stage.y(0.10 + 0.22 * random.random())
        stage.cuttings.append(
            Cutting(rgb + (stage.palette.haze - rgb) * fade, alpha, int(x), int(y), 0.15 + 0.5 * size / stage.unit, "drift", (0.004, -0.004))
        )


def _boats(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Float boats on the water, each with its mirror image."""
    random = stage.random(part)
    rows = any(word in subject.word for word in ("row", "canoe", "kayak", "raft", "gondola"))
    count = min(4, subject.count)
    for index in range(count):
        depth = 0.08 + 0.16 * random.random() if index or count > 1 else 0.17
        foot = stage.y(stage.horizon + depth)
        size = stage.unit * depth * (0.42 if rows else 1.25)
        rgb, alpha = (things.rowing_boat if rows else things.sailing_boat)(size, light)
        side = -1 if stage.sun[0] > 0.5 else 1
        x = stage.x(0.5 + side * 0.12 + (index - (count - 1) / 2) * 0.22) - alpha.shape[1] / 2
        mirror = cv2.GaussianBlur(alpha[::-1], (0, 0), sigmaX=1.0, sigmaY=max(0.6, size * 0.03)) * np.linspace(0.5, 0.05, alpha.shape[0], dtype=np.float32)[:, None]
        stage.lay_box(rgb[::-1] * 0.7, mirror, int(x), int(foot), None)
        fade = np.float32(np.clip(0.4 - 1.6 * depth, 0, 0.3))
        stage.cuttings.append(
            Cutting(rgb + (stage.palette.haze - rgb) * fade, alpha, int(x), int(foot - alpha.shape[0]) + 1, 0.2 + 1.6 * depth, "bob", (0.004, 0.0))
        )
        stage.subject = (float((x + alpha.shape[1] / 2 - stage.x(0)) / stage.frame_width), stage.horizon + depth - size / stage.frame_height / 2, 0.2)


def _cars(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Drive cars across, with lamps and a contact shadow."""
    random = stage.random(part)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    for index in range(min(3, subject.count)):
        tone = colour(("8a2f2a", "2f4a6a", "d8d4cc", "2c3034", "b98a3a")[int(random.integers(5))])
        tall = stage.unit * (0.115 if wide else 0.30) * (1 - 0.2 * index)
        foot = stage.y(0.86 - 0.05 * index if wide else 0.93)
        rgb, alpha = things.car(tall, light, tone, dark=stage.palette.light < 0.6)
        x = stage.x(0.30 + 0.24 * index)
        _shadow(stage, x + tall * 1.6, foot, tall * 3.6)
        stage.cuttings.append(Cutting(rgb, alpha, int(x), int(foot - tall), 0.66 if wide else 0.85, "", (0.05 if subject.pose in ("running", "") else 0.02, 0.0)))
        if stage.palette.light < 0.6:
            stage.glow(x + tall * 3.2, foot - tall * 0.4, tall * 0.5, colour("ffe8c0"), 0.5)


def _still_life(stage: Stage, light: Light) -> None:
    """Stand objects in front: a close shot gives them the frame, a wide one leaves them out."""
    close = stage.shot.size in (*_CLOSE, ShotSize.MEDIUM)
    kinds = [s for s in stage.shot.subjects if s.kind in _STILL]
    if not close and not stage.has("backdrop"):
        return
    if not kinds and any(s.kind == "hands" for s in stage.shot.subjects) and not any(s.kind in _PEOPLE for s in stage.shot.subjects):
        kinds = [Subject("candle"), Subject("cup")]
    if not kinds:
        return
    alone = not any(s.kind in _PEOPLE for s in stage.shot.subjects)
    large = {ShotSize.EXTREME_CLOSE: 0.80, ShotSize.CLOSE: 0.58, ShotSize.MEDIUM_CLOSE: 0.44}.get(stage.shot.size, 0.32)
    large *= 1.0 if alone else 0.7
    foot = stage.y(0.755 if stage.has("backdrop") and alone and stage.ground < 0.8 else 0.93)
    if stage.shot.place != "interior":
        _tabletop(stage)
    for index, subject in enumerate(kinds[:3]):
        shift = (index - (min(len(kinds), 3) - 1) / 2) * 0.24 + (0.0 if alone else 0.22)
        _object(stage, subject.kind, light, stage.x(0.5 + shift), foot - index * 0.012 * stage.frame_height, stage.unit * large * (1 - 0.14 * index), 570 + index)
    if alone:
        stage.subject = (0.5, float((foot - stage.unit * large * 0.5 - stage.y(0)) / stage.frame_height), large / 2)


def _tabletop(stage: Stage) -> None:
    """Lay a table under a still life in the open: dark wood, its far edge out of focus."""
    palette = stage.palette
    top = stage.y(0.80)
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    below = np.clip((rows - top) / (stage.height - top), 0, 1)
    across = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(stage.sun[0])) / stage.frame_width
    light = palette.sun * palette.key * 0.55 + palette.shade * palette.fill
    pool = np.exp(-((across / 0.5) ** 2)) * (1.1 - 0.6 * below) + 0.35
    rgb = colour("6a4a34") * light * pool[..., None] + palette.horizon * (0.16 * np.exp(-below / 0.1))[..., None]
    alpha = np.broadcast_to(np.clip((rows - top) / (0.012 * stage.frame_height) + 0.5, 0, 1), pool.shape)
    near = np.broadcast_to(0.6 + 0.3 * below, pool.shape).astype(np.float32)
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), near)


def _object(stage: Stage, kind: str, light: Light, x: float, foot: float, tall: float, part: int) -> None:
    """Print one object with its contact shadow, a flame where it has one."""
    random = stage.random(part)
    tone = colour(_STILL[kind])
    shape = kind if kind in things.PROFILES else "vessel"
    if kind == "flower":
        rgb, alpha = things.flower(tall * 0.75, tone, light, random)
    else:
        size = tall * {"cup": 0.45, "candle": 0.55, "watch": 0.5}.get(kind, 0.9)
        rgb, alpha = things.turned(shape, size, tone, light, clear=kind == "bottle")
    width = alpha.shape[1]
    _shadow(stage, x, foot, width * 1.1)
    left, top = int(x - width / 2), int(foot - alpha.shape[0])
    rgb, alpha, left, top = _cropped(stage, rgb, alpha, left, top)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, 0.80))
    if kind == "candle":
        stage.glow(x, top - tall * 0.03, tall * 0.055, colour("fff0c0"), 1.0)
        stage.glow(x, top - tall * 0.05, tall * 0.30, colour("ffb45a"), 0.55)


def _bokeh(stage: Stage) -> None:
    """Let lights out of focus float behind the subjects, never on them."""
    warm = {"candles", "lanterns", "neon", "fire"} & set(stage.shot.atmosphere) or stage.palette.light < 0.6 or "bokeh" in stage.shot.lens
    if not warm:
        return
    random = stage.random(580)
    tones = ("ffca86", "ffb060", "ffe2b8") if "neon" not in stage.shot.atmosphere else ("ff6ab0", "5ad0ff", "ffc070")
    for _ in range(22):
        radius = stage.unit * (0.010 + 0.030 * random.random())
        x, y = stage.x(-0.05 + 1.1 * random.random()), stage.y(0.12 + 0.62 * random.random())
        size = int(radius * 2.6)
        rows, columns = np.mgrid[-1.3 : 1.3 : size * 1j, -1.3 : 1.3 : size * 1j].astype(np.float32)
        away = np.hypot(rows, columns)
        disc = np.clip((1 - away) * radius / 1.6 + 0.5, 0, 1) * (0.62 + 0.38 * away**4) * (0.12 + 0.30 * random.random())
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
