"""Models animals from aside, facing right, feet at the given height; one unit is a man's head."""

from __future__ import annotations

from typing import Final

from filmgate.engines.previz.figures import Limb

#: tones of an animal
BODY, DARK, LIGHT = range(3)
HORSE_TALL: Final = 7.2
#: heights of animals in heads of a person
HEIGHTS: Final = {
    "horse": 7.2,
    "dog": 2.6,
    "cat": 1.3,
    "deer": 6.2,
    "cow": 6.0,
    "elephant": 13.0,
    "camel": 9.0,
}


def horse(stride: float = 1.0) -> list[Limb]:
    """A horse; stride 0 stands, 1 trots, 2 gallops."""
    s = stride
    legs = [
        (1.55, -0.55 * s, 0.75 * s, -0.12),
        (1.35, 0.75 * s, -0.15 * s, 0.12),
        (-1.55, -0.70 * s, -0.25 * s, 0.12),
        (-1.75, 0.55 * s, -0.65 * s, -0.12),
    ]
    limbs = []
    for x, knee, foot, depth in legs:
        tone = BODY if depth > 0 else DARK
        limbs += [
            Limb(x, 3.7, 0.46, x + knee * 0.7, 5.3, 0.20, tone, depth * 3),
            Limb(x + knee * 0.7, 5.3, 0.19, x + (knee + foot) * 0.6, 6.75, 0.12, tone, depth * 3),
            Limb(
                x + (knee + foot) * 0.6,
                6.8,
                0.13,
                x + (knee + foot) * 0.6 + 0.10,
                7.08,
                0.15,
                DARK,
                depth * 3,
            ),
        ]
    limbs += [
        Limb(-1.75, 3.15, 0.86, 0.1, 3.35, 0.84, BODY, 0.3),
        Limb(0.0, 3.35, 0.86, 1.55, 3.15, 0.84, BODY, 0.3),
        Limb(1.6, 2.85, 0.66, 2.65, 1.15, 0.38, BODY, 0.3),
        Limb(2.62, 1.05, 0.36, 3.40, 1.75, 0.22, BODY, 0.35),
        Limb(2.55, 0.75, 0.12, 2.58, 0.42, 0.04, BODY, 0.3),
        Limb(2.35, 0.95, 0.20, 1.55, 2.45, 0.26, DARK, 0.35),
        Limb(-2.45, 2.85, 0.20, -3.0 - 0.3 * s, 3.6, 0.26, DARK, 0.1),
        Limb(-3.0 - 0.3 * s, 3.6, 0.26, -3.15 - 0.5 * s, 5.2, 0.08, DARK, 0.1),
    ]
    return limbs


def dog(stride: float = 0.6) -> list[Limb]:
    """A dog of medium size."""
    s = stride
    limbs = []
    for x, swing, depth in (
        (0.75, 0.28, -0.1),
        (0.68, -0.25, 0.1),
        (-0.72, -0.28, 0.1),
        (-0.80, 0.25, -0.1),
    ):
        tone = BODY if depth > 0 else DARK
        limbs += [
            Limb(x, 1.35, 0.22, x + swing * s * 0.6, 1.95, 0.11, tone, depth),
            Limb(x + swing * s * 0.6, 1.95, 0.11, x + swing * s, 2.52, 0.08, tone, depth),
        ]
    return [
        *limbs,
        Limb(-0.75, 1.12, 0.33, 0.72, 1.08, 0.38, BODY, 0.1),
        Limb(0.80, 0.95, 0.28, 1.10, 0.52, 0.22, BODY, 0.1),
        Limb(1.10, 0.42, 0.26, 1.22, 0.45, 0.24, BODY, 0.15),
        Limb(1.30, 0.50, 0.16, 1.58, 0.60, 0.11, BODY, 0.15),
        Limb(0.98, 0.32, 0.11, 0.86, 0.62, 0.09, DARK, 0.3),
        Limb(-1.02, 0.98, 0.12, -1.50, 0.42, 0.06, BODY, 0.0),
    ]


