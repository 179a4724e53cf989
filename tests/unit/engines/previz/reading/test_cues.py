"""Every cue of the bank can be asked for in words."""

import pytest

from filmgate.core.order import Order, Task, Tier
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.reading.words_cues import (
    CUES,
    DETAIL_CUES,
    NIGHT_CUES,
    PLACE_CUES,
    SUBJECT_CUES,
    WEATHER_CUES,
)
from filmgate.media.sound import CUES as BANK
from filmgate.media.sound.cues.bank import cue_name

#: what a passage about sound says → the cue it means
SAID = {
    "a low wind over the ridge": "wind",
    "sea breeze": "sea_wind",
    "wind in tall grass": "grass",
    "rustling leaves": "leaves",
    "steady rain": "rain",
    "rolling thunder": "thunder",
    "the hush of snow": "snow",
    "room tone": "room_tone",
    "outdoor ambience": "outdoor_air",
    "quiet night ambience": "night_air",
    "waves crashing on rocks": "waves",
    "water lapping at the hull": "lapping",
    "a babbling brook": "stream",
    "a roaring waterfall": "waterfall",
    "a dripping tap": "drips",
    "a crackling campfire": "fire",
    "birdsong": "birds",
    "distant gulls": "gulls",
    "crickets": "crickets",
    "cicadas in the heat": "cicadas",
    "an owl hooting": "owl",
    "frogs croaking": "frogs",
    "dogs barking far away": "dog",
    "buzzing bees": "bees",
    "flapping wings": "wings",
    "slow hooves": "hooves_walk",
    "hoofbeats": "hooves_trot",
    "galloping hooves": "hooves_gallop",
    "footsteps": "footsteps",
    "footsteps on gravel": "footsteps_gravel",
    "footsteps on old floorboards": "footsteps_wood",
    "the crunch of snow": "footsteps_snow",
    "a murmuring crowd": "crowd",
    "clinking cups": "cafe",
    "warm applause": "applause",
    "a calm voice over": "speech",
    "faint whispers": "whisper",
    "a heartbeat": "heartbeat",
    "heavy breathing": "breath",
    "rustling fabric": "cloth",
    "traffic": "traffic",
    "distant city hum": "city_night",
    "a passing car": "car_pass",
    "an engine": "motor",
    "a train on tracks": "train",
    "a whirring pottery wheel": "whir",
    "neon buzz": "neon",
    "a helicopter": "helicopter",
    "a plane overhead": "plane",
    "keyboard typing": "keyboard",
    "a film projector": "projector",
    "camera shutters": "camera",
    "church bells": "bells",
    "wind chimes": "chimes",
    "a wall clock ticking": "clock",
    "vinyl crackle": "vinyl",
    "a creaking door": "creak",
    "a whoosh": "whoosh",
    "a deep impact": "impact",
    "a low rumble": "space_drone",
}


def heard(prompt):
    order = Order("test/model", Task.TEXT_TO_VIDEO, Tier.PRO, prompt, 5, audio=True)
    return [wish.name for wish in read_order(order).shots[0].sounds]


@pytest.mark.parametrize(("words", "cue"), SAID.items(), ids=SAID.values())
def test_a_passage_about_sound_means_its_cue(words, cue):
    names = heard(f"A wide shot of a quiet place. Ambient sound: {words}.")

    assert cue in {cue_name(name) for name in names if name in BANK}


def test_every_cue_of_the_bank_has_words():
    assert set(SAID.values()) == {cue_name(name) for name in BANK}


def test_every_cue_the_reader_knows_is_in_the_bank():
    named = {*CUES, *SUBJECT_CUES, *NIGHT_CUES, *NIGHT_CUES.values(), *WEATHER_CUES.values()}
    named |= {cue for cues in PLACE_CUES.values() for cue in cues} | set(DETAIL_CUES.values())

    assert named - {"-none"} <= set(BANK)


@pytest.mark.parametrize(
    ("prompt", "cue"),
    [
        ("The camera booms up over a market.", "impact"),
        ("Helicopter shot of a coast.", "helicopter"),
        ("Close-up on the bark of an oak.", "dog"),
        ("A crash zoom on the door.", "impact"),
        ("She holds a camera and smiles in a park.", "camera"),
    ],
)
def test_words_about_the_picture_are_not_heard(prompt, cue):
    assert cue not in heard(prompt)


def test_a_spoken_sentence_before_a_sound_label_does_not_hide_it():
    names = heard('A baker smiles. She says, "Good morning." Sound: a clock ticking.')

    assert names == ["clock"]
