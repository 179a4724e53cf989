"""The storyboard: what previz has understood of an order, shot by shot. Plain data, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ShotSize(StrEnum):
    """How much of the subject the frame holds."""

    EXTREME_WIDE = "extreme_wide"
    WIDE = "wide"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium_close"
    CLOSE = "close"
    EXTREME_CLOSE = "extreme_close"


class Angle(StrEnum):
    """Where the camera looks from."""

    EYE = "eye"
    LOW = "low"
    HIGH = "high"
    OVERHEAD = "overhead"
    AERIAL = "aerial"
    OVER_SHOULDER = "over_shoulder"
    POV = "pov"
    PROFILE = "profile"
    BACK = "back"


class MoveKind(StrEnum):
    """What the camera does. Left, right, up and down are the camera's own directions."""

    STATIC = "static"
    PUSH = "push"
    PULL = "pull"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    TRACK_LEFT = "track_left"
    TRACK_RIGHT = "track_right"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    CRANE_UP = "crane_up"
    CRANE_DOWN = "crane_down"
    ORBIT_LEFT = "orbit_left"
    ORBIT_RIGHT = "orbit_right"
    ROLL_LEFT = "roll_left"
    ROLL_RIGHT = "roll_right"
    FLY_FORWARD = "fly_forward"
    DOLLY_ZOOM = "dolly_zoom"
    WHIP_LEFT = "whip_left"
    WHIP_RIGHT = "whip_right"
    HANDHELD = "handheld"
    RACK_FOCUS = "rack_focus"


@dataclass(frozen=True, slots=True)
class Move:
    """One camera move inside a shot."""

    kind: MoveKind
    #: 0.6 slow, 1 plain, 2 fast: scales how far it goes
    speed: float = 1.0
    #: when, as fractions of the shot; moves may overlap ("crane pull-back")
    start: float = 0.0
    end: float = 1.0
    #: "ease" (in and out), "linear", "ramp_up", "ramp_down"
    easing: str = "ease"


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something in the shot."""

    #: "person", "couple", "rider", "horse", "dog", "bird", "car", "boat", "hands", "object" …
    kind: str
    count: int = 1
    #: "standing", "walking", "sitting", "riding", "running", ""
    pose: str = ""
    #: the word of the prompt
    word: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceUse:
    """A reference named in the text, and where."""

    #: "image", "element", "video"
    kind: str
    #: 1-based, as callers write it
    index: int
    #: when it is named, as a fraction of the shot
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class SoundWish:
    """A sound the text asks for, by the name of its cue or instrument."""

    name: str
    #: "cue" or "music"
    kind: str = "cue"
    #: 0.0 near to 1.0 far
    distance: float = 0.3
    #: -1.0 left to 1.0 right
    pan: float = 0.0
    #: relative level in dB
    gain_db: float = 0.0
    #: 0.0 faint to 1.0 violent: drizzle or downpour
    intensity: float = 0.5


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Something said in quotation marks: when, by whom and how."""

    words: str
    #: when it begins, as a fraction of the shot
    at: float = 0.0
    #: "woman", "man", "child", "narrator", a name such as "character a", or ""
    speaker: str = ""
    #: "say", "whisper" or "shout"
    manner: str = "say"


@dataclass(frozen=True, slots=True)
class StoryShot:
    """One shot as previz will draw it."""

    start: int
    frames: int
    text: str
    size: ShotSize = ShotSize.WIDE
    angle: Angle = Angle.EYE
    moves: tuple[Move, ...] = ()
    #: how it begins: "cut", "dissolve", "fade", "whip"; the first shot is always "cut"
    transition: str = "cut"
    #: scene family: "hills", "vineyard", "mountains", "forest", "desert", "sea", "beach", "lake",
    #: "plains", "skyline", "street", "village", "interior", "space", "sky"; "" is undecided
    place: str = ""
    #: "night", "blue_hour", "dawn", "golden", "sunset", "overcast", "storm", "day"
    time_of_day: str = ""
    season: str = ""
    #: "rain", "snow", "fog", "haze", "storm", "wind"
    weather: tuple[str, ...] = ()
    #: "dust", "embers", "petals", "smoke", "steam", "god_rays", "lens_flare", "candles", "neon" …
    atmosphere: tuple[str, ...] = ()
    #: "warm", "cold", "teal", "mono", "film", "grain" …
    grade: tuple[str, ...] = ()
    #: "shallow", "bokeh", "anamorphic", "macro", "telephoto", "wide_angle", "slow_motion" …
    lens: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    references: tuple[ReferenceUse, ...] = ()
    sounds: tuple[SoundWish, ...] = ()
    dialogue: tuple[str, ...] = ()
    #: the same words as they are heard: murmured by a synthetic voice
    lines: tuple[SpokenLine, ...] = ()
    #: short text for a slate
    caption: str = ""
    #: scales every move: low guidance drifts freely, high follows the words
    amplitude: float = 1.0
    #: how it ends: "cut", or "fade" to black
    ending: str = "cut"
    #: what stands in the place: "cypress", "lavender", "neon", "cafe", "brick", "moon", "planet" …
    details: tuple[str, ...] = ()
    #: of the music: "tender", "tense", "epic", "melancholy", "playful", "calm" or ""
    mood: str = ""

    @property
    def end(self) -> int:
        """Index of the first frame after it."""
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class Storyboard:
    """All shots of a clip, and what was not understood."""

    shots: tuple[StoryShot, ...]
    #: phrase of the prompt → what it became ("push", "golden", "guitar")
    understood: Mapping[str, str] = field(default_factory=dict)
    #: phrases that look like directions but mean nothing to previz
    not_understood: tuple[str, ...] = ()
