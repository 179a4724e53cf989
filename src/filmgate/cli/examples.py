"""The demo's five example inputs, of the shape that callers send, on pictures drawn by us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from filmgate.media import samples

_TABLE = (
    "An evening in a potter's studio. A tall glazed vase stands on the wheel among bowls and "
    "cups while warm window light crosses the brick wall; dust motes hang in the beam and soft "
    "shadows breathe. The camera pushes in slowly from the whole table to the shoulder of the "
    "vase, then drifts up to its rim. Ambient sound: the low whir of the wheel, single drops of "
    "water, a fire crackling next door and an old record playing quietly. Shallow depth of "
    "field, warm grade, 50mm."
)
_LAKE = (
    "The last hour of light on a mountain lake. Thin clouds drift, the water ripples and a few "
    "birds cross the sky. The camera moves sideways along the shore "
    "in a smooth tracking shot with strong parallax, then gently pushes in towards the peak. "
    "Natural ambient sound: wind through grass, small waves on the shore, distant birds, a soft "
    "acoustic guitar. Golden hour, anamorphic."
)
_VILLAGE = (
    "The end of a working day among vines. Wide establishing shot over rolling vineyard "
    "hills at golden hour, cypresses throwing long shadows, slow pan right. Cut to a slow dolly "
    "in on a stone terrace where two friends sit down at a table. Cut to a close-up of a candle "
    "and two glasses, lights out of focus behind them. Final shot: a crane pull-back above the "
    "terrace while the sun goes down. Far church bells, crickets, soft acoustic guitar."
)
_ROUND = (
    "The camera arcs smoothly around the potter's table, from the view of @Image1 to the view of "
    "@Image2, while the evening light holds still."
)
_WALK = (
    "The robot in Figure 1 and the fox in Figure 2 stroll along an old boulevard at night, under "
    "glowing street lamps, slow tracking shot, warm cinematic light."
)

#: model id → prompt, further fields, and the sample picture of each media field
EXAMPLES: Final[Mapping[str, tuple[str, Mapping[str, object], Mapping[str, object]]]] = {
    "kling/kling-3.0/4k/image-to-video": (
        _TABLE, {"duration": 5}, {"start_image_url": "potters-table.jpg"},
    ),
    "kling/kling-3.0/pro/image-to-video": (
        _LAKE, {"duration": 6}, {"start_image_url": "mountain-lake.jpg"},
    ),
    "kling/kling-3.0/pro/text-to-video": (_VILLAGE, {"duration": 8}, {}),
    "kling/kling-video-o1/image-to-video": (
        _ROUND, {"duration": 5},
        {"start_image_url": "potters-table.jpg", "end_image_url": "potters-table-later.jpg"},
    ),
    "kling/kling-video-o3/standard/reference-to-video": (
        _WALK, {"duration": 5, "sound": True}, {"images": ["robot.jpg", "fox.jpg"]},
    ),
}  # fmt: skip


def example_input(model_id: str) -> dict[str, object]:
    """Make an example's input; its pictures are local files, which the client uploads."""
    prompt, fields, media = EXAMPLES[model_id]
    files: dict[str, object] = {
        name: [samples.path(str(n)) for n in value]
        if isinstance(value, list)
        else samples.path(str(value))
        for name, value in media.items()
    }
    return {"prompt": prompt, **fields, **files}
