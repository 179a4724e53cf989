import numpy as np

from filmgate.engines.previz.fx.light import Light, View
from filmgate.engines.previz.fx.weather import CloudShadows, Fog, Plume, SoftLight


def _view(near, time_s=1.0, rise=1.0, **masks):
    return View(time_s, rise, near, masks)


def test_fog_hides_the_distance_more_than_what_is_near():
    near = np.zeros((40, 60), np.float32)
    near[:, 30:] = 0.95
    light = Light(40, 60)

    Fog(40, 60, 1, "day").light(light, _view(near))

    assert light.gain[:, :28].mean() < light.gain[:, 32:].mean() - 0.2


def test_cloud_shadows_fall_on_the_ground_and_not_on_the_sky():
    sky = np.zeros((40, 60), np.float32)
    sky[:20] = 1
    light = Light(40, 60)

    CloudShadows(40, 60, 1).light(light, _view(np.full((40, 60), 0.5, np.float32), 4.0, sky=sky))

    assert light.gain[:18].min() == 1
    assert light.gain[22:].min() < 0.95


def test_soft_light_changes_sides():
    near = np.full((40, 60), 0.5, np.float32)
    soft = SoftLight(40, 60, 1)
    early, late = Light(40, 60), Light(40, 60)

    soft.light(early, _view(near, 1.0))
    soft.light(late, _view(near, 10.0))

    assert early.gain[20, 5] > early.gain[20, 55]
    assert late.gain[20, 5] < late.gain[20, 55]


def test_a_plume_rises_above_its_source_and_nowhere_else():
    near = np.full((60, 100), 0.5, np.float32)
    light = Light(60, 100)
    Plume(60, 100, 2, (0.5, 0.8), density=0.9).light(light, _view(near, 2.0))

    veiled = 1 - light.gain
    assert veiled[20:46, 40:60].max() > 0.1
    assert veiled[50:].max() == 0
    assert veiled[:, :10].max() < 0.05
