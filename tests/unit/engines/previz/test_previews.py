import numpy as np
from PIL import Image

from filmgate.engines.previz.previews import Previews
from filmgate.media.frames import Planes


class Watcher:
    """Takes previews as a render process passes them on."""

    def __init__(self, workdir):
        self.workdir, self.pictures = workdir, []

    def preview(self, path):
        with Image.open(path) as picture:
            self.pictures.append((picture.size, picture.format))


def frame(width=1920, height=1080):
    luma = np.full((height, width), 120, np.uint8)
    chroma = np.full((height // 2, width // 2), 128, np.uint8)
    return Planes(luma, chroma, chroma.copy())


def test_the_first_picture_comes_soon_and_the_others_every_two_seconds(tmp_path):
    now = [0.0]
    watcher = Watcher(tmp_path)
    previews = Previews(watcher, clock=lambda: now[0])

    shown = []
    for tick in range(60):
        now[0] = tick / 10
        before = len(watcher.pictures)
        previews.look(frame())
        shown += [tick] * (len(watcher.pictures) - before)

    assert shown == [7, 27, 47]


def test_a_picture_is_a_small_jpeg_in_the_shape_of_the_clip(tmp_path):
    now = [0.0]
    watcher = Watcher(tmp_path)
    previews = Previews(watcher, clock=lambda: now[0])

    now[0] = 1.0
    previews.look(frame(1080, 1920))

    assert watcher.pictures == [((270, 480), "JPEG")]


def test_only_the_newest_picture_is_left_in_the_folder(tmp_path):
    now = [0.0]
    previews = Previews(Watcher(tmp_path), clock=lambda: now[0])

    for second in (1.0, 4.0, 7.0):
        now[0] = second
        previews.look(frame(64, 64))

    assert [path.name for path in tmp_path.iterdir()] == ["preview.jpg"]
