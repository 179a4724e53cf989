"""Poses people: seen from behind or aside, standing, walking, sitting, riding. One head is 1."""

from __future__ import annotations

from typing import Final

from filmgate.engines.previz.figures import Limb

#: tones of a person
HAIR, SKIN, COAT, LEGS, SHOES, EXTRA, STRAND, SEAM = range(8)
#: heads from the top of the head to the ground
TALL: Final = 7.5
SEATED: Final = 5.6
#: how far the joints of people are smoothed
SOFT: Final = 0.11
#: ways to wear hair
STYLES: Final = ("bun", "bob")


def _head(female: bool, look: float, style: str = "bun") -> list[Limb]:
    """A head from behind, turned a little; hair covers it, ears and neck show."""
    limbs = [
        Limb(0.0, 0.42, 0.355, 0.0, 0.64, 0.315, HAIR, 0.12),
        Limb(
            0.02 * look, 0.80, 0.25, 0.04 * look, 0.88, 0.21, HAIR if style == "bob" else SKIN, 0.1
        ),
        Limb(0.0, 0.85, 0.175, 0.0, 1.42, 0.21, SKIN, 0.0),
        Limb(0.33, 0.62, 0.06, 0.34, 0.72, 0.05, SKIN, 0.1),
        Limb(-0.33, 0.62, 0.06, -0.34, 0.72, 0.05, SKIN, 0.1),
        Limb(0.20 * look, 0.66, 0.20, 0.17 * look, 0.82, 0.14, SKIN, 0.0),
    ]
    if female and style == "bun":
        limbs += [Limb(0.0, 0.28, 0.19, 0.02, 0.20, 0.19, HAIR, 0.55)]
    elif female and style == "tail":
        limbs += [
            Limb(0.0, 0.40, 0.12, 0.03 * look, 1.15, 0.15, HAIR, 0.5),
            Limb(0.03 * look, 1.15, 0.15, 0.10 * look, 1.95, 0.05, HAIR, 0.5),
        ]
    elif female:
        for x in (-0.24, -0.08, 0.08, 0.24):
            limbs.append(Limb(x, 0.55, 0.17, x * 1.25, 1.26 - abs(x) * 0.2, 0.13, HAIR, 0.25))
    for number in range(9):
        x = (number - 4) * 0.075
        low = 0.72 - abs(x) * 0.5 if not female or style != "bob" else 1.2
        limbs.append(
            Limb(x * 0.5, 0.12 + abs(x) * 0.5, 0.012, x, low, 0.012, STRAND, 0.50 - abs(x) * 0.4)
        )
    return limbs


def _torso(female: bool, drop: float = 0.0) -> list[Limb]:
    """Shoulders, back and hips in a coat, with its collar, seam and belt."""
    wide = 0.58 if female else 0.76
    waist = 0.30 if female else 0.42
    limbs = [
        Limb(-wide, 1.72 + drop, 0.23, wide, 1.72 + drop, 0.23, COAT, 0.0),
        Limb(-wide * 0.55, 1.82 + drop, 0.42, -waist * 0.55, 3.0 + drop, 0.38, COAT, 0.1),
        Limb(wide * 0.55, 1.82 + drop, 0.42, waist * 0.55, 3.0 + drop, 0.38, COAT, 0.1),
        Limb(0.0, 1.58 + drop, 0.27, 0.0, 2.6 + drop, 0.48, COAT, 0.10),
        Limb(-0.20, 3.1 + drop, 0.38, -0.28, 4.05 + drop, 0.45, COAT, 0.06),
        Limb(0.20, 3.1 + drop, 0.38, 0.28, 4.05 + drop, 0.45, COAT, 0.06),
        Limb(0.0, 2.6 + drop, 0.45, 0.0, 4.0 + drop, 0.50, COAT, 0.10),
        Limb(-0.20, 1.36 + drop, 0.10, 0.20, 1.36 + drop, 0.10, COAT, 0.22),
        Limb(0.0, 1.7 + drop, 0.014, 0.0, 4.3 + drop, 0.014, SEAM, 0.60),
        Limb(-waist * 1.5, 3.12 + drop, 0.05, waist * 1.5, 3.12 + drop, 0.05, SEAM, 0.46),
    ]
    slopes = [
        Limb(side * 0.16, 1.40 + drop, 0.20, side * wide * 0.92, 1.68 + drop, 0.22, COAT, 0.02)
        for side in (-1, 1)
    ]
    return limbs + slopes


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


