"""Saying what a file is by its first bytes, for errors that help."""

from __future__ import annotations

from typing import Final

EMPTY: Final = "an empty file"
#: first bytes → what people call it
_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    (b"#EXTM3U", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"ID3", "an MP3"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
)
_UNKNOWN: Final = "of an unknown kind"
#: brands of the ISO base media format that are no MP4 video
_BRANDS: Final = {
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"heic": "a HEIC picture",
    b"heix": "a HEIC picture",
    b"mif1": "a HEIF picture",
    b"qt  ": "a QuickTime video",
    b"M4A ": "an MPEG-4 sound file",
}
_RIFF: Final = {b"WEBP": "a WebP picture", b"AVI ": "an AVI video", b"WAVE": "a WAV file"}


def describe(head: bytes) -> str:
    """Name the kind of file that begins with these bytes (64 are enough): "a PDF"."""
    if not head:
        return EMPTY
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "an MP4 file")
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "a RIFF file")
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    return _text(head)


def _text(head: bytes) -> str:
    """Tell kinds of text apart from bytes nobody knows."""
    try:
        # the last character may be cut in half
        text = head.decode("utf-8", "strict" if len(head) < 64 else "ignore").lstrip().lower()
    except UnicodeDecodeError:
        return _UNKNOWN
    if any(ord(letter) < 9 for letter in text):
        return _UNKNOWN
    if text.startswith(("<svg", "<?xml")):
        return "an SVG or XML file"
    if text.startswith(("<!doctype", "<html", "<head")):
        return "a web page"
    return "a text file"
