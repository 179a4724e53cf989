"""What the hosted service would charge for an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filmgate.core.model import Model
    from filmgate.core.order import Order


def hosted_cost_micro(model: Model, order: Order) -> int:
    """Price an order in micro-dollars: whole seconds times the rate of its variant.

    A reference video has a rate of its own where the model names one; sound then costs nothing
    extra.
    """
    price = model.price
    rate = price.audio_micro if order.audio else price.silent_micro
    if order.reference_video is not None and price.reference_video_micro is not None:
        rate = price.reference_video_micro
    return order.duration_s * rate
