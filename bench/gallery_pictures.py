"""The pictures of the gallery: every kind of upload, drawn from seeds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from filmgate.media import samples


def _sample(name: str) -> Image.Image:
    return Image.open(samples.path(name)).convert("RGB")


def _clutter() -> Image.Image:
    rng = np.random.default_rng(5)
    picture = Image.new("RGB", (1280, 960), (92, 84, 78))
    pen = ImageDraw.Draw(picture)
    for _ in range(260):
        x, y = rng.uniform(-60, 1280), rng.uniform(-60, 960)
        w, h = rng.uniform(20, 190, 2)
        colour = tuple(int(c) for c in rng.uniform(20, 235, 3))
        kind = rng.integers(3)
        if kind == 0:
            pen.ellipse((x, y, x + w, y + h), colour, outline=(20, 20, 20))
        elif kind == 1:
            pen.rectangle((x, y, x + w, y + h), colour, outline=(20, 20, 20))
        else:
            pen.line((x, y, x + w, y + h), colour, width=int(rng.uniform(3, 14)))
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _pattern() -> Image.Image:
    y, x = np.mgrid[0:1000, 0:1000]
    rings = np.sin(np.hypot(x % 250 - 125, y % 250 - 125) / 7)
    stripes = np.sin((x + y) / 25)
    stack = np.stack([rings, stripes, rings * stripes], -1)
    return Image.fromarray(((stack * 0.35 + 0.5) * 255).astype(np.uint8))


def _transparent() -> Image.Image:
    toy = _sample("robot.jpg")
    data = np.asarray(toy).astype(int)
    vivid = data.max(-1) - data.min(-1) > 42
    mask = Image.fromarray((vivid * 255).astype(np.uint8))
    mask = mask.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(2))
    toy.putalpha(mask)
    return toy


def _grey_16() -> Image.Image:
    grey = np.asarray(_sample("mountain-lake.jpg").convert("L"), np.uint16)
    return Image.fromarray(grey * np.uint16(257))


def _panorama() -> Image.Image:
    lake = _sample("mountain-lake.jpg")
    joined = Image.new("RGB", (lake.width * 2, 760))
    joined.paste(lake.crop((0, 160, 1920, 920)), (0, 0))
    joined.paste(ImageOps.mirror(lake.crop((0, 160, 1920, 920))), (lake.width, 0))
    return joined.resize((2400, 475), Image.Resampling.LANCZOS)


_DRAWN: dict[str, Callable[[], Image.Image]] = {
    "portrait": lambda: _sample("fox.jpg").crop((130, 130, 830, 1060)),
    "clutter": _clutter,
    "landscape": lambda: _sample("mountain-lake.jpg"),
    "product": lambda: _sample("potters-table.jpg").crop((560, 120, 1320, 900)),
    "pattern": _pattern,
    "very dark": lambda: ImageEnhance.Brightness(_sample("potters-table.jpg")).enhance(0.14),
    "very wide": lambda: _sample("mountain-lake.jpg").crop((0, 300, 1920, 860)),
    "tall": lambda: _sample("mountain-lake.jpg").crop((500, 0, 960, 1080)),
    "tiny": lambda: _sample("potters-table.jpg").resize((320, 180)),
    "transparent": _transparent,
    "grey 16-bit": _grey_16,
    "panorama": _panorama,
    "robot": lambda: _sample("robot.jpg"),
    "fox": lambda: _sample("fox.jpg"),
}


def photo(kind: str, folder: Path) -> Path:
    """Draw one picture as PNG and say where it is."""
    return _save(_DRAWN[kind](), folder / f"{kind.replace(' ', '-')}.png")


def _save(picture: Image.Image, path: Path) -> Path:
    picture.save(path)
    return path


def pair(kind: str, folder: Path) -> tuple[Path, Path]:
    """Draw a start and an end picture."""
    table, lake = _sample("potters-table.jpg"), _sample("mountain-lake.jpg")
    made = {
        "orbit": lambda: (table, _sample("potters-table-later.jpg")),
        "zoom": lambda: (table, table.crop((384, 130, 1536, 778)).resize((1920, 1080))),
        "pan": lambda: (lake.crop((0, 120, 1440, 930)), lake.crop((420, 120, 1860, 930))),
        "light": lambda: (ImageEnhance.Brightness(table).enhance(0.3), table),
        "toys": lambda: (_sample("robot.jpg"), _sample("fox.jpg")),
        "unrelated": lambda: (table, lake),
    }[kind]()
    return _save(made[0], folder / f"{kind}-a.png"), _save(made[1], folder / f"{kind}-b.png")
