from dataclasses import replace

import numpy as np
import pytest

from filmgate.engines.previz.camera import Pose, Room, plan_track
from filmgate.engines.previz.life import Life, LifeSpec
from filmgate.engines.previz.warp import Lens


def _lens(plate):
    width, height = plate.planes.width, plate.planes.height
    return Lens(plate, width, height, plan_track([], 24, Room(width / height / 2, 1, 0.5)))


@pytest.mark.parametrize(
    ("mask", "spec"),
    [
        ("vegetation", LifeSpec(sway=0.004)),
        ("sky", LifeSpec(drift=0.004)),
        ("water", LifeSpec(ripple=0.006)),
        ("", LifeSpec(shimmer=0.002)),
    ],
)
def test_each_kind_of_life_moves_its_places_and_rises_from_nothing(plate, mask, spec):
    whole = np.ones_like(plate.nearness)
    alive = replace(plate, masks={mask: whole} if mask else {}, horizon=0.5)
    lens, life = _lens(alive), Life(alive, spec, rises=True)
    x, y = lens.places(Pose())

    at_once = life.move(lens, x, y, 0.0)
    later = life.move(lens, x, y, 2.0)

    assert np.abs(at_once[0] - x).max() == 0
    assert np.abs(later[0] - x).max() > 0.0005
    assert np.abs(later[0] - x).max() < 0.03


def test_what_is_not_in_a_mask_does_not_move(plate):
    half = np.zeros_like(plate.nearness)
    half[:, half.shape[1] // 2 :] = 1
    alive = replace(plate, masks={"vegetation": half})
    lens, life = _lens(alive), Life(alive, LifeSpec(sway=0.004), rises=False)
    x, y = lens.places(Pose())

    moved, _ = life.move(lens, x, y, 1.3)

    middle = x.shape[1] // 2
    assert np.abs(moved - x)[:, : middle - 3].max() == 0
    assert np.abs(moved - x)[:, middle + 3 :].max() > 0.001
