"""Models animals from aside, facing right; each maker says its own height in its own unit."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.figures import Limb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: tones of an animal
BODY, DARK, LIGHT = range(3)
#: the ground under every animal, in the units of its maker
TALL: Final = 9.0
#: how high the saddle of a horse is
SADDLE: Final = 2.25
#: how far the joints of animals are smoothed
SOFT: Final = 0.24
#: heights of animals in heads of a person, tip of the ears included
HEIGHTS: Final = {
    "horse": 9.4,
    "dog": 3.3,
    "cat": 1.9,
    "big_cat": 4.4,
    "deer": 8.2,
    "cow": 7.2,
    "elephant": 14.0,
    "camel": 10.0,
}

#: a leg: shoulder or hip, knee or stifle, hock, fetlock, tip of the hoof
Joints = tuple[tuple[float, float], ...]
#: gait → (near fore, far fore, near hind, far hind)
_HORSE_LEGS: Final[dict[str, tuple[Joints, ...]]] = {
    "standing": (
        ((1.9, 4.5), (1.95, 6.45), (1.95, 8.2), (2.12, 8.78)),
        ((1.7, 4.5), (2.25, 6.4), (2.4, 8.15), (2.58, 8.7)),
        ((-2.1, 4.2), (-1.85, 5.35), (-2.75, 6.5), (-2.65, 8.25), (-2.45, 8.8)),
        ((-2.0, 4.2), (-1.55, 5.35), (-2.2, 6.5), (-1.95, 8.2), (-1.75, 8.72)),
    ),
    "walking": (
        ((1.9, 4.5), (2.55, 6.3), (2.85, 8.05), (3.15, 8.66)),
        ((1.8, 4.5), (1.55, 6.45), (0.95, 8.1), (0.85, 8.72)),
        ((-2.1, 4.2), (-2.05, 5.4), (-3.0, 6.4), (-3.35, 8.1), (-3.25, 8.74)),
        ((-2.0, 4.2), (-1.45, 5.4), (-1.9, 6.6), (-1.25, 8.2), (-1.0, 8.72)),
    ),
    "running": (
        ((1.9, 4.4), (3.65, 5.35), (5.05, 6.35), (5.55, 6.65)),
        ((1.8, 4.4), (3.05, 5.95), (2.05, 6.95), (1.65, 7.3)),
        ((-2.1, 4.1), (-2.5, 5.3), (-3.75, 6.0), (-4.95, 7.2), (-5.35, 7.65)),
        ((-2.0, 4.1), (-1.5, 5.5), (-2.2, 6.75), (-1.25, 8.1), (-0.95, 8.7)),
    ),
}
_DOG_LEGS: Final[dict[str, tuple[Joints, ...]]] = {
    "standing": (
        ((1.65, 4.6), (1.5, 6.6), (1.55, 8.5), (1.95, 8.78)),
        ((1.5, 4.6), (1.85, 6.5), (2.05, 8.45), (2.4, 8.7)),
        ((-2.3, 4.4), (-1.9, 5.8), (-2.95, 7.1), (-2.7, 8.55), (-2.35, 8.78)),
        ((-2.2, 4.4), (-1.6, 5.8), (-2.4, 7.1), (-2.05, 8.5), (-1.7, 8.7)),
    ),
    "walking": (
        ((1.65, 4.6), (2.35, 6.4), (3.05, 8.1), (3.5, 8.35)),
        ((1.5, 4.6), (1.15, 6.6), (0.35, 8.25), (0.3, 8.62)),
        ((-2.3, 4.4), (-2.2, 5.8), (-3.5, 6.9), (-3.85, 8.2), (-3.75, 8.62)),
        ((-2.2, 4.4), (-1.4, 5.8), (-1.95, 7.2), (-1.15, 8.55), (-0.8, 8.76)),
    ),
    "running": (
        ((1.65, 4.4), (3.1, 5.5), (4.55, 6.3), (5.0, 6.4)),
        ((1.5, 4.4), (3.0, 5.9), (4.2, 7.0), (4.6, 7.2)),
        ((-2.3, 4.2), (-2.9, 5.4), (-4.2, 6.0), (-5.3, 6.9), (-5.6, 7.15)),
        ((-2.2, 4.2), (-2.5, 5.6), (-3.7, 6.5), (-4.6, 7.5), (-4.85, 7.8)),
    ),
}


def _leg(joints: Joints, radii: Sequence[float], *, is_near: bool, foot: int = DARK) -> list[Limb]:
    """Join the rods of a leg; far legs lie behind the body in its shade."""
    depth, tone = (0.25, BODY) if is_near else (-1.2, DARK)
    limbs = []
    last = len(joints) - 2
    for index, ((x0, y0), (x1, y1)) in enumerate(pairwise(joints)):
        limbs.append(
            Limb(
                x0, y0, radii[index], x1, y1, radii[index + 1],
                foot if index == last else tone, depth,
            )
        )  # fmt: skip
    return limbs


def _legs(
    gait: str, table: dict[str, tuple[Joints, ...]], thick: float, foot: int = DARK
) -> list[Limb]:
    fore = [r * thick for r in (0.72, 0.30, 0.19, 0.22)]
    hind = [r * thick for r in (1.0, 0.58, 0.29, 0.19, 0.22)]
    near_fore, far_fore, near_hind, far_hind = table[gait]
    return [
        *_leg(far_fore, fore, is_near=False, foot=foot),
        *_leg(far_hind, hind, is_near=False, foot=foot),
        *_leg(near_fore, fore, is_near=True, foot=foot),
        *_leg(near_hind, hind, is_near=True, foot=foot),
    ]


def horse(gait: str) -> list[Limb]:
    """A horse; running it gallops with its neck stretched."""
    runs = gait == "running"
    reach, drop = (0.75, 0.75) if runs else (0.0, 0.0)
    poll = (3.75 + reach, 0.95 + drop)
    tail = (-4.9, 3.6, -6.1, 4.1) if runs else (-3.75, 4.1, -3.7, 6.5)
    return [
        *_legs(gait, _HORSE_LEGS, 1.0),
        Limb(-1.8, 3.75, 1.22, 1.6, 3.85, 1.34, BODY, 0.3),
        Limb(-2.15, 3.45, 1.12, -1.2, 3.55, 1.15, BODY, 0.35),
        Limb(1.85, 3.75, 1.25, 2.25, 4.25, 0.95, BODY, 0.35),
        Limb(0.9, 2.95, 0.55, 2.0, 2.9, 0.72, BODY, 0.3),
        Limb(2.1, 3.3, 1.05, poll[0] - 0.15, poll[1] + 0.35, 0.5, BODY, 0.35),
        Limb(poll[0], poll[1], 0.44, poll[0] + 1.15, poll[1] + 1.15, 0.25, BODY, 0.4),
        Limb(poll[0] + 0.15, poll[1] + 0.35, 0.44, poll[0] + 0.7, poll[1] + 0.85, 0.3, BODY, 0.45),
        Limb(poll[0] + 1.1, poll[1] + 1.15, 0.26, poll[0] + 1.22, poll[1] + 1.3, 0.2, DARK, 0.4),
        Limb(poll[0] - 0.05, poll[1] - 0.3, 0.13, poll[0] + 0.02, poll[1] - 0.72, 0.04, BODY, 0.4),
        Limb(poll[0] - 0.3, poll[1] - 0.15, 0.22, 2.0, 2.35, 0.36, DARK, 1.1),
        Limb(poll[0] - 0.35, poll[1] + 0.3, 0.26, 2.3, 2.85, 0.42, DARK, 1.05),
        Limb(-3.0, 3.0, 0.26, tail[0], tail[1], 0.34, DARK, 0.1),
        Limb(tail[0], tail[1], 0.34, tail[2], tail[3], 0.10, DARK, 0.1),
    ]


def dog(gait: str) -> list[Limb]:
    """A dog of medium size, with its tail up."""
    dip = 0.5 if gait == "running" else 0.0
    tail = (-4.4, 2.9, -5.5, 2.6) if gait == "running" else (-4.0, 2.3, -4.5, 1.1)
    return [
        *_legs(gait, _DOG_LEGS, 0.92, BODY),
        Limb(-2.2, 3.75, 0.98, 0.2, 3.9, 1.05, BODY, 0.3),
        Limb(0.2, 3.9, 1.1, 1.6, 4.1, 1.4, BODY, 0.3),
        Limb(1.7, 4.3, 1.1, 2.2, 4.2, 0.9, BODY, 0.35),
        Limb(1.9, 3.3, 0.95, 3.0, 1.9 + dip, 0.68, BODY, 0.35),
        Limb(3.15, 1.45 + dip, 0.78, 3.55, 1.6 + dip, 0.66, BODY, 0.4),
        Limb(3.8, 1.85 + dip, 0.42, 4.75, 2.15 + dip, 0.28, BODY, 0.4),
        Limb(4.85, 2.0 + dip, 0.15, 4.9, 2.05 + dip, 0.14, DARK, 0.6),
        Limb(2.9, 1.0 + dip, 0.30, 2.45, 2.25 + dip, 0.26, DARK, 0.8),
        Limb(-2.9, 3.3, 0.32, tail[0], tail[1], 0.26, BODY, 0.1),
        Limb(tail[0], tail[1], 0.26, tail[2], tail[3], 0.13, BODY, 0.1),
    ]


def cat(_gait: str) -> list[Limb]:
    """A cat that sits and looks away from us."""
    return [
        Limb(0.0, 6.9, 2.05, 0.0, 7.1, 2.0, BODY, 0.0),
        Limb(0.0, 4.6, 1.35, 0.0, 6.8, 1.9, BODY, 0.1),
        Limb(0.0, 2.3, 1.22, 0.0, 2.5, 1.2, BODY, 0.4),
        Limb(-0.75, 1.5, 0.45, -0.98, 0.45, 0.08, BODY, 0.3),
        Limb(0.75, 1.5, 0.45, 0.98, 0.45, 0.08, BODY, 0.3),
        Limb(0.0, 3.3, 0.9, 0.0, 4.4, 1.1, BODY, 0.2),
        Limb(1.3, 8.4, 0.36, 3.1, 8.5, 0.32, DARK, 1.2),
        Limb(3.1, 8.5, 0.32, 3.9, 7.7, 0.22, DARK, 1.2),
    ]


def big_cat(gait: str) -> list[Limb]:
    """A lion, a tiger: long in the back, head low."""
    kept = [limb for limb in dog(gait) if limb.tone == BODY and limb.x1 < 2.9 and limb.x0 > -2.95]
    legs = _legs(gait, _DOG_LEGS, 1.25, BODY)
    return [
        *legs,
        *kept[8:],
        Limb(-2.3, 3.75, 1.2, 1.5, 4.0, 1.35, BODY, 0.3),
        Limb(1.9, 3.3, 1.15, 3.0, 2.6, 0.95, BODY, 0.35),
        Limb(3.35, 2.3, 0.88, 3.6, 2.45, 0.8, BODY, 0.4),
        Limb(3.9, 2.7, 0.5, 4.45, 2.85, 0.4, BODY, 0.5),
        Limb(3.0, 1.55, 0.25, 2.95, 1.4, 0.2, BODY, 0.5),
        Limb(-3.2, 3.5, 0.22, -4.6, 5.6, 0.16, BODY, 0.1),
        Limb(-4.6, 5.6, 0.16, -5.5, 5.4, 0.24, DARK, 0.1),
    ]


def deer(gait: str) -> list[Limb]:
    """A stag with its head up."""
    body = [
        Limb(-1.6, 4.15, 0.98, 1.3, 4.2, 1.05, BODY, 0.3),
        Limb(-1.8, 3.95, 0.92, -1.0, 4.05, 0.9, BODY, 0.35),
        Limb(1.5, 4.1, 1.0, 1.9, 4.5, 0.75, BODY, 0.35),
        Limb(1.7, 3.7, 0.85, 2.75, 1.75, 0.45, BODY, 0.35),
        Limb(2.8, 1.55, 0.40, 3.75, 2.15, 0.22, BODY, 0.4),
        Limb(3.75, 2.1, 0.17, 3.82, 2.15, 0.14, DARK, 0.5),
        Limb(2.55, 1.35, 0.17, 1.95, 1.05, 0.08, BODY, 0.5),
        Limb(-2.5, 3.7, 0.24, -2.8, 4.2, 0.15, LIGHT, 0.2),
    ]
    for side, depth in ((0.0, 0.6), (0.28, -0.2)):
        x = 2.75 + side
        body += [
            Limb(x, 1.25, 0.12, x - 0.75, 0.1, 0.10, DARK, depth),
            Limb(x - 0.75, 0.1, 0.10, x - 0.2, -1.35, 0.06, DARK, depth),
            Limb(x - 0.2, 0.9, 0.08, x + 0.55, 0.35, 0.05, DARK, depth),
            Limb(x - 0.72, 0.0, 0.08, x + 0.05, -0.35, 0.05, DARK, depth),
            Limb(x - 0.72, -0.05, 0.08, x - 1.2, -0.95, 0.05, DARK, depth),
        ]
    return [*_legs("standing" if gait == "running" else gait, _HORSE_LEGS, 0.68), *body]


def cow(gait: str) -> list[Limb]:
    """A cow or another heavy grazer, head low."""
    return [
        *_legs("walking" if gait != "standing" else gait, _HORSE_LEGS, 0.95),
        Limb(-2.1, 3.9, 1.5, 1.8, 4.0, 1.55, BODY, 0.4),
        Limb(-2.6, 3.1, 0.75, 1.6, 3.0, 0.8, BODY, 0.4),
        Limb(2.1, 3.8, 1.1, 3.4, 3.9, 0.75, BODY, 0.4),
        Limb(3.5, 3.6, 0.66, 4.5, 4.7, 0.42, BODY, 0.5),
        Limb(4.5, 4.7, 0.42, 4.6, 4.8, 0.40, LIGHT, 0.6),
        Limb(3.4, 3.0, 0.12, 3.95, 2.4, 0.05, LIGHT, 0.6),
        Limb(3.1, 3.3, 0.22, 2.6, 3.5, 0.12, BODY, 0.9),
        Limb(-1.4, 3.5, 0.8, -0.4, 4.2, 0.8, LIGHT, 1.08),
        Limb(1.3, 3.2, 0.6, 1.6, 3.6, 0.6, LIGHT, 1.16),
        Limb(-3.6, 3.1, 0.13, -3.75, 6.2, 0.16, DARK, 0.1),
    ]


def elephant(_gait: str) -> list[Limb]:
    """An elephant."""
    limbs = []
    for x, y, depth in ((1.9, 8.3, -1.4), (1.2, 8.3, 0.3), (-1.6, 8.3, 0.3), (-2.3, 8.2, -1.4)):
        tone = BODY if depth > 0 else DARK
        limbs += [
            Limb(x, 4.6, 0.95, x + 0.1, 6.6, 0.66, tone, depth),
            Limb(x + 0.1, 6.6, 0.64, x + 0.05, y, 0.66, tone, depth),
        ]
    return [
        *limbs,
        Limb(-1.5, 3.6, 1.95, 1.0, 3.5, 1.95, BODY, 0.3),
        Limb(-0.6, 2.6, 1.35, 0.8, 2.55, 1.3, BODY, 0.3),
        Limb(2.5, 2.3, 1.25, 2.95, 2.9, 1.05, BODY, 0.5),
        Limb(1.95, 2.1, 1.0, 1.75, 3.7, 0.62, DARK, 1.5),
        Limb(3.8, 3.2, 0.58, 4.25, 5.2, 0.36, BODY, 0.5),
        Limb(4.25, 5.2, 0.36, 4.1, 7.2, 0.22, BODY, 0.5),
        Limb(4.1, 7.2, 0.22, 4.5, 7.7, 0.16, BODY, 0.5),
        Limb(3.6, 4.0, 0.17, 4.75, 4.75, 0.06, LIGHT, 0.9),
        Limb(-3.4, 2.9, 0.14, -3.6, 5.4, 0.10, DARK, 0.1),
    ]


def camel(gait: str) -> list[Limb]:
    """A camel in a slow walk."""
    return [
        *_legs("walking" if gait == "running" else gait, _HORSE_LEGS, 0.85, BODY),
        Limb(-1.7, 3.8, 1.15, 1.5, 3.85, 1.25, BODY, 0.3),
        Limb(-0.7, 3.0, 1.2, -0.2, 2.0, 0.6, BODY, 0.4),
        Limb(1.9, 3.9, 0.8, 3.2, 3.7, 0.52, BODY, 0.3),
        Limb(3.2, 3.7, 0.52, 3.9, 1.5, 0.36, BODY, 0.3),
        Limb(3.95, 1.3, 0.36, 4.85, 1.7, 0.24, BODY, 0.35),
        Limb(3.75, 1.0, 0.10, 3.65, 0.75, 0.05, BODY, 0.35),
        Limb(-2.8, 3.4, 0.14, -3.0, 5.2, 0.12, DARK, 0.1),
    ]


MAKERS: Final[dict[str, Callable[[str], list[Limb]]]] = {
    "horse": horse,
    "dog": dog,
    "cat": cat,
    "big_cat": big_cat,
    "deer": deer,
    "cow": cow,
    "elephant": elephant,
    "camel": camel,
}
#: body, dark and light coats
COATS: Final = {
    "horse": ("6a4028", "2c1c14", "e8dccb"),
    "dog": ("a8793f", "5a3c22", "efe4d2"),
    "cat": ("4a4440", "2e2a28", "e8e0d6"),
    "big_cat": ("b98a4c", "5a3c22", "efe4d2"),
    "deer": ("8a5f3c", "4a3424", "e8dcc8"),
    "cow": ("5a4234", "34261e", "e9e2d6"),
    "elephant": ("7c7672", "55504e", "e8e2d4"),
    "camel": ("b98d5c", "8a6640", "d9bd92"),
}