def standing(female: bool, dress: bool, look: float = 0.4, style: str = "bun") -> list[Limb]:
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
    return limbs + _head(female, look, style)


def walking(female: bool, dress: bool, look: float = 0.3, style: str = "bun") -> list[Limb]:
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
    return limbs + _head(female, look, style)


def running(female: bool, dress: bool, look: float = 0.8, style: str = "bun") -> list[Limb]:
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
        for part in [*_torso(female), *_head(female, look, style)]
    ]
    limbs += [
        Limb(0.05, 1.8, 0.18, -0.75, 2.6, 0.15, COAT, -0.1),
        Limb(-0.75, 2.6, 0.15, -0.50, 3.4, 0.11, COAT, -0.1),
        Limb(0.60, 1.8, 0.19, 0.95, 2.8, 0.16, COAT, 0.2),
        Limb(0.95, 2.8, 0.16, 1.6, 2.5, 0.11, COAT, 0.2),
        Limb(1.6, 2.5, 0.11, 1.78, 2.42, 0.10, SKIN, 0.2),
    ]
    return limbs + (_skirt(-0.6) if dress else [])


def sitting(female: bool, _dress: bool, look: float = 0.4, style: str = "bun") -> list[Limb]:
    """Someone on a bench, from behind."""
    return [
        *_torso(female),
        *_head(female, look, style),
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
    """A rider from aside, with a hat, to sit in a saddle at y = 0; hands at the reins."""
    near = 1.7
    return [
        Limb(0.05, -3.5, 0.40, 0.10, -3.3, 0.36, SKIN, 0.2),
        Limb(-0.12, -3.55, 0.42, -0.08, -3.2, 0.34, HAIR, 0.3),
        Limb(-0.62, -3.72, 0.10, 0.78, -3.68, 0.10, EXTRA, 0.6),
        Limb(-0.12, -3.95, 0.34, 0.22, -3.92, 0.34, EXTRA, 0.4),
        Limb(0.0, -3.0, 0.22, -0.05, -2.6, 0.26, SKIN, 0.1),
        Limb(-0.15, -2.15, 0.58, -0.15, -0.6, 0.60, COAT, 0.4),
        Limb(-0.15, -0.7, 0.62, -0.1, -0.1, 0.66, COAT, 0.5),
        Limb(-0.1, -2.25, 0.30, 0.5, -1.15, 0.24, COAT, 0.9),
        Limb(0.5, -1.15, 0.24, 1.45, -0.95, 0.17, COAT, 0.9),
        Limb(1.45, -0.95, 0.16, 1.6, -0.92, 0.15, SKIN, 0.9),
        Limb(-0.35, 0.05, 0.34, 0.75, 0.15, 0.22, EXTRA, near - 0.4),
        Limb(0.0, 0.0, 0.52, 1.15, 0.95, 0.38, LEGS, near),
        Limb(1.15, 0.95, 0.38, 0.75, 2.5, 0.24, LEGS, near),
        Limb(0.75, 2.55, 0.24, 1.2, 2.7, 0.18, SHOES, near),
    ]


def bust(female: bool, look: float, style: str = "bun") -> list[Limb]:
    """Head and shoulders from behind, for over-shoulder shots."""
    return [
        *_torso(female),
        *_head(female, look, style),
        *_arm(-1, female, (1.0, 3.0), (0.95, 4.0)),
        *_arm(1, female, (1.0, 3.0), (0.95, 4.0)),
    ]


POSES: Final = {
    "walking": walking,
    "running": running,
    "dancing": walking,
    "sitting": sitting,
}
