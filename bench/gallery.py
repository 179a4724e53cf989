#!/usr/bin/env python3
"""Render the gallery: prompts, photos, pairs and references of every kind, as sheets of frames.

`just gallery` writes small JPEG sheets into docs/gallery. The pictures are drawn here, from seeds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import gallery_pictures as draw
import numpy as np
from gallery_words import PAIRS, PHOTOS, REFERENCES, TEXTS

from filmgate.cli.session import Place
from filmgate.cli.sheet import Strip, draw_sheet
from filmgate.client import AsyncClient, ClientError
from filmgate.settings import Settings

T2V = "kling/kling-3.0/pro/text-to-video"
I2V = "kling/kling-3.0/pro/image-to-video"
O1 = "kling/kling-video-o1/image-to-video"
O3 = "kling/kling-video-o3/standard/reference-to-video"

#: title, model, input
Job = tuple[str, str, dict[str, object]]


def text_jobs(_: Path) -> list[Job]:
    """One clip for each prompt."""
    return [
        (prompt, T2V, {"prompt": prompt, "duration": 5, "aspect_ratio": shape})
        for shape, prompt in TEXTS
    ]


def photo_jobs(folder: Path) -> list[Job]:
    """One clip for each kind of photo."""
    jobs: list[Job] = []
    for kind, prompt in PHOTOS.items():
        path = draw.photo(kind, folder)
        given = {"prompt": prompt, "start_image_url": path, "duration": 5}
        jobs.append((f"{kind}: {prompt}", I2V, {**given, "generate_audio": False}))
    return jobs


def pair_jobs(folder: Path) -> list[Job]:
    """One clip from each start picture to its end picture."""
    jobs: list[Job] = []
    for kind, prompt in PAIRS.items():
        start, end = draw.pair(kind, folder)
        given = {"prompt": prompt, "start_image_url": start, "end_image_url": end}
        jobs.append((f"{kind}: {prompt}", O1, given))
    return jobs


def reference_jobs(folder: Path) -> list[Job]:
    """One clip for each set of references."""
    jobs: list[Job] = []
    for kind, (names, prompt) in REFERENCES.items():
        images = [draw.photo(name, folder) for name in names]
        jobs.append((f"{kind}: {prompt}", O3, {"prompt": prompt, "images": images}))
    return jobs


#: shape of the frame → end of the sheet's name, size of a frame on it
SHAPES = {
    "16:9": ("", (288, 162)),
    "9:16": ("-upright", (216, 384)),
    "1:1": ("-square", (270, 270)),
}
#: clips on a sheet
PER_SHEET = 5
#: largest sheet, in bytes
LARGEST = 250_000

SHEETS: dict[str, Callable[[Path], list[Job]]] = {
    "text": text_jobs,
    "photos": photo_jobs,
    "pairs": pair_jobs,
    "references": reference_jobs,
}


async def render(client: AsyncClient, job: Job, scale: float, target: Path) -> Strip | None:
    """Render one clip; None, and a line on standard error, when it fails."""
    title, model, given = job
    try:
        result = await client.run(model, {**given, "filmgate": {"scale": scale}})
    except ClientError as error:
        print(f"FAILED {title}: {error}", file=sys.stderr)
        return None
    await client.download(result, target)
    detail = await client.show(result.request_id)
    print(f"done {title}", file=sys.stderr, flush=True)
    return Strip(target, title[:110], told(detail))


def told(detail: object) -> str:
    """The fates that were decided while rendering, for the line below a title."""
    fates = detail.get("fates", []) if isinstance(detail, dict) else []
    wanted = ("end", "references", "elements", "shots")
    return "; ".join(f"{f['field']}: {f['why']}" for f in fates if f["field"] in wanted)[:150]


async def main(args: argparse.Namespace) -> int:
    """Render the chosen sheets."""
    args.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as data:
        folder = Path(data)
        place = Place(None, None, Settings(data_dir=folder / "data"))
        async with place.connect(slots=2) as client:
            for name in args.sheets or SHEETS:
                jobs = SHEETS[name](folder)
                made = await asyncio.gather(
                    *(
                        render(client, job, args.scale, folder / f"{name}-{number}.mp4")
                        for number, job in enumerate(jobs)
                    )
                )
                failed += made.count(None)
                keep(name, jobs, made, args.out)
    return 1 if failed else 0


def keep(name: str, jobs: list[Job], made: list[Strip | None], folder: Path) -> None:
    """Draw the clips of a kind, frames of one shape on a sheet, a few clips on each."""
    for shape, (suffix, tile) in SHAPES.items():
        strips = [
            strip
            for (_, _, given), strip in zip(jobs, made, strict=True)
            if strip and given.get("aspect_ratio", "16:9") == shape
        ]
        for first in range(0, len(strips), PER_SHEET):
            number = f"-{first // PER_SHEET + 1}" if len(strips) > PER_SHEET else ""
            save(strips[first : first + PER_SHEET], folder / f"{name}{suffix}{number}.jpg", tile)


def save(strips: list[Strip], target: Path, tile: tuple[int, int]) -> None:
    """Draw a sheet, small enough to be kept with the documents."""
    draft = target.with_suffix(".png")
    draw_sheet(strips, draft, tile)
    picture = cv2.imread(str(draft))
    draft.unlink()
    small = np.asarray(cv2.resize(picture, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA))
    for quality in (84, 78, 70, 60):
        cv2.imwrite(str(target), small, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if target.stat().st_size < LARGEST:
            break


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheets", nargs="*", metavar="SHEET", help=f"{', '.join(SHEETS)}")
    parser.add_argument("--scale", type=float, default=0.35)
    parser.add_argument("--out", type=Path, default=Path("docs/gallery"))
    sys.exit(asyncio.run(main(parser.parse_args())))
