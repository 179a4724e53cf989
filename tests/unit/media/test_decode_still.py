"""What becomes of each kind of picture."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from filmgate.core.errors import MediaError
from filmgate.media.decode_still import decode, probe

LIMITS = {"max_pixels": 1_000_000, "max_side": 4000, "raster_side": 512}


def halves(mode: str = "RGB", size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, (220, 30, 30))
    image.paste((30, 30, 220), (size[0] // 2, 0, *size))
    return image.convert(mode)


def keep(folder, image: Image.Image, name: str, **options):
    image.save(folder / name, **options)
    return folder / name


def raster(source, folder) -> np.ndarray:
    return np.load(decode(source, folder / "out", LIMITS)["path"])


def chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def png(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG of zeros that claims this size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(4096)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.jpg", "jpeg"),
        ("a.png", "png"),
        ("a.webp", "webp"),
        ("a.gif", "gif"),
        ("a.avif", "avif"),
        ("a.bmp", "bmp"),
    ],
)
def test_every_format_is_measured_and_decoded(tmp_path, name, format_):
    source = keep(tmp_path, halves(), name)
    facts = probe(source, LIMITS)
    pixels = raster(source, tmp_path)

    assert facts == {
        "format": format_,
        "content_type": f"image/{format_}",
        "width": 64,
        "height": 32,
        "size_bytes": source.stat().st_size,
    }
    assert pixels.shape == (32, 64, 3)
    assert np.abs(pixels[16, 8].astype(int) - (220, 30, 30)).max() < 25
    assert np.abs(pixels[16, 56].astype(int) - (30, 30, 220)).max() < 25


def test_the_name_does_not_matter(tmp_path):
    source = keep(tmp_path, halves(), "a.txt", format="PNG")

    assert probe(source, LIMITS)["format"] == "png"


#: how the sensor saw an upright scene, for each EXIF orientation
TILTS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_on_its_side_is_put_upright(tmp_path, orientation):
    upright = halves()
    tilt = TILTS.get(orientation)
    shot = upright if tilt is None else upright.transpose(tilt)
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = keep(tmp_path, shot, "a.png", exif=exif)
    facts = probe(source, LIMITS)

    assert (facts["width"], facts["height"]) == (64, 32)
    assert np.array_equal(raster(source, tmp_path), np.asarray(upright))


def test_an_orientation_that_makes_no_sense_is_left_aside(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 77
    source = keep(tmp_path, halves(), "a.png", exif=exif)

    assert raster(source, tmp_path).shape == (32, 64, 3)


def test_sixteen_bits_keep_their_greys(tmp_path):
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, 256).repeat(4, 0)
    source = keep(tmp_path, Image.fromarray(ramp), "a.png")
    pixels = raster(source, tmp_path)

    assert np.abs(pixels[0, :, 0].astype(float) - ramp[0] / 257).max() <= 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_mode_becomes_plain_colour(tmp_path, mode):
    name = "a.jpg" if mode == "CMYK" else "a.png"
    pixels = raster(keep(tmp_path, halves(mode), name), tmp_path)

    assert pixels.shape == (32, 64, 3)
    if mode in ("P", "RGBA", "CMYK"):
        assert np.abs(pixels[16, 8].astype(int) - (220, 30, 30)).max() < 40


def test_a_matte_is_kept_where_it_hides_something(tmp_path):
    image = halves("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((64, 32)))
    pixels = raster(keep(tmp_path, image, "a.png"), tmp_path)

    assert pixels.shape == (32, 64, 4)
    assert pixels[0, 0, 3] < 10 < 240 < pixels[-1, 0, 3]


def test_a_transparent_palette_colour_is_a_matte(tmp_path):
    two = halves().quantize(2)
    source = keep(tmp_path, two, "a.gif", transparency=two.getpixel((0, 0)))
    pixels = raster(source, tmp_path)

    assert pixels.shape == (32, 64, 4)
    assert (pixels[16, 8, 3], pixels[16, 56, 3]) == (0, 255)


def test_only_the_first_picture_of_an_animation_counts(tmp_path):
    later = [Image.new("RGB", (64, 32), (0, level, 0)) for level in (100, 200)]
    for name in ("a.gif", "a.webp", "a.png"):
        source = keep(tmp_path, halves(), name, save_all=True, append_images=later)

        assert raster(source, tmp_path)[16, 8, 0] > 180


def test_colours_are_translated_by_their_profile(tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = raster(keep(tmp_path, halves(), "a.png", icc_profile=srgb), tmp_path)
    odd = raster(keep(tmp_path, halves(), "b.png", icc_profile=lab), tmp_path)
    broken = raster(keep(tmp_path, halves(), "c.png", icc_profile=b"not a profile"), tmp_path)

    assert np.array_equal(plain, np.asarray(halves()))
    assert np.array_equal(broken, np.asarray(halves()))
    assert odd.shape == plain.shape


def test_a_wide_gamut_gives_stronger_colours(tmp_path):
    """The same numbers mean a stronger red in a profile with wider primaries."""
    wide = raster(keep(tmp_path, halves(), "a.png", icc_profile=swapped_profile()), tmp_path)

    assert wide[16, 8, 2] > wide[16, 8, 0]


def swapped_profile() -> bytes:
    """The sRGB profile with its red and blue primaries exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    profile[tags[b"rXYZ"] : tags[b"rXYZ"] + 4] = b"bXYZ"
    profile[tags[b"bXYZ"] : tags[b"bXYZ"] + 4] = b"rXYZ"
    return bytes(profile).replace(b"s\0R\0G\0B", b"x\0R\0G\0B").replace(b"sRGB", b"xRGB")


