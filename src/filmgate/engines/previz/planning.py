"""Plans an order: sizes, frames, shots and what becomes of every parameter. Pure and fast."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

import msgspec

from filmgate.core.order import FPS, Options
from filmgate.core.plan import EndFrame, Plan, Shot
from filmgate.core.size import budget_size, frame_count, nearest_ratio, preset_size, scaled
from filmgate.engines.previz.fates import tell_fates
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.takes import lay_out

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.order import Media, Order
    from filmgate.engines.previz.storyboard import Storyboard
    from filmgate.engines.previz.takes import Take

NAME: Final = "previz"
VERSION: Final = "1.0"
#: a start image that is not measured yet is taken for one of this shape
_USUAL_RATIO: Final = 16 / 9


@dataclass(frozen=True, slots=True)
class Layout:
    """A clip as previz will draw it."""

    board: Storyboard
    takes: tuple[Take, ...]
    width: int
    height: int
    frames: int
    seed: int


def lay_out_order(order: Order) -> Layout:
    """Read an order and decide everything that needs no picture."""
    board = read_order(order)
    takes = lay_out(order, board)
    width, height = frame_size(order)
    return Layout(board, takes, width, height, frame_count(order.duration_s), seed_of(order))


def plan_order(order: Order) -> Plan:
    """Say exactly what previz will deliver."""
    layout = lay_out_order(order)
    takes = layout.takes
    return Plan(
        engine=NAME,
        engine_version=VERSION,
        width=layout.width,
        height=layout.height,
        frames=layout.frames,
        has_audio=has_sound(order),
        shots=tuple(Shot(take.start, take.frames, take.story.text) for take in takes),
        seed=layout.seed,
        fates=tell_fates(order, layout.board, takes, (layout.width, layout.height)),
        end_frames=_end_frames(order, layout.frames),
        hard_cuts=tuple(take.start for take in takes[1:] if take.story.transition == "cut"),
        residency_key=NAME,
        is_provisional=order.is_deferred,
        storyboard=_as_json(layout),
    )


def frame_size(order: Order) -> tuple[int, int]:
    """Width and height of the clip, in pixels, both multiples of four."""
    if order.start is None:
        size = preset_size(order.tier, order.ratio or "16:9")
    else:
        ratio = _ratio(order.start)
        if order.options.fit == "exact":
            size = preset_size(order.tier, nearest_ratio(ratio))
        else:
            size = budget_size(order.tier, ratio)
    return scaled(size, order.options.scale)


def _ratio(picture: Media) -> float:
    return picture.width / picture.height if picture.width and picture.height else _USUAL_RATIO


def has_sound(order: Order) -> bool:
    """Whether the clip gets a sound track."""
    video = order.reference_video
    return order.audio or (
        order.keep_original_sound and video is not None and (video.has_audio or video.is_deferred)
    )


def seed_of(order: Order) -> int:
    """Return the seed asked for, or one that depends on nothing but the request's content.

    File ids differ between two uploads of the same picture, so media count by their measures.
    """
    if order.options.seed is not None:
        return order.options.seed
    plain = replace(
        order,
        options=Options(fit=order.options.fit),
        start=None,
        end=None,
        references=(),
        reference_video=None,
        elements=(),
    )
    media = [
        (item.loc, item.kind, item.width, item.height, item.size_bytes, item.duration_s)
        for item in order.media()
    ]
    content = msgspec.json.encode((plain, media), order="deterministic")
    return int.from_bytes(hashlib.sha256(content).digest()[:4], "big") >> 1


def _end_frames(order: Order, frames: int) -> tuple[EndFrame, ...]:
    ends = []
    if order.start is not None:
        ends.append(EndFrame(0, order.start.loc))
    if order.start is not None and order.end is not None:
        ends.append(EndFrame(frames - 1, order.end.loc))
    return tuple(ends)


def _as_json(layout: Layout) -> dict[str, Json]:
    board = cast("dict[str, Json]", msgspec.to_builtins(layout.board, str_keys=True))
    takes: list[Json] = [
        {
            "start": take.start,
            "frames": take.frames,
            "seconds": round(take.frames / FPS, 3),
            "source": str(take.source),
            "input": list(take.loc),
            "zoom": round(take.zoom, 3),
            "shot": take.shot,
        }
        for take in layout.takes
    ]
    return {**board, "takes": takes}
