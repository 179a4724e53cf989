"""Prepares each take: loads and reads its pictures, plans its camera, builds its drawer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.core.errors import EngineError
from filmgate.engines.previz.air import Setting, build_air
from filmgate.engines.previz.camera import Room, plan_track, subject_nearness
from filmgate.engines.previz.cutout import CutOut, cut_out
from filmgate.engines.previz.footage import FootageShot
from filmgate.engines.previz.fx.flare import find_light
from filmgate.engines.previz.life import Life, LifeSpec
from filmgate.engines.previz.looks import choose_look
from filmgate.engines.previz.morph import MorphShot, plan_morph
from filmgate.engines.previz.moves import follows
from filmgate.engines.previz.nearness import Analysis, analyse
from filmgate.engines.previz.photo import Box, cut, frame_box, photo_plate, reframed, surroundings
from filmgate.engines.previz.render import Drawer, PlateShot, UnderAir
from filmgate.engines.previz.scenes import compose, paint
from filmgate.engines.previz.storyboard import Move, MoveKind
from filmgate.engines.previz.takes import Loc, Source, Take
from filmgate.media.frames import flatten, load_picture, to_planes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from filmgate.core.order import Order
    from filmgate.core.ports import LocalInput
    from filmgate.engines.previz.planning import Layout
    from filmgate.engines.previz.plate import Plate, Sprite
    from filmgate.engines.previz.storyboard import StoryShot

#: how far from the middle a push may aim, as a share of the way to the edge
_AIM: Final = 0.75
#: a camera that shifts nothing by more than this stands still, in picture heights
_STILL: Final = 0.02
#: room beside the frame that invites a pan or a tilt, in picture heights
_LONG: Final = 0.12
#: seeds of places are apart from those of takes
_PLACES: Final = 1000
#: share of the picture from which there is sky
_SKY_SHARE: Final = 0.08
_WATER_WORDS: Final = (
    "water", "river", "lake", "sea", "ocean", "wave", "pond", "stream", "pool", "rain", "harbo",
    "ripple", "canal", "shore", "beach",
)  # fmt: skip


@dataclass
class Photo:
    """A picture that came with the order, and what was read from it."""

    rgb: NDArray[np.uint8]
    #: its own transparency, float32, 0 to 1, shape (H, W)
    matte: NDArray[np.float32] | None = None

    @cached_property
    def cut_out(self) -> CutOut | None:
        """Its subject without the background, if that can be had cleanly."""
        return cut_out(self.rgb, self.analysis, self.matte)

    @cached_property
    def analysis(self) -> Analysis:
        """What was read from it; worked out once, when it is first needed."""
        return analyse(self.rgb)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.rgb.shape[1]), int(self.rgb.shape[0])


@dataclass
class Stage:
    """Everything that the takes of one clip share."""

    order: Order
    layout: Layout
    inputs: Mapping[Loc, LocalInput]
    #: method of the start-to-end transition, once it is known
    morph: str | None = None
    #: anything worth telling with the result
    notes: dict[str, str] = field(default_factory=dict)
    _photos: dict[Loc, Photo] = field(default_factory=dict)

    def photo(self, loc: Loc) -> Photo:
        """Load a picture once."""
        if loc not in self._photos:
            picture = load_picture(self.input(loc).path)
            matte = None
            if picture.shape[2] == 4:
                matte = picture[..., 3].astype(np.float32) / np.float32(255)
            self._photos[loc] = Photo(flatten(picture), matte)
        return self._photos[loc]

    def input(self, loc: Loc) -> LocalInput:
        """Find an input by its place."""
        if loc not in self.inputs:
            place = ".".join(map(str, loc))
            raise EngineError(f"the input {place} is missing", "invalid_input")
        return self.inputs[loc]

    def forget(self, keep: set[Loc]) -> None:
        """Let go of pictures that no later take needs."""
        for loc in set(self._photos) - keep:
            del self._photos[loc]

    def prepare(self, index: int) -> Drawer:
        """Build the drawer of one take."""
        take = self.layout.takes[index]
        match take.source:
            case Source.SCENE:
                return self._scene(take, index)
            case Source.MORPH:
                return self._morph(take)
            case Source.FOOTAGE:
                return self._footage(take)
            case _:
                return self._picture(take, index)

    def _picture(self, take: Take, index: int) -> Drawer:
        staged = self._cast_in_scene(take, index)
        if staged is not None:
            return self._plate_shot(take, staged, index, is_photo=False, is_first=False)
        photo = self.photo(take.loc)
        box = self.box(take, photo)
        is_first = index == 0 and take.source is Source.START
        plate = photo_plate(
            photo.rgb,
            self.layout.width,
            self.layout.height,
            photo.analysis,
            box,
            outer=None if is_first else surroundings(box, photo.size),
            has_water=_speaks_of_water(take.story),
        )
        return self._plate_shot(take, plate, index, is_photo=True, is_first=is_first)

    def _cast_in_scene(self, take: Take, index: int) -> Plate | None:
        """Stand a reference in the painted place of its shot, beside those named before it.

        None if no place is named, or the reference cannot be cut out cleanly: then it fills the
        frame.
        """
        if take.source is not Source.PICTURE or self.order.start is not None:
            return None
        own = self.photo(take.loc).cut_out if take.story.place else None
        name = ", ".join(f"{use.kind} {use.index}" for use in take.shows)
        self.notes[name] = "fills the frame" if own is None else "cut out, in the painted scene"
        if own is None:
            return None
        earlier = [
            other.loc
            for other in self.layout.takes[:index]
            if other.source is Source.PICTURE
            and self.place_of(other) == self.place_of(take)
            and other.loc != take.loc
        ]
        found = [self.photo(loc).cut_out for loc in dict.fromkeys(earlier)][-2:]
        cast = [item for item in found if item is not None]
        width, height = self.layout.width, self.layout.height
        return compose(
            take.story, [*cast, own], width, height, self.seed(_PLACES + self.place_of(take))
        )

    def _scene(self, take: Take, index: int) -> Drawer:
        # a place stays the same place in all takes of a shot
        seed = self.seed(_PLACES + self.place_of(take))
        plate = paint(take.story, self.layout.width, self.layout.height, seed)
        return self._plate_shot(take, plate, index, is_photo=False, is_first=False)

    def _plate_shot(
        self, take: Take, plate: Plate, index: int, *, is_photo: bool, is_first: bool
    ) -> Drawer:
        width, height = self.layout.width, self.layout.height
        room = room_of(plate, width, height, is_exact=is_first)
        story = take.story
        moves = story.moves or (default_move(room, index),)
        if "dutch" in story.lens:
            moves = (*moves, Move(MoveKind.ROLL_RIGHT, speed=1.3, end=0.4))
        seed = self.seed(index)
        track = plan_track(moves, take.frames, room, amplitude=story.amplitude, seed=seed)
        life = Life(plate, life_of(story, is_photo=is_photo), rises=is_first)
        setting = Setting(
            is_photo=is_photo,
            is_still=track.reach < _STILL,
            has_sky=_share(plate, "sky") > _SKY_SHARE,
            subject=plate.subject,
            light=find_light(plate, height) if "lens_flare" in story.atmosphere else None,
        )
        air = build_air(story, (width, height), seed, setting, rises=is_first)
        look = choose_look(story, plate, track, rises=is_first)
        followed = follows(story) and not is_photo
        return PlateShot(plate, track, life, look, air, is_followed=followed)

    def _morph(self, take: Take) -> Drawer:
        order = self.order
        if order.end is None:
            raise EngineError("a transition needs an end image", "invalid_input")
        width, height = self.layout.width, self.layout.height
        first, last = self.photo(take.loc), self.photo(order.end.loc)
        first_box = self.box(take, first)
        last_box = frame_box(last.size, (width, height), lambda: last.analysis)
        start = cut(first.rgb, first_box, width, height)
        end = cut(last.rgb, last_box, width, height)
        plan = plan_morph(start, end, lambda: (_spot(first, first_box), _spot(last, last_box)))
        self.morph = plan.method
        shot = MorphShot(to_planes(start), to_planes(end), plan, take.frames)
        setting = Setting(is_photo=True, is_still=False, has_sky=False)
        is_first = take.start == 0
        air = build_air(
            take.story, (width, height), self.seed(0), setting, rises=is_first, falls=True
        )
        return shot if air.is_clear else UnderAir(shot, air)

    def _footage(self, take: Take) -> Drawer:
        source = self.input(take.loc)
        width, height = self.layout.width, self.layout.height
        begin = take.start if take.loc == _video_loc(self.order) else 0
        shot = FootageShot(source, width, height, begin, take.frames)
        setting = Setting(is_photo=True, is_still=False, has_sky=False)
        air = build_air(take.story, (width, height), self.seed(0), setting, rises=False)
        return shot if air.is_clear else UnderAir(shot, air)

    def box(self, take: Take, photo: Photo) -> Box:
        """Find the part of a picture that a take shows."""
        size = (self.layout.width, self.layout.height)
        whole = frame_box(photo.size, size, lambda: photo.analysis)
        if take.zoom <= 1.0 and take.turn == 0:
            return whole
        return reframed(
            whole,
            photo.analysis,
            photo.size,
            max(take.zoom, 1.0),
            take.turn,
            is_beside=take.is_beside,
        )

    def place_of(self, take: Take) -> int:
        """Return the first shot with a take's text: parts of one sentence play in one place."""
        text = take.story.text
        return next(other.shot for other in self.layout.takes if other.story.text == text)

    def seed(self, index: int) -> int:
        """Return the seed of one take's parts."""
        return (self.layout.seed * 1009 + index * 7919) & 0x7FFFFFFF


