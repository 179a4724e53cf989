"""Every row of the vocabulary of prompts, with one way to say it."""

from typing import Any

import pytest

from filmgate.core.order import Order, Task, Tier
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.storyboard import StoryShot

ROWS: list[tuple[str, str, Any]] = [
    ("Close-up of a hand.", "size", "close"),
    ("ECU of a key.", "size", "extreme_close"),
    ("Tracking shot beside a cart.", "moves", ["track_right"]),
    ("A bridge at blue hour.", "time_of_day", "blue_hour"),
    ("A pier in the mist.", "weather", "fog"),
    ("A valley in summer haze.", "weather", "haze"),
    ("Embers drift over the square.", "atmosphere", "embers"),
    ("Establishing shot of a town.", "size", "wide"),
    ("Shot on Kodak film with grain.", "grade", "grain"),
    ("A leaf falls in slow motion.", "lens", "slow_motion"),
    ("A field. Music: solo piano.", "sounds", "piano"),
    ("The camera pans left, then tilts up.", "moves", ["pan_left", "tilt_up"]),
    ("Rain on a wet pavement.", "weather", "rain"),
    ("A moonlit lane.", "time_of_day", "night"),
    ("Shallow depth of field on a rose.", "lens", "shallow"),
    ("God rays through the trees.", "atmosphere", "god_rays"),
    ("Teal and orange grade, a car.", "grade", "teal"),
    ("A slow camera reveal of a castle.", "moves", ["pull"]),
    ("A yard. SFX: crickets, a church bell.", "sounds", "bells"),
    ("Her hair flutters in the breeze.", "weather", "wind"),
    ("A 360 shot of a statue.", "moves", ["orbit_right"]),
    ("A slow dolly in on a door.", "moves", ["push"]),
    ("Bird's-eye view of a maze.", "angle", "overhead"),
    ("Low angle of a tower.", "angle", "low"),
    ("An over-the-shoulder shot of a clerk.", "angle", "over_shoulder"),
    ("A two-shot in profile.", "size", "medium"),
    ("Shoulder-cam footage in a crowd.", "moves", ["handheld"]),
    ("Locked-off tripod shot of a gate.", "moves", ["static"]),
    ("The camera cranes down to the street.", "moves", ["crane_down"]),
    ('He whispers, "Stay here."', "dialogue", "Stay here."),
    ("POV through a corridor.", "angle", "pov"),
    ("FPV dive along a cliff.", "moves", ["fly_forward"]),
    ("Whip pan to the door.", "moves", ["whip_right"]),
    ("Rack focus to the window.", "moves", ["rack_focus"]),
    ("Crash zoom on his face.", "moves", ["zoom_in"]),
    ("Dutch angle of a stairwell.", "lens", "dutch"),
    ("Dolly zoom on the detective.", "moves", ["dolly_zoom"]),
    ("Time-lapse of a city.", "lens", "time_lapse"),
]


def shot_of(prompt: str) -> StoryShot:
    return read_order(Order("test/model", Task.TEXT_TO_VIDEO, Tier.PRO, prompt, 5)).shots[0]


@pytest.mark.parametrize(("prompt", "field", "value"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_understood(prompt: str, field: str, value: Any) -> None:
    shot = shot_of(prompt)

    found = getattr(shot, field)
    if field == "moves":
        found = [move.kind.value for move in found]
    elif field == "sounds":
        found = [wish.name for wish in found]
    assert found == value or (isinstance(found, (list, tuple)) and value in found)


@pytest.mark.parametrize(
    ("prompt", "speed"),
    [
        ("The camera pushes in.", 1.0),
        ("The camera slowly pushes in.", 0.6),
        ("The camera pushes in very slowly.", 0.4),
        ("A quick push in on the bell.", 2.0),
    ],
)
def test_adverbs_set_the_speed(prompt: str, speed: float) -> None:
    assert shot_of(prompt).moves[0].speed == speed


def test_moves_that_follow_each_other_share_the_shot() -> None:
    moves = shot_of("The camera pushes in, then pans left, finally tilts up.").moves

    assert [(round(m.start, 2), round(m.end, 2)) for m in moves] == [
        (0.0, 0.33),
        (0.33, 0.67),
        (0.67, 1.0),
    ]


def test_moves_at_once_overlap() -> None:
    moves = shot_of("The camera cranes up while pulling back.").moves

    assert {(move.start, move.end) for move in moves} == {(0.0, 1.0)}
