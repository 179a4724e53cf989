"""Light and haze over a frame, worked out on the coarse grid and laid on in one pass.

However many effects a shot has, a frame is multiplied by one field and another is added to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, cast

import cv2
import numpy as np

from filmgate.engines.previz.plate import GRID

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes

_GREY: Final = 128.0


@dataclass(frozen=True, slots=True)
class View:
    """What an effect may know about the frame it lights.

    Attributes
    ----------
    time_s : float
        Since the shot began.
    rise : float
        0 to 1: how far effects have risen.
    near : ndarray of float32, shape (rows, columns)
        Nearness seen at each cell of the frame.
    masks : dict of str to ndarray of float32
        The plate's masks as the frame sees them.
    """

    time_s: float
    rise: float
    near: Floats2D
    masks: dict[str, Floats2D]
    #: where each cell looks, in picture heights from the plate's middle (x, y); None if unknown
    places: tuple[Floats2D, Floats2D] | None = None
    #: how much nearer than the plate what stands before it is; None if nothing does
    before: Floats2D | None = None


class Light:
    """Sums of what the effects of one frame do to its luma and chroma."""

    def __init__(self, rows: int, columns: int) -> None:
        self.gain = np.ones((rows, columns), np.float32)
        self.lift = np.zeros((rows, columns), np.float32)
        self.keep: Floats2D | None = None
        self.tint_u: Floats2D | None = None
        self.tint_v: Floats2D | None = None

    def dim(self, gain: Floats2D | float) -> None:
        """Multiply what is there; values from 0 to 1."""
        self.gain *= gain
        self.lift *= gain

    def add(self, luma: Floats2D, u: float = 0.0, v: float = 0.0) -> None:
        """Add light, in code values; `u` and `v` colour it by this much for each value of luma."""
        self.lift += luma
        if u or v:
            self._tint(luma * np.float32(u), luma * np.float32(v))

    def veil(self, share: Floats2D, luma: float, u: float = 0.0, v: float = 0.0) -> None:
        """Cover a share (0 to 1) with haze of one luma and colour (offsets from grey)."""
        clear = 1.0 - share
        self.gain *= clear
        self.lift = self.lift * clear + share * np.float32(luma)
        self.keep = clear if self.keep is None else self.keep * clear
        self._tint(share * np.float32(u), share * np.float32(v))

    def _tint(self, u: Floats2D, v: Floats2D) -> None:
        self.tint_u = u if self.tint_u is None else self.tint_u + u
        self.tint_v = v if self.tint_v is None else self.tint_v + v

    def settle(self) -> Laid:
        """Round the sums to what is laid on the frame."""
        gain = np.clip(self.gain * 255.0 + 0.5, 0, 255).astype(np.uint8)
        lift = np.clip(self.lift + 0.5, 0, 255).astype(np.uint8)
        has_gain, has_lift = bool((gain < 255).any()), bool(lift.any())
        if self.keep is None and self.tint_u is None:
            return Laid(gain if has_gain else None, lift if has_lift else None)
        keep = np.ones_like(self.gain) if self.keep is None else self.keep
        kept = np.clip(keep * 255.0 + 0.5, 0, 255).astype(np.uint8)
        bases = []
        for tint in (self.tint_u, self.tint_v):
            # a chroma plane may only be lifted, so it is first lowered by what must be taken away
            shift = np.zeros_like(keep) if tint is None else tint
            bases.append(_GREY * (1.0 - keep) + shift)
        return Laid(
            gain if has_gain else None, lift if has_lift else None, kept, bases[0], bases[1]
        )


@dataclass(frozen=True, slots=True)
class Laid:
    """Fields ready to be laid on a frame; None leaves a step out.

    Attributes
    ----------
    gain, lift, keep : ndarray of uint8, shape (rows, columns)
        Luma is multiplied by gain / 255 and raised by lift; chroma is multiplied by keep / 255.
    base_u, base_v : ndarray of float32, shape (rows, columns)
        Added to chroma; may be negative.
    """

    gain: Bytes2D | None
    lift: Bytes2D | None
    keep: Bytes2D | None = None
    base_u: Floats2D | None = None
    base_v: Floats2D | None = None

    def luma(self, target: Planes, rows: slice) -> None:
        """Light the luma rows of one strip."""
        strip = target.y[rows]
        if self.gain is not None:
            cv2.multiply(strip, enlarged(self.gain, rows, target.width), dst=strip, scale=1 / 255)
        if self.lift is not None:
            cv2.add(strip, enlarged(self.lift, rows, target.width), dst=strip)

    def chroma(self, target: Planes) -> None:
        """Colour the whole frame."""
        if self.keep is None or self.base_u is None or self.base_v is None:
            return
        size = (self.keep.shape[1] * GRID // 2, self.keep.shape[0] * GRID // 2)
        window = (slice(0, target.height // 2), slice(0, target.width // 2))
        keep = cv2.resize(self.keep, size)[window] if (self.keep < 255).any() else None
        for plane, base in ((target.u, self.base_u), (target.v, self.base_v)):
            if keep is not None:
                cv2.multiply(plane, keep, dst=plane, scale=1 / 255)
            _shift(plane, base, size, window)


def _shift(
    plane: Bytes2D, base: Floats2D, size: tuple[int, int], window: tuple[slice, slice]
) -> None:
    for part, step in ((np.maximum(base, 0.0), cv2.add), (np.maximum(-base, 0.0), cv2.subtract)):
        amount = np.clip(part + 0.5, 0, 255).astype(np.uint8)
        if amount.any():
            step(plane, cv2.resize(amount, size)[window], dst=plane)


def enlarged(field: Bytes2D, rows: slice, width: int) -> Bytes2D:
    """Enlarge the part of a grid that covers some luma rows, as smoothly as the whole would be."""
    first, last = rows.start // GRID, -(-rows.stop // GRID)
    above, below = max(first - 1, 0), min(last + 1, field.shape[0])
    part = field[above:below]
    full = cv2.resize(part, (part.shape[1] * GRID, part.shape[0] * GRID))
    top = rows.start - above * GRID
    return cast("Bytes2D", full[top : top + rows.stop - rows.start, :width])


class Effect(Protocol):
    """One contribution to the light of a frame."""

    def light(self, light: Light, view: View) -> None:
        """Add to the sums of one frame."""
