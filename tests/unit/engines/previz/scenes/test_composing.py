"""Cut-outs: what passes the gate, and how it stands in a scene."""

import cv2
import numpy as np

from filmgate.engines.previz.backdrop import before_wall
from filmgate.engines.previz.cutout import CutOut, cut_out
from filmgate.engines.previz.nearness import analyse
from filmgate.engines.previz.scenes import compose
from filmgate.engines.previz.storyboard import StoryShot

SIZE = (256, 144)
SCENE = StoryShot(0, 120, "Figure 1 on a beach.", place="beach", time_of_day="sunset")


def vase(background: int = 226) -> np.ndarray:
    picture = np.full((420, 360, 3), background, np.uint8)
    cv2.ellipse(picture, (180, 240), (70, 110), 0, 0, 360, (150, 70, 40), -1, cv2.LINE_AA)
    cv2.rectangle(picture, (158, 90), (202, 160), (150, 70, 40), -1)
    return picture


def test_a_thing_on_a_plain_backdrop_is_cut_out_whole() -> None:
    picture = vase()

    found = cut_out(picture, analyse(picture))

    assert found is not None
    assert not found.is_bust
    assert found.confidence > 0.85
    truth = float((np.ptp(picture.astype(int), axis=2) > 30).sum())
    assert abs(float(found.alpha.sum()) / truth - 1.0) < 0.06


def test_clutter_is_refused() -> None:
    random = np.random.default_rng(3)
    picture = cv2.resize(random.integers(0, 255, (30, 26, 3), dtype=np.uint8), (360, 420))

    assert cut_out(picture, analyse(picture)) is None


def test_a_thing_cut_by_the_edge_is_refused() -> None:
    picture = np.full((420, 360, 3), 226, np.uint8)
    cv2.circle(picture, (0, 200), 150, (150, 70, 40), -1, cv2.LINE_AA)

    assert cut_out(picture, analyse(picture)) is None


def test_an_empty_backdrop_is_refused() -> None:
    picture = np.full((200, 200, 3), 200, np.uint8)

    assert cut_out(picture, analyse(picture)) is None


def test_a_matte_of_its_own_is_used() -> None:
    picture = vase()
    matte = np.zeros(picture.shape[:2], np.float32)
    matte[100:300, 100:260] = 1.0

    found = cut_out(picture, analyse(picture), matte)

    assert found is not None
    assert found.alpha.shape == (200, 160)


def test_the_edge_keeps_no_colour_of_the_backdrop() -> None:
    picture = vase()

    found = cut_out(picture, analyse(picture))

    assert found is not None
    edge = (found.alpha > 0.2) & (found.alpha < 0.8)
    assert found.rgb[edge][:, 2].mean() < 110


def test_cut_outs_stand_side_by_side_in_the_scene() -> None:
    alpha = np.ones((120, 60), np.float32)
    item = CutOut(np.full((120, 60, 3), 120, np.uint8), alpha, False, True, 0.95)

    plate = compose(SCENE, (item, item), *SIZE, seed=3)

    people = [sprite for sprite in plate.sprites if sprite.nearness >= 0.8 and not sprite.motion]
    assert len(people) == 2
    assert people[0].x + people[0].alpha.shape[1] / 2 < people[1].x + people[1].alpha.shape[1] / 2


def test_a_thing_is_smaller_than_a_person_and_a_bust_stands_on_the_edge() -> None:
    alpha = np.ones((120, 60), np.float32)
    rgb = np.full((120, 60, 3), 120, np.uint8)
    thing = CutOut(rgb, alpha, False, False, 0.95)
    bust = CutOut(rgb, alpha, True, True, 0.95)

    (small,) = [s for s in compose(SCENE, (thing,), *SIZE, seed=3).sprites if not s.motion]
    plate = compose(SCENE, (bust,), *SIZE, seed=3)
    (large,) = [s for s in plate.sprites if not s.motion]

    assert small.alpha.shape[0] < 0.6 * large.alpha.shape[0]
    assert large.y + large.alpha.shape[0] >= plate.planes.height - 16


def _before_a_wall(*, soft: float) -> np.ndarray:
    """Draw a grey and red toy before a wall with a cast shadow of some softness."""
    picture = np.full((900, 720, 3), 224, np.uint8)
    shade = np.zeros((900, 720), np.float32)
    cv2.ellipse(shade, (520, 560), (170, 120), 0, 0, 360, 1.0, -1)
    shade = cv2.GaussianBlur(shade, (0, 0), soft)
    picture = (picture * (1 - 0.45 * shade[..., None])).astype(np.uint8)
    cv2.rectangle(picture, (260, 240), (430, 560), (206, 62, 44), -1, cv2.LINE_AA)
    cv2.rectangle(picture, (280, 560), (340, 720), (120, 122, 124), -1, cv2.LINE_AA)
    cv2.rectangle(picture, (360, 560), (420, 720), (120, 122, 124), -1, cv2.LINE_AA)
    return picture


def test_a_soft_shadow_on_the_wall_is_not_part_of_the_subject() -> None:
    mask = before_wall(_before_a_wall(soft=40.0))

    assert mask is not None
    assert mask[300:540, 280:410].min() > 0.9
    assert mask[640:700, 290:330].min() > 0.9
    assert mask[450:650, 560:700].max() < 0.1


def test_a_landscape_has_no_wall() -> None:
    picture = np.random.default_rng(2).integers(0, 255, (500, 700, 3), dtype=np.uint8)

    assert before_wall(picture) is None
