"""Poses people: seen from behind or aside, standing, walking, sitting, riding. One head is 1."""

from __future__ import annotations

from typing import Final

from filmgate.engines.previz.figures import Limb

#: tones of a person
HAIR, SKIN, COAT, LEGS, SHOES, EXTRA = range(6)
#: heads from the top of the head to the ground
TALL: Final = 7.5
SEATED: Final = 5.6


def _head(female: bool, look: float) -> list[Limb]:
    """A head from behind, turned a little; hair covers it."""
    limbs = [
        Limb(0.03 * look, 0.44, 0.38, 0.0, 0.62, 0.33, HAIR, 0.12),
        Limb(0.0, 0.85, 0.17, 0.0, 1.30, 0.20, SKIN, 0.0),
        Limb(0.20 * look, 0.66, 0.24, 0.16 * look, 0.80, 0.16, SKIN, 0.0),
    ]
    if female:
        limbs += [
            Limb(-0.02, 0.50, 0.41, -0.04 * look, 1.25, 0.33, HAIR, 0.2),
            Limb(-0.04 * look, 1.1, 0.32, -0.08 * look, 1.95, 0.20, HAIR, 0.22),
        ]
    return limbs


def _torso(female: bool, drop: float = 0.0) -> list[Limb]:
    """Shoulders, back and hips in a coat."""
    wide = 0.60 if female else 0.76
    waist = 0.30 if female else 0.40
    return [
        Limb(-wide, 1.66 + drop, 0.20, wide, 1.66 + drop, 0.20, COAT, 0.0),
        Limb(-wide * 0.55, 1.78 + drop, 0.42, -waist * 0.55, 3.0 + drop, 0.38, COAT, 0.1),
        Limb(wide * 0.55, 1.78 + drop, 0.42, waist * 0.55, 3.0 + drop, 0.38, COAT, 0.1),
        Limb(0.0, 1.50 + drop, 0.28, 0.0, 2.6 + drop, 0.48, COAT, 0.10),
        Limb(-0.20, 3.1 + drop, 0.38, -0.26, 4.0 + drop, 0.44, COAT, 0.06),
        Limb(0.20, 3.1 + drop, 0.38, 0.26, 4.0 + drop, 0.44, COAT, 0.06),
        Limb(0.0, 2.6 + drop, 0.45, 0.0, 4.0 + drop, 0.50, COAT, 0.10),
    ]


def _arm(
    side: float, female: bool, elbow: tuple[float, float], hand: tuple[float, float]
) -> list[Limb]:
    wide = 0.66 if female else 0.86
    thick = 0.19 if female else 0.23
    return [
        Limb(side * wide, 1.74, thick, side * elbow[0], elbow[1], thick * 0.84, COAT, 0.02),
        Limb(
            side * elbow[0],
            elbow[1],
            thick * 0.84,
            side * hand[0],
            hand[1],
            thick * 0.62,
            COAT,
            0.03,
        ),
        Limb(
            side * hand[0],
            hand[1] + 0.08,
            0.11,
            side * hand[0] * 0.99,
            hand[1] + 0.30,
            0.09,
            SKIN,
            0.02,
        ),
    ]


def _skirt(swing: float) -> list[Limb]:
    return [
        Limb(-0.10, 3.2, 0.42, -0.34 + swing * 0.2, 5.7, 0.44, COAT, 0.05),
        Limb(0.10, 3.2, 0.42, 0.34 + swing * 0.3, 5.7, 0.44, COAT, 0.05),
        Limb(0.0, 3.2, 0.44, swing * 0.25, 5.75, 0.52, COAT, 0.1),
    ]


def _leg(
    side: float, knee: tuple[float, float], foot: tuple[float, float], depth: float
) -> list[Limb]:
    return [
        Limb(side * 0.24, 3.85, 0.36, knee[0], knee[1], 0.24, LEGS, depth),
        Limb(knee[0], knee[1], 0.24, foot[0], foot[1] - 0.12, 0.15, LEGS, depth),
        Limb(
            foot[0], foot[1] - 0.10, 0.13, foot[0] + 0.12 * side, foot[1] - 0.06, 0.12, SHOES, depth
        ),
    ]


def standing(female: bool, dress: bool, look: float = 0.4) -> list[Limb]:
    """Someone who stands and looks away from us."""
    limbs = [
        *_leg(-1, (-0.30, 5.6), (-0.36, 7.5), -0.05),
        *_leg(1, (0.30, 5.6), (0.34, 7.5), -0.02),
    ]
    limbs += _torso(female)
    limbs += [
        *_arm(-1, female, (0.84, 3.0), (0.78, 4.05)),
        *_arm(1, female, (0.86, 2.95), (0.70, 4.0)),
    ]
    if dress:
        limbs += _skirt(0.0)
    return limbs + _head(female, look)


