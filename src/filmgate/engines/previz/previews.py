"""Small pictures of a clip while it is rendered: the first soon, then one every two seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.core.ports import RunContext
    from filmgate.engines.previz.plate import Planes

#: seconds before the first picture, so that short renders have none, and between two
_FIRST_S: Final = 0.7
_NEXT_S: Final = 2.0


class Previews:
    """Offers frames to whoever watches; costs a few milliseconds for each picture.

    Parameters
    ----------
    ctx
        Takes the pictures.
    clock
        Gives seconds.
    """

    def __init__(self, ctx: RunContext, clock: Callable[[], float] = time.monotonic) -> None:
        self._ctx = ctx
        self._clock = clock
        self._at = clock() + _FIRST_S

    def look(self, planes: Planes) -> None:
        """Offer this frame if it is time for one."""
        now = self._clock()
        if now < self._at:
            return
        self._at = now + _NEXT_S
        from filmgate.media.frames import save_preview

        target = self._ctx.workdir / "preview.jpg"
        # whoever copies it never sees half of the next one
        fresh = target.with_name("preview-next.jpg")
        save_preview(planes, fresh)
        fresh.replace(target)
        self._ctx.preview(target)