def _video_loc(order: Order) -> Loc | None:
    return order.reference_video.loc if order.reference_video else None


def room_of(plate: Plate, width: int, height: int, *, is_exact: bool) -> Room:
    """Say what the camera may move over on a plate."""
    half = width / height / 2
    x, y, _ = plate.subject
    return Room(
        half_width=half,
        plate_x=plate.planes.width / height / 2,
        plate_y=plate.planes.height / height / 2,
        centre=(float(np.clip(2 * x - 1, -_AIM, _AIM)) * half,
                float(np.clip(2 * y - 1, -_AIM, _AIM)) * 0.5),
        subject=float(np.clip(_nearness_at(plate, width, height), 0.25, 0.9)),
        is_exact=is_exact,
        home=plate.home,
    )  # fmt: skip


def _spot(photo: Photo, box: Box) -> tuple[float, float, float] | None:
    """Where the subject of a picture is in the frame; None if there is none to be sure of."""
    analysis = photo.analysis
    if not analysis.has_subject:
        return None
    x, y, half = analysis.focus
    wide, high = photo.size
    return (x * wide - box.left) / box.width, (y * high - box.top) / box.height, half


def _share(plate: Plate, mask: str) -> float:
    found = plate.masks.get(mask)
    return 0.0 if found is None else float(found.mean())


