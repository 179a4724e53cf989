import pytest
from tests.model_files import build

from filmgate.catalog.loader import Catalog
from filmgate.catalog.rules import check_media, check_together
from filmgate.core.media import MediaFacts
from filmgate.core.model import MediaField
from filmgate.core.order import MediaKind

CATALOG = Catalog.load()
O1 = CATALOG.get("kling/kling-video-o1/image-to-video")
I2V = CATALOG.get("kling/kling-3.0/pro/image-to-video")
O3 = CATALOG.get("kling/kling-video-o3/standard/reference-to-video")
START = ("start_image_url",)
END = ("end_image_url",)
MB = 1024 * 1024


def still(width: int = 1600, height: int = 900, size: float = 1.0, kind: str = "png") -> MediaFacts:
    return MediaFacts(MediaKind.IMAGE, kind, f"image/{kind}", width, height, round(size * MB))


def clip(width: int = 1280, height: int = 720, **facts: object) -> MediaFacts:
    usual: dict[str, object] = {"duration_s": 5.0, "fps": 30.0, "format": "mp4"}
    return MediaFacts(
        kind=MediaKind.VIDEO, content_type="video/mp4", width=width, height=height,
        size_bytes=MB, **{**usual, **facts},  # type: ignore[arg-type]
    )  # fmt: skip


def field(path: tuple[str, ...] = START) -> MediaField:
    return next(found for found in O1.media if found.path == path)


def messages(facts: MediaFacts) -> list[str]:
    return [found.msg for found in check_media(field(), START, facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (still(size=10), ["File size must be less than 10 MB. Got 10.00 MB."]),
        (still(300, 400),
         ["The uploaded image width and height must exceed 300 pixels. Got 300 × 400 pixels."]),
        (still(400, 300),
         ["The uploaded image width and height must exceed 300 pixels. Got 400 × 300 pixels."]),
        (still(400, 1000),
         ["The aspect ratio range should be between 0.40 and 2.50. Got 0.4 (400 × 1000 pixels)."]),
        (still(1000, 400),
         ["The aspect ratio range should be between 0.40 and 2.50. Got 2.5 (1000 × 400 pixels)."]),
        (still(100, 100, 12),
         ["File size must be less than 10 MB. Got 12.00 MB.",
          "The uploaded image width and height must exceed 300 pixels. Got 100 × 100 pixels."]),
    ],
)  # fmt: skip
def test_the_five_measures_are_strict_and_say_what_was_measured(
    facts: MediaFacts, expected: list[str]
) -> None:
    assert messages(facts) == expected


@pytest.mark.parametrize(
    "facts", [still(301, 301, 9.99), still(401, 1000), still(1000, 401), still()]
)
def test_a_file_just_inside_the_limits_passes(facts: MediaFacts) -> None:
    assert messages(facts) == []


def test_a_file_of_another_kind_or_type_is_told_by_its_content() -> None:
    assert messages(clip()) == ["must be a picture, got a video (mp4)"]
    assert messages(still(10, 10, kind="bmp")) == [
        "is bmp; accepted here: jpeg, png, webp, gif, avif. Convert it"
    ]
    assert check_media(field(), START, clip())[0].loc == ("body", "start_image_url")


def test_an_end_picture_of_another_shape_is_told() -> None:
    given = {"start_image_url": "https://x/a", "end_image_url": "https://x/b"}

    problems, warnings = check_together(I2V, given, {START: still(), END: still(900, 900)})

    assert problems == []
    assert [(found.loc, found.msg) for found in warnings] == [
        (
            ("body", "end_image_url"),
            "is 900 × 900, another shape than the 1600 × 900 of start_image_url; "
            "it is cropped to fit",
        )
    ]
    assert check_together(I2V, given, {START: still(), END: still(1601, 900)}) == ([], [])
    assert check_together(I2V, given, {END: still(900, 900)}) == ([], [])


def test_what_the_hosted_model_would_refuse_is_a_warning() -> None:
    given = {"prompt": "x", "start_image_url": "https://x/a"}

    _, warnings = check_together(I2V, given, {START: still(3000, 200, 12, "webp")})

    assert [found.msg for found in warnings] == [
        "The hosted model would refuse this file: it is webp, not jpeg or png; it is 12 MB, at "
        "most 10 allowed; it is 15 wide for 1 high, at most 2.5 allowed; it is 200 pixels on a "
        "side, at least 300 needed."
    ]


def test_a_reference_video_has_limits_of_its_own() -> None:
    def told(facts: MediaFacts) -> list[str]:
        return [found.msg for found in check_together(O3, {}, {("video",): facts})[1]]

    prefix = "The hosted model would refuse this file: "

    assert told(clip()) == []
    assert told(clip(duration_s=2.0)) == [f"{prefix}it is 2 s long, at least 3 needed."]
    assert told(clip(fps=12.0)) == [f"{prefix}it is 12 frames a second, at least 24 needed."]
    assert told(clip(3840, 2160)) == [f"{prefix}it is 3840 pixels on a side, at most 2160 allowed."]


def test_pictures_in_elements_are_found_by_their_path() -> None:
    loc = ("elements", 0, "frontal_image_url")

    _, warnings = check_together(I2V, {}, {loc: still(100, 100)})

    assert [found.loc for found in warnings] == [("body", *loc)]


def test_a_model_file_can_make_such_a_limit_a_refusal() -> None:
    rule = {"rule": "hosted_media", "fields": ["start"], "max_mb": 1, "level": "problem"}

    problems, warnings = check_together(build(rules=[rule]), {}, {("start",): still(size=2)})

    assert len(problems) == 1
    assert warnings == []
