"""The same request gives the same bytes in another process, whatever its hashes and threads."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

RENDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.previz_studio import Studio, draw_landscape, order
from filmgate.core.order import Options, Task

folder = Path(sys.argv[2])
studio = Studio(folder)
small = Options(scale=0.08, burn_in="timecode")
wanted = order(prompt=sys.argv[3], duration_s=4, audio=True, options=small)
if "photo" in sys.argv[3]:
    start = studio.picture(draw_landscape(), "start_image_url")
    wanted = order(Task.IMAGE_TO_VIDEO, sys.argv[3], 4, start=start, audio=True, options=small)
plan, _ = studio.render(wanted)
print(plan.seed)
"""
ROOT = Path(__file__).parents[2]
PROMPTS = {
    "scene": 'Wide shot of a beach at dusk, snow, embers; a man says "It is late." Then pan left.',
    "photo": "The photo comes alive: handheld, rain, lens flare, film grain. Sound: guitar, gulls.",
}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
def test_two_processes_make_the_same_file(tmp_path, prompt):
    made = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        variables = os.environ | {"PYTHONHASHSEED": str(number), "OMP_NUM_THREADS": str(number)}
        argv = [sys.executable, "-c", RENDER, str(ROOT), str(folder), prompt]
        done = subprocess.run(
            argv, capture_output=True, text=True, env=variables, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        made.append((folder / "clip.mp4", done.stdout.strip()))

    digests = {hashlib.sha256(clip.read_bytes()).hexdigest() for clip, _ in made}
    assert len(digests) == 1
    with av.open(str(made[0][0])) as container:
        told = container.metadata["comment"]
    assert told.startswith("engine=previz ")
    assert told.endswith(f"seed={made[1][1]}")
