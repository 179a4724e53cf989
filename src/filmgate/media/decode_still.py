"""Decoding pictures from strangers into a plain raster; runs in the limited child only.

Pillow decodes; NumPy and OpenCV are not even imported. The raster is a NumPy file whose header is
written by hand, because that is the whole need.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING, Any, Final

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, UnidentifiedImageError

from filmgate.core.errors import MediaError
from filmgate.media.sniff import EMPTY, describe

if TYPE_CHECKING:
    from pathlib import Path

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP")
_NAMES: Final = {"MPO": "jpeg", "DIB": "bmp"}
_ALLOWED: Final = "JPEG, PNG, WebP, GIF, AVIF and BMP are allowed"
#: what Pillow raises for files that are broken, in one way or another
_DAMAGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    RuntimeError,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
)
#: longest colour profile that is read, in bytes
_PROFILE_LIMIT: Final = 4 * 2**20
_EXIF_ORIENTATION: Final = 0x0112
#: what brings each orientation upright; those from 5 on lie on their side
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE: Final = 5
#: 16-bit levels in one 8-bit level
_LEVELS_16: Final = 257

ImageFile.LOAD_TRUNCATED_IMAGES = False
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
warnings.simplefilter("error", Image.DecompressionBombWarning)


def probe(source: Path, limits: dict[str, Any]) -> dict[str, Any]:
    """Measure a picture, and do all that `decode` does, so that decoding cannot fail later."""
    with _open(source, limits) as image:
        facts = _facts(source, image)
        _plain(image, limits["raster_side"])
    return facts


def decode(source: Path, target: Path, limits: dict[str, Any]) -> dict[str, Any]:
    """Write a picture as ``target.npy``: uint8, shape (H, W, 3), or (H, W, 4) with a matte."""
    with _open(source, limits) as image:
        plain = _plain(image, limits["raster_side"])
    raster = target.with_suffix(".npy")
    write_array(raster, plain.tobytes(), (plain.height, plain.width, len(plain.getbands())), "|u1")
    return {"path": str(raster), "width": plain.width, "height": plain.height}


def _plain(image: Image.Image, side: int) -> Image.Image:
    """Bring a picture into the one form engines know: upright 8-bit sRGB of a bounded size."""
    orientation = _orientation(image)
    _load(image, side)
    small = _shrink(image, side)
    return _turn(_to_srgb(_eight_bit(small), image.info), orientation)


def write_array(path: Path, content: bytes, shape: tuple[int, ...], dtype: str) -> None:
    """Write a NumPy file [1]_ of C order.

    References
    ----------
    .. [1] NEP 1, the NPY format, version 1.0.
    """
    with path.open("wb") as file:
        file.write(array_header(shape, dtype))
        file.write(content)


def array_header(shape: tuple[int, ...], dtype: str) -> bytes:
    """Make the 128 bytes that precede the values in a NumPy file."""
    words = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", 118) + words.ljust(117).encode() + b"\n"


def _open(source: Path, limits: dict[str, Any]) -> Image.Image:
    """Read the header; sizes are checked before a single pixel is decoded."""
    Image.MAX_IMAGE_PIXELS = limits["max_pixels"]
    head = _head(source)
    try:
        image = Image.open(source, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _no_picture(describe(head)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(limits) from error
    except _DAMAGE as error:
        raise _damaged(error) from error
    try:
        _check_size(image, limits)
    except MediaError:
        image.close()
        raise
    return image


def _check_size(image: Image.Image, limits: dict[str, Any]) -> None:
    if image.width * image.height > limits["max_pixels"]:
        raise _too_many_pixels(limits)
    if max(image.size) > limits["max_side"]:
        given, most = f"{image.width}x{image.height}", limits["max_side"]
        raise MediaError(f"the picture is {given}; {most} is the longest side", "too_large")


def _load(image: Image.Image, side: int) -> None:
    if image.format == "JPEG":
        # decodes at 1/2, 1/4 or 1/8 where that still fills the raster
        image.draft(None, (side, side))
    try:
        image.load()
    except _DAMAGE as error:
        raise _damaged(error) from error


def _facts(source: Path, image: Image.Image) -> dict[str, Any]:
    width, height = image.size
    if _orientation(image) >= _ON_ITS_SIDE:
        width, height = height, width
    name = _NAMES.get(str(image.format), str(image.format).lower())
    return {
        "format": name,
        "content_type": f"image/{name}",
        "width": width,
        "height": height,
        "size_bytes": source.stat().st_size,
    }


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where there is none or it cannot be read."""
    try:
        value = image.getexif().get(_EXIF_ORIENTATION, 1)
    except _DAMAGE:
        return 1
    return value if value in _TURNS else 1


def _turn(image: Image.Image, orientation: int) -> Image.Image:
    method = _TURNS.get(orientation)
    return image if method is None else image.transpose(method)


def _shrink(image: Image.Image, side: int) -> Image.Image:
    """Scale down to the largest raster, before anything else is copied."""
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Bring 16-bit and bilevel greys to 8 bits; Pillow alone would clip them to white."""
    if image.mode.startswith("I"):
        wide = image.convert("I")
        return wide.point(lambda level: level * (1 / _LEVELS_16) + 0.5).convert("L")
    return image.convert("L") if image.mode == "1" else image


def _to_srgb(image: Image.Image, info: dict[Any, Any]) -> Image.Image:
    """Convert any mode and profile to sRGB, keeping a matte where one hides something."""
    matte = None
    if image.mode in ("RGBA", "LA", "RGBa", "La") or image.has_transparency_data:
        image = image.convert("RGBA")
        matte = image.getchannel("A")
        image = image.convert("RGB")
    colour = _apply_profile(image, info.get("icc_profile")).convert("RGB")
    if matte is not None and matte.getextrema() != (255, 255):
        colour.putalpha(matte)
    return colour


def _apply_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Translate colours by an embedded profile; one that makes no sense is left aside."""
    if not profile or len(profile) > _PROFILE_LIMIT:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _head(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(64)


def _no_picture(name: str) -> MediaError:
    """Tell a broken picture from something that is none."""
    if name == EMPTY:
        return MediaError("the file is empty", "empty")
    if any(f" {word} " in f" {name.upper()} " for word in FORMATS):
        return MediaError(
            f"the file is {name} that is damaged or cut off; save it again", "damaged"
        )
    text = f"the file is {name}, which cannot be used as a picture; {_ALLOWED}"
    return MediaError(text, "unsupported_type")


def _too_many_pixels(limits: dict[str, Any]) -> MediaError:
    most = limits["max_pixels"] // 1_000_000
    text = f"the picture has more than {most} million pixels; send a smaller one"
    return MediaError(text, "too_large")


def _damaged(error: Exception) -> MediaError:
    # the text alone: an error of the system also holds the path
    why = getattr(error, "strerror", None) or str(error)
    text = f"the picture is damaged or cut off ({why}); save it again"
    return MediaError(text, "damaged")
