"""A model: what a caller asks for by id, with the schema of its input and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from filmgate.core.json import Json
from filmgate.core.order import MediaKind, Task, Tier


@dataclass(frozen=True, slots=True)
class MediaRule:
    """One entry of ``validations``: a measure, a strict comparison, a limit and its error text."""

    #: "file_size_mb<", "width_pixels>", "height_pixels>", "width/height>" or "width/height<"
    rule: str
    value: float
    error: str


@dataclass(frozen=True, slots=True)
class MediaField:
    """A place in the input that takes media, and what it accepts."""

    #: path in the input, "*" for every item: ("elements", "*", "frontal_image_url")
    path: tuple[str, ...]
    kind: MediaKind
    #: accepted formats by content: ("jpeg", "png", "webp", "gif", "avif", "bmp") or video ones
    formats: tuple[str, ...]
    rules: tuple[MediaRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """What the hosted service charges for one second of video, in micro-dollars."""

    silent_micro: int
    audio_micro: int
    #: with a reference video, where that is a tier of its own
    reference_video_micro: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the catalog."""

    id: str
    display_name: str
    description: str
    categories: tuple[str, ...]
    task: Task
    tier: Tier
    price: Price
    #: as the wire serves it, irregularities included
    input_schema: Mapping[str, Json]
    #: valid JSON Schema 2020-12 derived from it, with widget hints under "x-filmgate"
    normalized_schema: Mapping[str, Json]
    #: field of the input → field of the Order
    mapping: Mapping[str, str]
    media: tuple[MediaField, ...] = ()
    #: formal rules between fields, in order: {"rule": "sum", …}
    rules: tuple[Mapping[str, Json], ...] = ()
    example: Mapping[str, Json] = field(default_factory=dict)
    kind: str = "model"
    #: field of the Order → value, where the model has no field of its own for it
    fixed: Mapping[str, Json] = field(default_factory=dict)
    #: engines by preference when the settings name none
    engines: tuple[str, ...] = ()

    @property
    def base_price_usd(self) -> float:
        """The lowest price of one second, in dollars."""
        return min(self.price.silent_micro, self.price.audio_micro) / 1_000_000
