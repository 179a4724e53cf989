"""What the words ask for is seen: each of these changes the frames of the same picture."""

from functools import cache

import numpy as np
import pytest
from tests.previz_studio import Context, Studio, draw_landscape, order

from filmgate.core.order import Options, Task
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.planning import lay_out_order
from filmgate.engines.previz.staging import Stage
from filmgate.engines.previz.timeline import Timeline

PLAIN = "A house on a hill"
SEEN = (
    "golden hour, lens flare",
    "thick fog",
    "hazy air",
    "rain",
    "snow falls",
    "dust motes drift",
    "embers fly",
    "petals fall",
    "smoke drifts",
    "steam rises",
    "god rays",
    "backlit",
    "candlelight",
    "neon light",
    "flickering light",
    "teal and orange",
    "black and white",
    "sepia",
    "film grain",
    "high contrast",
    "pastel, faded",
    "shallow depth of field",
    "dutch angle",
    "bokeh",
    "wind in the grass, time-lapse",
)


@pytest.fixture(scope="module")
def draw(tmp_path_factory):
    """Draw the first and a later frame of the picture as a text asks for it."""
    folder = tmp_path_factory.mktemp("studio")
    studio = Studio(folder)
    start = studio.picture(draw_landscape(320, 180), "start_image_url")

    @cache
    def frames(words):
        prompt = f"{PLAIN}, {words}. Static camera."
        wanted = order(
            Task.IMAGE_TO_VIDEO, prompt, 3, start=start, options=Options(scale=0.15, seed=5)
        )
        layout = lay_out_order(wanted)
        timeline = Timeline(Stage(wanted, layout, studio.inputs), Context(folder, studio.inputs))
        target, drawn = blank(layout.width, layout.height), []
        for index in (0, 60):
            timeline.draw(index, target)
            half = np.hstack([target.u, target.v])
            drawn.append(np.vstack([target.y, half]).astype(np.float32))
        return drawn

    return frames


@pytest.mark.parametrize("words", SEEN)
def test_words_about_light_air_and_look_are_seen_and_spare_the_first_frame(draw, words):
    (first, later), (plain_first, plain_later) = draw(words), draw("calm")

    assert np.abs(first - plain_first).max() == 0
    assert np.percentile(np.abs(later - plain_later), 99) >= 2
