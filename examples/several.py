"""Submit several requests at once with the async client and save them as they end.

FILMGATE_URL=http://127.0.0.1:8000 FILMGATE_KEY=… python examples/several.py folder
"""

import asyncio
import sys
from pathlib import Path

from filmgate import AsyncClient

PLACES = ("a desert at dawn", "a city skyline at night", "a forest in fog")


async def one(client: AsyncClient, place: str, folder: Path) -> None:
    result = await client.run(
        "kling/kling-3.0/pro/text-to-video",
        {"prompt": f"{place}, slow push in", "duration": 3, "filmgate": {"scale": 0.2}},
    )
    saved = await client.download(result, folder / f"{place.replace(' ', '-')}.mp4")
    print("saved", saved)


async def main(folder: Path) -> None:
    async with AsyncClient() as client:
        await asyncio.gather(*(one(client, place, folder) for place in PLACES))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
