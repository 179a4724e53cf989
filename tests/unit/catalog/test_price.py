import pytest

from filmgate.catalog.loader import Catalog
from filmgate.catalog.price import hosted_cost_micro
from filmgate.core.order import Media, MediaKind, Order

CATALOG = Catalog.load()
CLIP = Media(("video",), MediaKind.VIDEO, file_id="file_1")


@pytest.mark.parametrize(
    ("model_id", "seconds", "audio", "video", "dollars"),
    [
        ("kling/kling-3.0/4k/image-to-video", 10, True, None, 4.20),
        ("kling/kling-3.0/4k/image-to-video", 15, False, None, 6.30),
        ("kling/kling-3.0/pro/image-to-video", 10, True, None, 1.68),
        ("kling/kling-3.0/pro/image-to-video", 10, False, None, 1.12),
        ("kling/kling-3.0/pro/text-to-video", 5, True, None, 0.84),
        ("kling/kling-video-o1/image-to-video", 5, False, None, 0.56),
        ("kling/kling-video-o3/standard/reference-to-video", 5, False, None, 0.42),
        ("kling/kling-video-o3/standard/reference-to-video", 5, True, None, 0.56),
        ("kling/kling-video-o3/standard/reference-to-video", 5, True, CLIP, 0.63),
        ("kling/kling-3.0/pro/text-to-video", 5, False, CLIP, 0.56),
    ],
)
def test_a_clip_costs_its_seconds_at_the_rate_of_its_variant(
    model_id: str, seconds: int, audio: bool, video: Media | None, dollars: float
) -> None:
    model = CATALOG.get(model_id)
    order = Order(
        model_id, model.task, model.tier, "x", seconds, audio=audio, reference_video=video
    )

    assert hosted_cost_micro(model, order) == round(dollars * 1_000_000)
