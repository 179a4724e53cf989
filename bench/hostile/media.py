"""What untrusted media cost: each file of a hostile set, decoded in the limited child.

One line for each file: its size, the highest resident memory of the child, the time, and what
the caller is told. Ends with 1 when a file that must be refused is not, when a good one is, or when
a child used more memory than its limit.
"""

from __future__ import annotations

import argparse
import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image

#: most a decoding child may use, in MiB: the address space it is given is a little more
LIMIT_MIB = 640

#: run for each file in a process of its own, so that its children's peak is known
_ONE = """
import asyncio, resource, sys
from pathlib import Path
from filmgate.core.errors import MediaError
from filmgate.core.order import MediaKind
from filmgate.media.decode import Decoder

async def main(path, kind, folder):
    try:
        found = await Decoder().decode(Path(path), MediaKind(kind), ("file",), Path(folder))
        told = f"decoded: {found.width} x {found.height}"
    except MediaError as error:
        told = f"refused: {error.type}: {error.message}"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{peak}|{told}")

asyncio.run(main(*sys.argv[1:]))
"""


@dataclass(frozen=True)
class Case:
    """One file: how it is made, where it is offered, and whether it may be decoded."""

    name: str
    make: Callable[[], bytes]
    kind: str = "image"
    #: True: must be decoded, False: must be refused, None: either, within the limits
    is_good: bool | None = False


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, depth: int = 8, colour: int = 2, data: bytes = b"") -> bytes:
    """Return a PNG of zeros, or one whose header promises what `data` does not hold."""
    samples = {0: 1, 2: 3, 6: 4}[colour]
    if not data:
        row, packer = bytes(1 + width * samples * depth // 8), zlib.compressobj(9)
        data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data)


def photo(width: int = 800, height: int = 600, kind: str = "PNG", **how: object) -> bytes:
    """Return a picture with something in it."""
    rows, columns = np.mgrid[0:height, 0:width]
    shades = np.stack([columns % 256, rows % 256, (rows + columns) % 256], axis=-1)
    target = io.BytesIO()
    Image.fromarray(shades.astype(np.uint8)).save(target, kind, **how)
    return target.getvalue()


def text_bomb() -> bytes:
    """Return a PNG whose comment swells to 60 MB."""
    plain, comment = photo(), zlib.compress(b"x" * 60_000_000, 9)
    return plain[:33] + chunk(b"zTXt", b"Comment\0\0" + comment) + plain[33:]


def animation(frames: int) -> bytes:
    """Return a GIF of many large frames."""
    pictures = [Image.fromarray(np.full((1000, 1000), n % 255, np.uint8)) for n in range(frames)]
    target = io.BytesIO()
    pictures[0].save(target, "GIF", save_all=True, append_images=pictures[1:])
    return target.getvalue()


def clip(seconds: int = 3) -> bytes:
    """Return a small MP4."""
    target = io.BytesIO()
    with av.open(target, "w", "mp4") as container:
        stream = container.add_stream("libx264", rate=24, width=320, height=180)
        stream.pix_fmt = "yuv420p"
        for n in range(24 * seconds):
            picture = np.full((180, 320, 3), n * 3 % 255, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return target.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n"

CASES = [
    Case("a good PNG", photo, is_good=True),
    Case("a good MP4", clip, "video", is_good=True),
    Case("JPEG, 36 megapixels", lambda: photo(6000, 6000, "JPEG"), is_good=None),
    Case(
        "JPEG, progressive, 39.6 megapixels",
        lambda: photo(12000, 3300, "JPEG", progressive=True),
        is_good=None,
    ),
    Case("PNG, header says 30 000 x 30 000", lambda: png(30000, 30000, data=zlib.compress(b"0"))),
    Case("PNG, 64 megapixels of zeros", lambda: png(16000, 4000)),
    Case(
        "PNG, 16-bit with alpha, 39.7 megapixels",
        lambda: png(6300, 6300, depth=16, colour=6),
        is_good=None,
    ),
    Case("PNG, a comment of 60 MB", text_bomb, is_good=None),
    Case("GIF, 400 frames of a megapixel", lambda: animation(400), is_good=None),
    Case("PNG, cut short", lambda: photo()[:-300]),
    Case("MP4, cut short", lambda: clip()[:2000], "video"),
    Case("text named a picture", lambda: b"hello " * 999),
    Case("SVG that names a local file", lambda: SVG),
    Case("PostScript", lambda: POSTSCRIPT),
    Case("TIFF", lambda: photo(9, 9, "TIFF")),
    Case("HTML before a JPEG", lambda: b"<script>alert(1)</script>" + photo(kind="JPEG")),
    Case(
        "PNG with an archive behind it", lambda: photo() + b"PK\x03\x04" + bytes(999), is_good=None
    ),
    Case("playlist that names a local file", lambda: PLAYLIST, "video"),
    Case("ffconcat script", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "video"),
    Case("MP4 where a picture belongs", clip),
    Case("PNG where a video belongs", photo, "video"),
    Case("nothing", lambda: b""),
    Case("noise", lambda: os.urandom(200_000), "video"),
]


def run(case: Case, folder: Path) -> tuple[str, bool]:
    """Decode one file; return its line of the table, and whether all is as it must be."""
    path = folder / "offered"
    path.write_bytes(case.make())
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _ONE, str(path), case.kind, str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    took_s = time.perf_counter() - began
    peak, _, told = done.stdout.strip().partition("|")
    is_good = told.startswith("decoded")
    is_right = int(peak) <= LIMIT_MIB and case.is_good in (None, is_good)
    mark = "" if is_right else "**WRONG** "
    size = path.stat().st_size
    return f"| {case.name} | {size} | {peak} | {took_s:.1f} | {mark}{told} |", is_right


def main() -> int:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print("| file | bytes | child MiB | s | told |\n|---|---|---|---|---|")
    are_right = True
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            line, is_right = run(case, Path(folder))
            print(line, flush=True)
            are_right &= is_right
    return 0 if are_right else 1


if __name__ == "__main__":
    sys.exit(main())
