"""Tells what becomes of every parameter of an order, before and after it is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.core.plan import Fate, FateKind
from filmgate.core.size import RATIO_MAX, RATIO_MIN
from filmgate.engines.previz.takes import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmgate.core.order import Order
    from filmgate.engines.previz.storyboard import Storyboard
    from filmgate.engines.previz.takes import Take

NATIVE, COMPOSED = FateKind.NATIVE, FateKind.COMPOSED
APPROXIMATED, IGNORED = FateKind.APPROXIMATED, FateKind.IGNORED

#: what a start and an end image become, by the method that was chosen
MORPHS: Final = {
    "flow": (COMPOSED, "one camera move from the start image to the end image (optical flow)"),
    "matched_dissolve": (
        APPROXIMATED,
        "a dissolve in which the two subjects meet: the pictures do not show the same scene",
    ),
    "dissolve": (APPROXIMATED, "a dissolve: the pictures do not show the same scene"),
}
#: words that are read and change no pixel: of any clip, and of painted scenes
_UNSEEN: Final = frozenset({"fisheye", "wide_angle"})
_UNPAINTED: Final = frozenset(
    {"balloons", "campfire", "dock", "fireplace", "rainbow", "temple", "volcano"}
)
_UNDECIDED: Final = (
    "a camera move if both pictures show the same scene, otherwise a dissolve, and then it is "
    "called one"
)


def tell_fates(
    order: Order, board: Storyboard, takes: Sequence[Take], size: tuple[int, int]
) -> tuple[Fate, ...]:
    """List the fate of each parameter that was given, in the order of `Order`'s fields."""
    return (
        *_text_fates(order, board),
        *_form_fates(order, board, size),
        *_picture_fates(order, takes),
        *_option_fates(order),
    )


def settle(fates: Sequence[Fate], method: str | None) -> tuple[Fate, ...]:
    """Replace what was conditional by what happened; `method` is a key of `MORPHS`."""
    settled = []
    for fate in fates:
        if fate.field == "end" and fate.condition and method is not None:
            kind, why = MORPHS[method]
            settled.append(Fate("end", kind, f"{why}; the last frame is the end image"))
        else:
            settled.append(fate)
    return tuple(settled)


def _text_fates(order: Order, board: Storyboard) -> Iterator[Fate]:
    if order.shots:
        yield Fate("prompt", COMPOSED, "sets mood and style; the shots override it")
        yield Fate("shots", NATIVE, "hard cuts at their exact frames")
    else:
        told = "camera, light, weather, place and sound are followed; nobody acts"
        yield Fate("prompt", COMPOSED, told)
    if board.not_understood:
        words = ", ".join(board.not_understood[:6])
        yield Fate("prompt", IGNORED, f"not understood: {words}")
    if unseen := _unseen(order, board):
        yield Fate("prompt", IGNORED, f"understood, but not shown: {', '.join(unseen)}")
    if order.negative_prompt:
        yield Fate("negative_prompt", COMPOSED, "removes the effects and moves that it names")
    yield Fate("guidance", COMPOSED, "scales how far the camera goes")
    if order.shot_type == "intelligent":
        yield Fate("shot_type", COMPOSED, f"cut into {len(board.shots)} shots by its sentences")


def _unseen(order: Order, board: Storyboard) -> list[str]:
    """Name what the words ask for and no frame will show."""
    missing = _UNSEEN if order.start is not None else _UNSEEN | _UNPAINTED
    asked = {name for shot in board.shots for name in (*shot.lens, *shot.atmosphere, *shot.details)}
    return sorted(name.replace("_", " ") for name in asked & missing)


def _heard(board: Storyboard) -> str:
    """Say what a clip sounds like, and what its voices are not."""
    if not any(shot.lines for shot in board.shots):
        return "a synthesised bed of the sounds named; no speech"
    told = "a synthesised bed of the sounds named; quoted sentences are murmured by a synthetic"
    return f"{told} voice with their syllables, never with their words"


def _form_fates(order: Order, board: Storyboard, size: tuple[int, int]) -> Iterator[Fate]:
    yield Fate("duration_s", NATIVE, f"{24 * order.duration_s + 1} frames at 24 a second")
    yield Fate("tier", NATIVE, f"{size[0]}x{size[1]}; detail is limited by the pictures given")
    if order.ratio is not None:
        if order.start is not None:
            yield Fate("ratio", IGNORED, "the frame follows the start image")
        else:
            yield Fate("ratio", NATIVE)
    if order.audio:
        yield Fate("audio", COMPOSED, _heard(board))
    else:
        yield Fate("audio", NATIVE, "no sound was asked for")
    if order.keep_original_sound and order.reference_video is not None:
        video = order.reference_video
        if video.has_audio or video.is_deferred:
            yield Fate("keep_original_sound", NATIVE, "trimmed or padded to the clip's length")
        else:
            yield Fate("keep_original_sound", IGNORED, "the reference video is silent")


def _picture_fates(order: Order, takes: Sequence[Take]) -> Iterator[Fate]:
    if order.start is not None:
        ratio = order.start.width / max(order.start.height, 1)
        if order.start.width and not RATIO_MIN <= ratio <= RATIO_MAX:
            limits = f"{RATIO_MIN} to {RATIO_MAX}"
            yield Fate("start", APPROXIMATED, f"cropped: its shape {ratio:.2f} is beyond {limits}")
        else:
            yield Fate("start", NATIVE, "the first frame, untouched")
    if order.end is not None:
        yield Fate("end", COMPOSED, _UNDECIDED, condition="if the pictures are related")
    if order.references:
        yield Fate("references", COMPOSED, _shown("image", len(order.references), takes))
    if order.reference_video is not None:
        is_used = any(take.source is Source.FOOTAGE for take in takes)
        kind = COMPOSED if is_used else IGNORED
        yield Fate("reference_video", kind, "shown as footage; its style is not transferred")
    if order.elements:
        yield Fate("elements", COMPOSED, _shown("element", len(order.elements), takes))


def _shown(kind: str, count: int, takes: Sequence[Take]) -> str:
    """Say which references get a shot and which find no room."""
    shown = {use.index for take in takes for use in take.shows if use.kind == kind}
    missing = [str(index) for index in range(1, count + 1) if index not in shown]
    if not missing:
        return _PLACED
    if not shown:
        return "not named in the text, so not shown"
    return f"{_PLACED}; not shown: {', '.join(missing)}"


#: only the pictures tell which of the two
_PLACED: Final = (
    "shown where it is named: in the scene if it can be cut out cleanly, else in a shot of its own"
)


def _option_fates(order: Order) -> Iterator[Fate]:
    options = order.options
    if options.seed is not None:
        yield Fate("options.seed", NATIVE, "the same request gives the same frames")
    if options.quality == "draft":
        yield Fate("options.quality", NATIVE, "encoded faster, in a larger file")
    if options.fit == "exact" and order.start is not None:
        yield Fate("options.fit", NATIVE, "the tier's own size; the start image is cropped to it")
    if options.burn_in != "none":
        yield Fate("options.burn_in", NATIVE)
    if options.scale < 1.0:
        yield Fate("options.scale", NATIVE, "smaller than the model's own size")
