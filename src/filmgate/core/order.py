"""An order: the checked input in the domain's words. Engines know orders, never wire names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from filmgate.core.json import Json

#: every clip runs at 24 frames a second
FPS: Final = 24
#: the longest prompt, in characters
PROMPT_LIMIT: Final = 2500


class Task(StrEnum):
    """What kind of clip is asked for."""

    TEXT_TO_VIDEO = "text-to-video"
    IMAGE_TO_VIDEO = "image-to-video"
    REFERENCE_TO_VIDEO = "reference-to-video"


class MediaKind(StrEnum):
    """What a media field holds."""

    IMAGE = "image"
    VIDEO = "video"


class Tier(StrEnum):
    """The size class of a model; `filmgate.core.size` holds its pixels."""

    STANDARD = "standard"
    PRO = "pro"
    UHD = "4k"


@dataclass(frozen=True, slots=True)
class Media:
    """A frozen media input: which file it is and what was measured.

    While a remote file is *deferred* (too slow to fetch at submit), `file_id` is None, `url` holds
    what to fetch and nothing is measured yet.
    """

    #: place in the input: ("elements", 0, "frontal_image_url")
    loc: tuple[str | int, ...]
    kind: MediaKind
    file_id: str | None = None
    url: str | None = None
    #: as it will be shown, after EXIF rotation
    width: int = 0
    height: int = 0
    #: video only
    duration_s: float = 0.0
    fps: float = 0.0
    has_audio: bool = False
    size_bytes: int = 0
    #: "jpeg", "png", "mp4" …, by content
    format: str = ""

    @property
    def is_deferred(self) -> bool:
        """Whether it still has to be fetched."""
        return self.file_id is None


@dataclass(frozen=True, slots=True)
class Element:
    """A subject the prompt can name as ``@ElementN``: pictures of it, or a video."""

    frontal: Media | None = None
    angles: tuple[Media, ...] = ()
    video: Media | None = None


@dataclass(frozen=True, slots=True)
class ShotOrder:
    """One segment of ``multi_prompt``."""

    prompt: str
    duration_s: int


@dataclass(frozen=True, slots=True)
class Options:
    """The reserved ``filmgate`` object of a request."""

    engine: str | None = None
    seed: int | None = None
    #: "standard" or "draft" (faster encoding)
    quality: str = "standard"
    #: "exact" gives the tier's preset size whatever the start image's ratio
    fit: str = "follow"
    #: "none", "slate" (shot titles and captions) or "timecode" (both, and a running timecode)
    burn_in: str = "none"
    webhook: str | None = None
    #: 0.05 to 1.0: renders smaller, for tests and drafts
    scale: float = 1.0
    #: -10 to 10: the higher is taken first
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A complete, checked order for one clip."""

    model_id: str
    task: Task
    tier: Tier
    prompt: str
    duration_s: int
    negative_prompt: str = ""
    #: 0.0 (free) to 1.0 (close to the prompt)
    guidance: float = 0.5
    #: "16:9", "9:16" or "1:1"; None follows the start image
    ratio: str | None = None
    audio: bool = False
    #: keep the reference video's own sound
    keep_original_sound: bool = False
    #: "customize" or "intelligent"
    shot_type: str = "customize"
    shots: tuple[ShotOrder, ...] = ()
    start: Media | None = None
    end: Media | None = None
    references: tuple[Media, ...] = ()
    reference_video: Media | None = None
    elements: tuple[Element, ...] = ()
    options: Options = field(default_factory=Options)
    #: fields with no word of their own here; only engines made for that model read them
    extra: Mapping[str, Json] = field(default_factory=dict)

    def media(self) -> Iterator[Media]:
        """Every media input, in a stable order: start, end, references, video, elements."""
        singles = (self.start, self.end, *self.references, self.reference_video)
        yield from (item for item in singles if item is not None)
        for element in self.elements:
            parts = (element.frontal, *element.angles, element.video)
            yield from (item for item in parts if item is not None)

    @property
    def is_deferred(self) -> bool:
        """Whether any media input still has to be fetched."""
        return any(item.is_deferred for item in self.media())
