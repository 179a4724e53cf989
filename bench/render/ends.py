#!/usr/bin/env python3
"""How close the first or last frame of a clip is to the picture it must be: PSNR of the luma.

The picture is scaled to the frame by area averaging, bicubic and Lanczos, and the closest of the
three counts: which of them is right is a matter of taste. BT.709, limited range.

    ends.py clip.mp4 still.png            # frame 0
    ends.py clip.mp4 still.png --last
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import av
import cv2
import numpy as np

KERNELS = {"area": cv2.INTER_AREA, "bicubic": cv2.INTER_CUBIC, "lanczos": cv2.INTER_LANCZOS4}


def luma(path: Path, last: bool) -> np.ndarray:
    """Return the luma of the first or last frame, uint8, shape (height, width)."""
    found = None
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            found = frame
            if not last:
                break
    if found is None:
        raise SystemExit(f"{path} has no frame")
    return found.to_ndarray(format="yuv420p")[: found.height, : found.width]


def wanted(still: np.ndarray, width: int, height: int, kernel: int) -> np.ndarray:
    """Return the luma of the picture, centre-cropped to the frame's ratio and scaled to it."""
    h, w = still.shape[:2]
    scale = max(width / w, height / h)
    cw, ch = min(w, round(width / scale)), min(h, round(height / scale))
    x, y = (w - cw) // 2, (h - ch) // 2
    bgr = cv2.resize(still[y : y + ch, x : x + cw], (width, height), interpolation=kernel)
    b, g, r = (bgr[..., n].astype(np.float32) for n in range(3))
    return np.round(16 + 219 / 255 * (0.0722 * b + 0.7152 * g + 0.2126 * r))


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """Return the PSNR of two planes in dB."""
    error = float(((first.astype(np.float32) - second) ** 2).mean())
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clip", type=Path)
    parser.add_argument("still", type=Path)
    parser.add_argument("--last", action="store_true")
    args = parser.parse_args()
    frame, still = luma(args.clip, args.last), cv2.imread(str(args.still))
    height, width = frame.shape
    values = {
        name: round(float(psnr(frame, wanted(still, width, height, kernel))), 2)
        for name, kernel in KERNELS.items()
    }
    print(json.dumps({"psnr_y_db": max(values.values()), **values}))


if __name__ == "__main__":
    main()