def walking(female: bool, dress: bool, look: float = 0.3) -> list[Limb]:
    """Someone in mid-step, going away from us and a little aside."""
    limbs = [
        *_leg(-1, (-0.16, 5.45), (-0.52, 7.28), -0.10),
        *_leg(1, (0.42, 5.55), (0.50, 7.5), 0.05),
    ]
    limbs += _torso(female)
    limbs += [
        *_arm(-1, female, (0.92, 2.9), (0.62, 3.9)),
        *_arm(1, female, (0.86, 3.05), (1.02, 4.05)),
    ]
    if dress:
        limbs += _skirt(0.5)
    return limbs + _head(female, look)


def running(female: bool, dress: bool, look: float = 0.8) -> list[Limb]:
    """Someone running across the view."""
    limbs = [
        *_leg(-1, (-0.62, 5.2), (-1.55, 6.2), -0.15),
        *_leg(1, (0.95, 5.0), (0.70, 7.3), 0.1),
    ]
    limbs += [
        Limb(
            part.x0 + (3.8 - part.y0) * 0.14,
            part.y0,
            part.r0,
            part.x1 + (3.8 - part.y1) * 0.14,
            part.y1,
            part.r1,
            part.tone,
            part.depth,
        )
        for part in [*_torso(female), *_head(female, look)]
    ]
    limbs += [
        Limb(0.05, 1.8, 0.18, -0.75, 2.6, 0.15, COAT, -0.1),
        Limb(-0.75, 2.6, 0.15, -0.50, 3.4, 0.11, COAT, -0.1),
        Limb(0.60, 1.8, 0.19, 0.95, 2.8, 0.16, COAT, 0.2),
        Limb(0.95, 2.8, 0.16, 1.6, 2.5, 0.11, COAT, 0.2),
        Limb(1.6, 2.5, 0.11, 1.78, 2.42, 0.10, SKIN, 0.2),
    ]
    return limbs + (_skirt(-0.6) if dress else [])


def sitting(female: bool, _dress: bool, look: float = 0.4) -> list[Limb]:
    """Someone on a bench, from behind."""
    return [
        *_torso(female),
        *_head(female, look),
        *_arm(-1, female, (1.0, 2.8), (0.80, 3.5)),
        *_arm(1, female, (1.0, 2.8), (0.82, 3.5)),
        Limb(-1.5, 3.95, 0.13, 1.5, 3.95, 0.13, EXTRA, 0.5),
        Limb(-1.5, 3.25, 0.11, 1.5, 3.25, 0.11, EXTRA, 0.55),
        Limb(-1.3, 3.95, 0.10, -1.35, 5.6, 0.09, EXTRA, 0.3),
        Limb(1.3, 3.95, 0.10, 1.35, 5.6, 0.09, EXTRA, 0.3),
        Limb(-0.28, 4.2, 0.24, -0.30, 5.5, 0.15, LEGS, -0.4),
        Limb(0.28, 4.2, 0.24, 0.30, 5.5, 0.15, LEGS, -0.4),
    ]


def mounted() -> list[Limb]:
    """A rider's upper body and leg, from aside, to sit on a horse at y = 0."""
    return [
        Limb(-0.05, -2.7, 0.40, -0.02, -2.5, 0.36, HAIR, 0.2),
        Limb(-0.30, -2.98, 0.10, 0.42, -2.92, 0.10, EXTRA, 0.4),
        Limb(0.0, -2.2, 0.17, -0.05, -1.9, 0.2, SKIN, 0.1),
        Limb(-0.12, -1.75, 0.40, -0.05, -0.35, 0.42, COAT, 0.2),
        Limb(0.0, -1.75, 0.20, 0.35, -0.95, 0.17, COAT, 0.5),
        Limb(0.35, -0.95, 0.17, 0.95, -0.75, 0.12, COAT, 0.5),
        Limb(0.0, -0.30, 0.36, 0.55, 0.45, 0.25, LEGS, 0.6),
        Limb(0.55, 0.45, 0.25, 0.30, 1.55, 0.15, LEGS, 0.6),
        Limb(0.30, 1.6, 0.15, 0.58, 1.68, 0.12, SHOES, 0.6),
    ]


def bust(female: bool, look: float) -> list[Limb]:
    """Head and shoulders from behind, for over-shoulder shots."""
    return [
        *_torso(female),
        *_head(female, look),
        *_arm(-1, female, (1.0, 3.0), (0.95, 4.0)),
        *_arm(1, female, (1.0, 3.0), (0.95, 4.0)),
    ]


POSES: Final = {
    "walking": walking,
    "running": running,
    "dancing": walking,
    "sitting": sitting,
}