def deer() -> list[Limb]:
    """A stag that stands with its head up."""
    limbs = [
        limb for limb in horse(0.15) if limb.tone != DARK or (limb.y0 > 3.0 and limb.x0 > -2.0)
    ]
    antlers = []
    for side, depth in ((0.0, 0.4), (0.16, 0.2)):
        x = 2.60 + side
        antlers += [
            Limb(x, 0.72, 0.07, x - 0.45, -0.35, 0.06, DARK, depth),
            Limb(x - 0.45, -0.35, 0.06, x - 0.10, -1.10, 0.04, DARK, depth),
            Limb(x - 0.28, 0.0, 0.05, x + 0.35, -0.35, 0.035, DARK, depth),
            Limb(x - 0.42, -0.5, 0.05, x - 0.75, -0.95, 0.035, DARK, depth),
        ]
    return [*limbs, *antlers, Limb(-2.4, 2.8, 0.18, -2.75, 3.15, 0.12, LIGHT, 0.2)]


def cow() -> list[Limb]:
    """A cow or another heavy grazer, head low."""
    limbs = [
        limb for limb in horse(0.2) if not (limb.y0 < 3.0 and limb.x0 > 1.5) and limb.y0 != 0.95
    ]
    return [
        *limbs,
        Limb(-1.5, 3.3, 1.02, 1.4, 3.3, 1.02, BODY, 0.4),
        Limb(1.7, 3.0, 0.68, 2.75, 3.1, 0.46, BODY, 0.4),
        Limb(2.75, 3.1, 0.44, 3.25, 3.65, 0.30, BODY, 0.4),
        Limb(2.70, 2.72, 0.08, 2.95, 2.42, 0.04, LIGHT, 0.5),
        Limb(-0.9, 3.0, 0.5, -0.3, 3.4, 0.5, LIGHT, 0.72),
    ]


def elephant() -> list[Limb]:
    """An elephant."""
    limbs = []
    for x, depth in ((1.7, -0.2), (1.3, 0.3), (-1.5, 0.3), (-1.9, -0.2)):
        tone = BODY if depth > 0 else DARK
        limbs.append(Limb(x, 4.2, 0.68, x + 0.05, 7.0, 0.50, tone, depth))
    return [
        *limbs,
        Limb(-1.3, 3.0, 1.75, 1.0, 3.0, 1.70, BODY, 0.3),
        Limb(2.3, 2.2, 1.10, 2.6, 2.6, 0.95, BODY, 0.5),
        Limb(1.75, 2.1, 0.85, 1.55, 3.3, 0.55, DARK, 1.3),
        Limb(3.3, 2.8, 0.46, 3.7, 4.6, 0.30, BODY, 0.5),
        Limb(3.7, 4.6, 0.30, 3.55, 6.3, 0.17, BODY, 0.5),
        Limb(3.15, 3.5, 0.13, 3.95, 4.1, 0.05, LIGHT, 0.9),
        Limb(-3.0, 2.6, 0.12, -3.2, 4.4, 0.06, DARK, 0.1),
    ]


def camel() -> list[Limb]:
    """A camel in a slow walk."""
    limbs = [
        limb for limb in horse(0.5) if not (limb.y0 < 3.0 and limb.x0 > 1.5) and limb.y0 != 0.95
    ]
    return [
        *limbs,
        Limb(-0.3, 2.5, 0.72, 0.1, 2.15, 0.48, BODY, 0.3),
        Limb(1.7, 3.2, 0.55, 2.5, 2.6, 0.34, BODY, 0.3),
        Limb(2.5, 2.6, 0.34, 2.9, 1.0, 0.26, BODY, 0.3),
        Limb(2.9, 0.9, 0.27, 3.5, 1.15, 0.17, BODY, 0.35),
    ]


MAKERS: Final = {
    "horse": horse,
    "dog": dog,
    "deer": deer,
    "cow": cow,
    "elephant": elephant,
    "camel": camel,
    "cat": dog,
}
#: body, dark and light coats
COATS: Final = {
    "horse": ("6a4028", "2c1c14", "e8dccb"),
    "dog": ("a8793f", "6a4a2a", "efe4d2"),
    "cat": ("6a625c", "3a3430", "e8e0d6"),
    "deer": ("8a5f3c", "4a3424", "e8dcc8"),
    "cow": ("5a4234", "34261e", "e9e2d6"),
    "elephant": ("7c7672", "55504e", "e8e2d4"),
    "camel": ("b98d5c", "8a6640", "d9bd92"),
}
