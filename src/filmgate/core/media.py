"""What was measured about one media file, by looking into it and not at its name."""

from __future__ import annotations

from dataclasses import dataclass

from filmgate.core.order import MediaKind


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """The measures of one picture or video, as it will be shown."""

    kind: MediaKind
    #: by content: "jpeg", "png", "webp", "gif", "avif", "bmp"; "mp4", "mov", "webm", "matroska"
    format: str
    #: "image/jpeg", "video/mp4" …
    content_type: str
    #: after EXIF or display rotation
    width: int
    height: int
    size_bytes: int
    #: video only, like everything below
    duration_s: float = 0.0
    #: frames a second of the file itself
    fps: float = 0.0
    #: as the container declares them, or estimated from length and rate
    frames: int = 0
    has_audio: bool = False

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def size_mb(self) -> float:
        """Size in megabytes of 1024 · 1024 bytes."""
        return self.size_bytes / (1024 * 1024)
