"""A plan: what an engine will deliver for an order, told before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from filmgate.core.json import Json
from filmgate.core.order import FPS


class FateKind(StrEnum):
    """What becomes of a parameter."""

    NATIVE = "native"
    COMPOSED = "composed"
    APPROXIMATED = "approximated"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one parameter, and why."""

    #: the Order's field: "end", "negative_prompt"
    field: str
    kind: FateKind
    why: str = ""
    #: what decides it while rendering ("if the pictures are related"); empty when settled
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A run of frames without a cut."""

    #: index of its first frame in the clip
    start: int
    frames: int
    prompt: str = ""

    @property
    def end(self) -> int:
        """Index of the first frame after it."""
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class EndFrame:
    """The first or last frame must show this input."""

    #: index of the frame in the clip
    frame: int
    #: place of the picture in the input: ("start_image_url",)
    loc: tuple[str | int, ...]
    #: how far below the PSNR-Y of encoding that very picture it may fall, in dB
    tolerance_db: float = 1.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be delivered; a finished file is verified against it."""

    engine: str
    engine_version: str
    width: int
    height: int
    frames: int
    has_audio: bool
    shots: tuple[Shot, ...]
    seed: int
    fates: tuple[Fate, ...] = ()
    end_frames: tuple[EndFrame, ...] = ()
    #: first frames of shots 2…n whose cut must be visible in the file
    hard_cuts: tuple[int, ...] = ()
    fps: int = FPS
    #: what the engine charges, in micro-dollars
    cost_micro: int = 0
    #: requests with the same key run best on the same warm process
    residency_key: str = ""
    #: a deferred input was not measured yet, so sizes may still change
    is_provisional: bool = False
    #: the engine's own storyboard, JSON
    storyboard: Mapping[str, Json] = field(default_factory=dict)

    @property
    def duration_s(self) -> float:
        """Length of the video stream in seconds."""
        return self.frames / self.fps


@dataclass(frozen=True, slots=True)
class Check:
    """One fact about a rendered file, held against its plan."""

    name: str
    passed: bool
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file an engine made, in its working directory."""

    #: "video", "poster", "contact_sheet", "storyboard"
    role: str
    path: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Render:
    """What an engine did."""

    files: tuple[RenderedFile, ...]
    fates: tuple[Fate, ...] = ()
    #: seconds by stage: {"prepare": 0.9, "render": 3.1}
    timings_s: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    #: anything else worth keeping with the result
    notes: Mapping[str, Json] = field(default_factory=dict)
