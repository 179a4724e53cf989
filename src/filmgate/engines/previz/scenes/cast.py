"""Puts the subjects of a shot into its painting: who, how large, where they stand, how lit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz import figures_animals as animals
from filmgate.engines.previz import figures_people as people
from filmgate.engines.previz.figures import Light, Limb, mirrored, model, moved
from filmgate.engines.previz.scenes.cast_things import (
    balloons,
    birds,
    boats,
    bokeh,
    life,
    objects,
    still_life,
)
from filmgate.engines.previz.scenes.cast_vehicles import vehicle
from filmgate.engines.previz.scenes.grounding import CLOSE, PEOPLE, cropped, quay, shadow
from filmgate.engines.previz.scenes.noise import Floats, blur
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.storyboard import Angle, ShotSize, Subject

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

FEMALE: Final = frozenset(
    (
        "woman",
        "girl",
        "lady",
        "women",
        "girls",
        "mother",
        "daughter",
        "grandmother",
        "bride",
        "queen",
        "princess",
        "actress",
        "ballerina",
        "waitress",
        "nun",
        "sister",
        "wife",
        "witch",
    )
)
CHILD: Final = frozenset(
    ("child", "children", "kid", "kids", "girl", "boy", "toddler", "girls", "boys")
)
_BIG_CATS: Final = frozenset(("lion", "lioness", "tiger", "leopard", "panther", "cheetah"))
_COATS: Final = ("3c4658", "34424a", "4a5044", "2e3238", "5a4a52", "39485a", "4a3438", "44404e")
_DRESSES: Final = ("8a2f3c", "2f5a6a", "44527a", "6a3f5a", "b89a3c", "3f5a44")
_HAIR: Final = ("1e1510", "2c1d13", "120f0e", "38241a", "241a15")


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
            birds(stage, subject, 500 + index)
        elif subject.kind == "balloon":
            balloons(stage, subject, light, 510 + index)
        elif subject.kind == "boat":
            boats(stage, subject, light, 520 + index)
        elif subject.kind in animals.MAKERS:
            _animals(stage, subject, light, 540 + index)
        else:
            vehicle(stage, subject, light, 530 + index)
    life(stage)
    _people(stage, light)
    still_life(stage, light)
    if {"bokeh", "shallow"} & set(shot.lens) or shot.size in CLOSE:
        bokeh(stage)


def soften(stage: Stage) -> None:
    """Blur the backdrop as a longer lens does: more the closer the shot."""
    share = {
        ShotSize.MEDIUM: 0.0045,
        ShotSize.MEDIUM_CLOSE: 0.009,
        ShotSize.CLOSE: 0.014,
        ShotSize.EXTREME_CLOSE: 0.020,
    }.get(stage.shot.size, 0.0)
    if "shallow" in stage.shot.lens and stage.shot.subjects:
        share = max(share, 0.004)
    if share and (stage.shot.subjects or objects(stage)):
        stage.rgb = blur(stage.rgb, stage.frame_height * share)
        stage.cuttings = (
            [
                Cutting(
                    blur(c.rgb, stage.frame_height * share),
                    blur(c.alpha, stage.frame_height * share),
                    c.x,
                    c.y,
                    c.nearness,
                    c.motion,
                    c.travel,
                )
                for c in stage.cuttings
            ]
            if share > 0.005
            else stage.cuttings
        )


def _people(stage: Stage, light: Light) -> None:
    """Place everyone side by side around the middle, the more the smaller."""
    group = [s for s in stage.shot.subjects if s.kind in PEOPLE and s.kind != "cyclist"]
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
    _bank(stage, foot - tall * 0.16)
    spread = min(gap * (len(members) - 1), stage.frame_width * 0.62)
    for index, (kind, pose, word) in enumerate(members):
        share = index / max(len(members) - 1, 1) - 0.5
        size = (
            tall
            * (0.62 if word in CHILD else 0.95 if word in FEMALE else 1.0)
            * (0.97 + 0.06 * random.random())
        )
        x = middle + spread * share
        depth = 0.0 if len(members) < 3 else (random.random() - 0.5) * 0.05
        _figure(
            stage,
            light,
            random,
            (kind, pose, word),
            x,
            foot + depth * stage.frame_height,
            size,
            share >= 0,
        )
    stage.subject = (
        float(np.clip((middle - stage.x(0)) / stage.frame_width, 0.2, 0.8)),
        float(np.clip((foot - tall * 0.70 - stage.y(0)) / stage.frame_height, 0.2, 0.75)),
        float(np.clip(tall / stage.frame_height / 2, 0.08, 0.45)),
    )


def _bank(stage: Stage, top: float) -> None:
    """Lay ground under people and animals where the place itself has none."""
    afloat = any(subject.kind == "boat" for subject in stage.shot.subjects)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    if stage.shot.place in ("sea", "lake", "space") and wide and not afloat:
        quay(stage, top)


def _members(group: Sequence[Subject]) -> list[tuple[str, str, str]]:
    """List everyone as (kind, pose, word)."""
    members: list[tuple[str, str, str]] = []
    for subject in group:
        if subject.kind == "couple":
            words = (
                ("man", "man")
                if "men" in subject.word.split() and "women" not in subject.word
                else ("woman", "man")
            )
            members += [("person", subject.pose, word) for word in words]
        elif subject.kind == "rider":
            members += [("rider", "riding", "") for _ in range(min(subject.count, 3))]
        else:
            members += [
                ("person", subject.pose, subject.word) for _ in range(min(subject.count, 7))
            ]
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
        hair = (
            _HAIR[int(random.integers(len(_HAIR)))]
            if "old" not in word and "grand" not in word
            else "b8b4ae"
        )
        codes = [
            hair,
            ("b98a6c", "8a5f46", "d2a484", "6a4632")[int(random.integers(4))],
            coat,
            "2c3038",
            "1c1a18",
            "5a4430",
        ]
    tones = [colour(code) for code in codes]
    strand = tones[people.HAIR] * np.float32(1.35) + np.float32(0.02)
    return np.stack([*tones, strand, tones[people.COAT] * np.float32(0.55)])


def _figure(
    stage: Stage,
    light: Light,
    random: np.random.Generator,
    member: tuple[str, str, str],
    x: float,
    foot: float,
    tall: float,
    flip: bool,
) -> None:
    """Model one person, or rider with horse, and stand them on the ground."""
    kind, pose, word = member
    female = word in FEMALE
    tones = _tones(random, word)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    soft = people.SOFT
    style = people.STYLES[int(random.integers(len(people.STYLES)))]
    if kind == "rider":
        horse = np.stack([colour(code) for code in animals.COATS["horse"]])
        limbs = [
            *animals.horse(_gait(pose)),
            *moved(people.mounted(), 0.1, animals.SADDLE, 1.0, 3),
        ]
        height, tones, soft = animals.TALL, np.concatenate([horse, tones]), animals.SOFT
        tall *= animals.HEIGHTS["horse"] / people.TALL
    else:
        maker = people.POSES.get(pose, people.standing) if wide else people.standing
        if pose == "sitting" and stage.shot.size is ShotSize.MEDIUM:
            maker, foot = people.sitting, foot - tall * (1 - people.SEATED / people.TALL)
        limbs = maker(female, female and random.random() < 0.7, 0.45, style)
        height = people.SEATED if pose == "sitting" and maker is people.sitting else people.TALL
        tall *= height / people.TALL
    turned = stage.sun[0] < 0.5 if kind == "rider" else flip
    if turned:
        limbs = mirrored(limbs)
    _stand(
        stage,
        limbs,
        tones,
        height,
        tall,
        (x, foot),
        light,
        gait=pose in ("walking", "riding", "running") and wide,
        soft=soft,
    )


def _gait(pose: str) -> str:
    """Choose how an animal moves its legs."""
    return {"running": "running", "walking": "walking", "riding": "walking"}.get(pose, "standing")


def _stand(
    stage: Stage,
    limbs: Sequence[Limb],
    tones: Floats,
    height: float,
    tall: float,
    place: tuple[float, float],
    light: Light,
    *,
    gait: bool = False,
    soft: float = 0.075,
) -> None:
    """Print a modelled figure with the shadow it stands on."""
    rgb, alpha, anchor_x, anchor_y = model(limbs, tones, height, tall, light, soft)
    x, foot = place
    nearness = float(np.clip(0.50 + 0.45 * tall / stage.frame_height, 0.5, 0.94))
    if foot < stage.height * 1.02:
        shadow(stage, x, foot, tall)
    fade = float(np.clip(0.22 - 0.5 * tall / stage.frame_height, 0, 0.2))
    rgb += (stage.palette.haze - rgb) * np.float32(fade)
    left, top = int(x - anchor_x), int(foot - anchor_y)
    rgb, alpha, left, top = cropped(stage, rgb, alpha, left, top)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, nearness, "gait" if gait else ""))


def _animals(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Stand animals on the ground, larger shots nearer."""
    random = stage.random(part)
    kind = "big_cat" if subject.word in _BIG_CATS else subject.kind
    tones = np.stack([colour(code) for code in animals.COATS[kind]])
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    has_people = any(other.kind in PEOPLE for other in stage.shot.subjects)
    foot = _measure(stage, 1)[1] if wide else stage.y(0.95 if stage.shot.size not in CLOSE else 1.1)
    size = _animal_height(stage, animals.HEIGHTS[kind], alone=not has_people)
    count = min(subject.count, 5)
    gap = max(0.18, 0.62 * size / stage.frame_width)
    _bank(stage, foot - size * 0.22)
    faces_left = stage.sun[0] < 0.5
    for index in range(count):
        limbs = animals.MAKERS[kind](_gait(subject.pose))
        depth = 1.0 - 0.14 * index
        x = stage.x(0.5 + (0.16 if has_people else 0.02) + (index - (count - 1) / 2) * gap)
        _stand(
            stage,
            mirrored(limbs) if faces_left else limbs,
            tones * np.float32(0.86 + 0.28 * random.random()),
            animals.TALL,
            size * depth,
            (x, foot - (1 - depth) * 0.12 * stage.frame_height),
            light,
            gait=subject.pose in ("running", "walking"),
            soft=animals.SOFT,
        )


def _animal_height(stage: Stage, heads: float, *, alone: bool) -> float:
    """Measure an animal against the people beside it, or fill the frame as the shot asks."""
    person, _ = _measure(stage, 1)
    beside = person * heads / people.TALL
    if stage.shot.size in CLOSE:
        return stage.unit * 0.95
    if stage.shot.size is ShotSize.MEDIUM:
        return float(np.clip(beside * 0.7, stage.unit * 0.42, stage.unit * 0.72))
    if not alone:
        return float(min(beside, stage.unit * 0.52))
    return float(np.clip(beside * 1.5, stage.unit * 0.20, stage.unit * 0.46))
