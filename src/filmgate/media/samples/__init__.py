"""Sample pictures that filmgate drew itself: for the demo, the playground and the tests.

The pictures are JPEG files beside this module; `path` finds them. ``python -m
filmgate.media.samples`` draws them again, which takes some minutes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: name → what it shows
SAMPLES: Final = {
    "potters-table.jpg": "a glazed vase on a potter's wheel, in evening light",
    "potters-table-later.jpg": "the same table, seen from further round",
    "mountain-lake.jpg": "a lake below mountains at sunset",
    "robot.jpg": "a tin robot before a pale wall",
    "fox.jpg": "a felt fox before a pale wall",
}


def path(name: str) -> Path:
    """Find a sample picture; raises KeyError for a name that is not in `SAMPLES`."""
    if name not in SAMPLES:
        raise KeyError(name)
    return Path(__file__).parent / name