def _nearness_at(plate: Plate, width: int, height: int) -> float:
    """Nearness of the subject, which is placed in the frame, on the plate's map."""
    for sprite in reversed(plate.sprites):
        if _stands_at(sprite, plate, width, height):
            return sprite.nearness
    planes = plate.planes
    x = (plate.subject[0] - 0.5) * width + plate.home[0] * height + planes.width / 2
    y = (plate.subject[1] - 0.5) * height + plate.home[1] * height + planes.height / 2
    return subject_nearness(plate.nearness, (x / planes.width, y / planes.height))


def _stands_at(sprite: Sprite, plate: Plate, width: int, height: int) -> bool:
    """Whether a sprite covers the place of the subject."""
    x = (plate.subject[0] - 0.5) * width + plate.planes.width / 2 - sprite.x
    y = (plate.subject[1] - 0.5) * height + plate.planes.height / 2 - sprite.y
    high, wide = sprite.alpha.shape
    inside = 0 <= x < wide and 0 <= y < high
    return inside and bool(sprite.alpha[int(y), int(x)] > 127)


def default_move(room: Room, index: int) -> Move:
    """Choose a slow move for a shot that asks for none: over a tall or wide picture, or into it."""
    if room.plate_y - 0.5 > _LONG:
        return Move(MoveKind.TILT_UP, speed=1.2)
    if room.plate_x - room.half_width > _LONG:
        return Move(MoveKind.PAN_RIGHT if index % 2 else MoveKind.PAN_LEFT, speed=1.1)
    kinds = (MoveKind.PUSH, MoveKind.TRACK_RIGHT, MoveKind.ORBIT_LEFT, MoveKind.PULL)
    return Move(kinds[index % len(kinds)], speed=0.8)


def life_of(story: StoryShot, *, is_photo: bool) -> LifeSpec:
    """Choose how lively a shot is."""
    windy = "wind" in story.weather or "storm" in story.weather
    pace = 0.45 if "slow_motion" in story.lens else 1.0
    if {"time_lapse", "fast_motion"} & set(story.lens):
        pace = 2.6
    heat = story.place == "desert" and story.time_of_day in ("", "day")
    return LifeSpec(
        sway=(0.0042 if windy else 0.0026) * (0.8 if is_photo else 1.0),
        drift=(0.005 if windy else 0.003) * (3.0 if "time_lapse" in story.lens else 1.0),
        ripple=0.006 if _speaks_of_water(story) else 0.0035,
        shimmer=0.0011 if heat or "shimmer" in story.atmosphere else 0.0,
        speed=pace * (1.3 if windy else 1.0),
    )


def _speaks_of_water(story: StoryShot) -> bool:
    words = story.text.lower()
    return story.place in ("sea", "beach", "lake") or any(word in words for word in _WATER_WORDS)
