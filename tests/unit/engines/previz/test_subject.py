import cv2
import numpy as np

from filmgate.engines.previz.subject import Face, find_faces, find_subject


def test_a_picture_without_people_has_no_faces(chart):
    assert find_faces(chart) == ()


def test_a_picture_too_thin_for_a_face_is_no_trouble():
    assert find_faces(np.zeros((8, 600, 3), np.uint8)) == ()


def test_a_ball_before_a_plain_wall_is_cut_out(disc):
    small = cv2.resize(disc, (288, 384), interpolation=cv2.INTER_AREA)
    score = cv2.GaussianBlur((small[..., 1] < 120).astype(np.float32), (0, 0), 6)

    found = find_subject(small, score, np.zeros((384, 288), np.float32), ())

    truth = small[..., 1] < 120
    assert (truth & (found.mask > 0)).sum() / (truth | (found.mask > 0)).sum() > 0.9
    assert found.confidence > 0.8


def test_a_person_is_looked_for_below_a_face_and_is_no_sky(chart):
    small = cv2.resize(chart, (320, 240))
    sky = np.ones((240, 320), np.float32)
    face = Face(0.4, 0.2, 0.2, 0.25, 3.0)

    found = find_subject(small, np.full((240, 320), 0.2, np.float32), sky, (face,))

    assert found.confidence >= 0.85
    assert sky[60:110, 140:180].max() == 0
    assert found.mask[:, :20].max() == 0
