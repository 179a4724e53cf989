"""Guesses which name a caller meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: longer names are not worth a guess, and would cost time
_LONGEST: Final = 80

#: names other services and older texts use → ours, most likely first
_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "image_url": ("start_image_url", "frontal_image_url", "images"),
    "image": ("start_image_url", "images", "frontal_image_url"),
    "start_image": ("start_image_url",),
    "first_frame": ("start_image_url",),
    "first_frame_image": ("start_image_url",),
    "input_image": ("start_image_url",),
    "tail_image_url": ("end_image_url",),
    "image_tail": ("end_image_url",),
    "end_image": ("end_image_url",),
    "last_frame": ("end_image_url",),
    "last_frame_image": ("end_image_url",),
    "image_urls": ("images", "reference_image_urls"),
    "reference_images": ("images", "reference_image_urls"),
    "video_url": ("video",),
    "reference_video": ("video", "video_url"),
    "prompt_segments": ("multi_prompt",),
    "segments": ("multi_prompt",),
    "shots": ("multi_prompt",),
    "text": ("prompt",),
    "seconds": ("duration",),
    "length": ("duration",),
    "generate_audio": ("sound",),
    "sound": ("generate_audio",),
    "audio": ("generate_audio", "sound"),
    "with_audio": ("generate_audio", "sound"),
    "keep_audio": ("keep_original_sound",),
    "ratio": ("aspect_ratio",),
    "negative": ("negative_prompt",),
    "guidance_scale": ("cfg_scale",),
    "guidance": ("cfg_scale",),
    "cfg": ("cfg_scale",),
}

#: names that belong into the reserved object, where the model has no such field
_OPTIONS: Final = {
    "engine": "filmgate.engine",
    "seed": "filmgate.seed",
    "quality": "filmgate.quality",
    "webhook": "filmgate.webhook",
    "webhook_url": "filmgate.webhook",
    "callback_url": "filmgate.webhook",
    "burn_in": "filmgate.burn_in",
    "scale": "filmgate.scale",
    "fit": "filmgate.fit",
}


def suggest(name: str, known: Iterable[str]) -> str | None:
    """Name the known word that was probably meant, if any."""
    words = {word.lower(): word for word in known}
    lowered = name.lower()
    if lowered in words:
        return words[lowered]
    for alias in _ALIASES.get(lowered, ()):
        if alias in words:
            return alias
    if len(name) > _LONGEST:
        return None
    close = difflib.get_close_matches(lowered, words, n=1, cutoff=0.7)
    return words[close[0]] if close else None


def suggest_field(name: str, known: Iterable[str]) -> str | None:
    """Name the field of an input, or the option, that was probably meant."""
    return suggest(name, known) or _OPTIONS.get(name.lower())


def did_you_mean(found: str | None) -> str:
    """Put a guess into words, with a leading space; nothing if there is none."""
    return f" Did you mean {found}?" if found else ""
