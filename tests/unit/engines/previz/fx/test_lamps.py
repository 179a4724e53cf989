import numpy as np
import pytest

from filmgate.engines.previz.fx import lamps
from filmgate.engines.previz.fx.flare import LensFlare
from filmgate.engines.previz.fx.light import Light, View

NEAR = np.full((40, 64), 0.3, np.float32)


def _lit(effect, time_s=1.0, **masks):
    light = Light(40, 64)
    effect.light(light, View(time_s, 1.0, NEAR, masks))
    return light


@pytest.mark.parametrize(
    "effect",
    [
        lamps.GodRays(40, 64, 1),
        LensFlare(40, 64, (0.2, 0.2), is_anamorphic=True),
        lamps.Glow(40, 64, (0.5, 1.0)),
        lamps.Neon(40, 64),
    ],
)
def test_lamps_add_light_and_pulse(effect):
    first, second = _lit(effect, 1.0), _lit(effect, 1.37)

    assert first.lift.max() > 8
    assert np.abs(first.lift - second.lift).max() > 0.1


def test_a_flare_is_brightest_at_its_sun():
    light = _lit(LensFlare(40, 64, (0.25, 0.2), is_anamorphic=False))

    row, column = np.unravel_index(light.lift.argmax(), light.lift.shape)
    assert abs(row / 40 - 0.2) < 0.05
    assert abs(column / 64 - 0.25) < 0.05


def test_a_flicker_dims_and_lights_the_glowing_places():
    glow = np.zeros_like(NEAR)
    glow[10, 10] = 1
    light = _lit(lamps.Flicker(), 1.0, glow=glow)

    assert light.gain.max() < 1
    assert light.lift[10, 10] > light.lift[30, 30]


def test_lightning_is_rare_and_bright():
    storm = lamps.Lightning(6.0, 4)
    powers = [_lit(storm, frame / 24).lift.max() for frame in range(145)]

    assert max(powers) > 40
    assert np.mean([power > 2 for power in powers]) < 0.35
    assert powers[0] == powers[-1] == 0


def test_a_vignette_darkens_corners_only():
    light = _lit(lamps.Vignette(40, 64))

    assert light.gain[20, 32] == 1
    assert light.gain[0, 0] < 0.8


def test_sun_glints_need_water():
    glints = lamps.SunGlints(40, 64, 1)

    assert _lit(glints).lift.max() == 0
    assert _lit(glints, water=np.ones_like(NEAR)).lift.max() > 10
