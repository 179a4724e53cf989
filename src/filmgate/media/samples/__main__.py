"""Draw the sample pictures again, beside this module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from filmgate.media.samples import landscape, stills


def main() -> None:
    """Draw every picture and write it as JPEG."""
    folder = Path(__file__).parent
    pictures: dict[str, Callable[[], NDArray[np.uint8]]] = {
        "mountain-lake.jpg": lambda: landscape.mountain_lake(1920, 1080),
        "robot.jpg": lambda: stills.robot(960, 1200),
        "fox.jpg": lambda: stills.fox(960, 1200),
        "potters-table.jpg": lambda: stills.potters_table(1920, 1080),
        "potters-table-later.jpg": lambda: stills.potters_table(1920, 1080, 0.16),
    }
    for name, draw in pictures.items():
        Image.fromarray(draw()).save(folder / name, quality=88, optimize=True)


if __name__ == "__main__":
    main()
