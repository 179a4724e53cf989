"""The API process plans and predicts without ever loading what only drawing needs."""

import json
import subprocess
import sys

#: what draws, encodes and decodes: 60 MB and a quarter of a second
HEAVY = ("cv2", "numpy", "av", "PIL")

SERVER = """
import asyncio, json, pathlib, sys
import httpx2
from filmgate.bootstrap import build
from filmgate.catalog.loader import Catalog
from filmgate.settings import Settings

PICTURE = "filmgate://samples/fox.jpg"

def body_of(model):
    body = {"prompt": "Slow push in over a lake at dawn, birds. Cut to a close-up.", "duration": 5}
    properties = model.normalized_schema["properties"]
    for name in set(model.normalized_schema["required"]) - set(body):
        body[name] = [PICTURE] if properties[name]["type"] == "array" else PICTURE
    return body

async def main():
    folder = pathlib.Path(sys.argv[1])
    settings = Settings(data_dir=folder, slots=0, min_free_mb=0, durability="normal")
    server = build(settings, "key-of-a-light-process")
    await server.start()
    transport = httpx2.ASGITransport(app=server.app)
    headers = {"authorization": "Bearer key-of-a-light-process"}
    statuses = {}
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers=headers
    ) as client:
        for name, model in Catalog.load().models.items():
            for query in ("?dry_run=true", ""):
                answer = await client.post(f"/v1/models/{name}{query}", json=body_of(model))
                statuses[name + query] = answer.status_code
    await server.stop()
    print(json.dumps([statuses, [name for name in sys.argv[2:] if name in sys.modules]]))

asyncio.run(main())
"""


def test_planning_and_submitting_load_no_picture_library(tmp_path):
    argv = [sys.executable, "-c", SERVER, str(tmp_path / "data"), *HEAVY]

    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    statuses, loaded = json.loads(done.stdout.splitlines()[-1])
    assert set(statuses.values()) == {200}, statuses
    assert len(statuses) >= 10
    assert loaded == []