def test_a_large_picture_becomes_a_bounded_raster(tmp_path):
    source = keep(tmp_path, halves(size=(1200, 600)), "a.png")
    facts, pixels = probe(source, LIMITS), raster(source, tmp_path)

    assert (facts["width"], facts["height"]) == (1200, 600)
    assert pixels.shape == (256, 512, 3)
    assert tuple(pixels[128, 60]) == (220, 30, 30)


def test_a_large_jpeg_is_decoded_small_and_measured_large(tmp_path):
    limits = LIMITS | {"max_pixels": 20_000_000, "max_side": 5000, "raster_side": 100}
    source = keep(tmp_path, halves(size=(1600, 900)), "a.jpg")

    assert probe(source, limits)["width"] == 1600
    assert decode(source, tmp_path / "out", limits)["width"] == 100


@pytest.mark.parametrize(
    ("content", "type_", "says"),
    [
        (b"", "empty", "the file is empty"),
        (b"just words", "unsupported_type", "a text file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_type", "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "unsupported_type", "a text file"),
        (b"P6 9999999 9999999 255\n", "unsupported_type", "a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "damaged", "damaged or cut off"),
        (png(50_000, 50_000), "too_large", "more than 1 million pixels"),
        (png(5_000, 20), "too_large", "4000 is the longest side"),
        (png(900, 900), "damaged", "cut off"),
        (
            png(8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(5_000_000)))),
            "damaged",
            "too large",
        ),
        (
            png(8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(5_000_000)))),
            "damaged",
            "too large",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(tmp_path, content, type_, says):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "a.png", LIMITS)

    assert caught.value.type == type_
    assert says in caught.value.message
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.avif", "a.gif", "a.bmp"])
def test_a_picture_that_is_cut_off_is_refused(tmp_path, name):
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    whole = keep(tmp_path, Image.fromarray(noise), name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) * 2 // 3])

    with pytest.raises(MediaError, match="cut off"):
        probe(tmp_path / name, LIMITS)


def test_other_formats_pillow_knows_are_refused(tmp_path):
    for name in ("a.tiff", "a.ico", "a.ppm", "a.tga"):
        source = keep(tmp_path, halves(), name)
        with pytest.raises(MediaError, match="cannot be used as a picture"):
            probe(source, LIMITS)


def test_what_follows_a_picture_is_not_carried_on(tmp_path):
    buffer = io.BytesIO()
    halves().save(buffer, "PNG")
    (tmp_path / "a.png").write_bytes(buffer.getvalue() + b"PK\x03\x04<script>")
    out = decode(tmp_path / "a.png", tmp_path / "out", LIMITS)

    assert b"script" not in (tmp_path / "out.npy").read_bytes()
    assert out["width"] == 64


def encoded(format_: str) -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(3).integers(0, 255, (24, 32, 3), np.uint8)
    Image.fromarray(noise).save(buffer, format_)
    return buffer.getvalue()


SEEDS = [encoded(format_) for format_ in ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP")]


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=8),
)
def test_whatever_is_changed_in_a_file_it_is_decoded_or_refused(tmp_path_factory, seed, changes):
    content = bytearray(seed)
    for place, new in changes:
        at = int(place * len(content))
        content[at : at + len(new)] = new
    path = tmp_path_factory.getbasetemp() / "changed"
    path.write_bytes(content)
    try:
        outcome = probe(path, LIMITS)["content_type"]
    except MediaError as error:
        outcome = error.type

    assert outcome.startswith("image/") or outcome in {"damaged", "too_large", "unsupported_type"}
