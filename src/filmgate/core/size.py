"""Frame sizes and frame counts: what a tier, a ratio and a duration come to.

References
----------
.. [1] Sizes of clips published by users of the hosted models: a pixel budget for each tier, both
       sides multiples of four, and the shape of the start image.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from filmgate.core.order import FPS, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

#: the most extreme shapes of a frame, width over height; a start image beyond is cropped
RATIO_MIN: Final = 0.4
RATIO_MAX: Final = 2.5

PRESETS: Final[dict[Tier, dict[str, tuple[int, int]]]] = {
    Tier.STANDARD: {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960)},
    Tier.PRO: {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1440, 1440)},
    Tier.UHD: {"16:9": (3840, 2160), "9:16": (2160, 3840), "1:1": (2880, 2880)},
}


def preset_size(tier: Tier, ratio: str) -> tuple[int, int]:
    """Width and height, in pixels, of a tier at one of its three named ratios."""
    return PRESETS[tier][ratio]


def budget_size(tier: Tier, ratio: float) -> tuple[int, int]:
    """Width and height, in pixels, of a clip that follows a picture of this ratio.

    The area is the tier's 16:9 area; both sides are multiples of 4. Approximate: within 4 pixels
    of every size that was seen [1]_.
    """
    width, height = PRESETS[tier]["16:9"]
    area = width * height
    clamped = min(max(ratio, RATIO_MIN), RATIO_MAX)
    out_width = 4 * round(math.sqrt(area * clamped) / 4)
    return out_width, 4 * math.floor(area / out_width / 4)


def nearest_ratio(ratio: float) -> str:
    """Name the preset whose shape is nearest to this ratio, compared as logarithms."""
    named = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0}
    return min(named, key=lambda name: abs(math.log(named[name] / ratio)))


def scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Shrink a size for tests and drafts; sides stay multiples of 4 and at least 64."""
    if scale >= 1.0:
        return size
    return max(64, 4 * round(size[0] * scale / 4)), max(64, 4 * round(size[1] * scale / 4))


def frame_count(duration_s: int) -> int:
    """Frames of a clip of this length: one more than the seconds hold."""
    return FPS * duration_s + 1


def shot_frames(durations_s: Sequence[int]) -> tuple[int, ...]:
    """Frames of each shot; the extra frame belongs to the last."""
    counts = [FPS * seconds for seconds in durations_s]
    counts[-1] += 1
    return tuple(counts)
