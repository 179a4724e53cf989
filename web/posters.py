"""Render the clips that stand for the models in the web app.

Use: ``python web/posters.py URL KEY [MODEL]…``. Each is small and short and made by a running
server; what is written goes into ``web/src/posters/`` as an MP4 and a JPEG named after the model.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import av

TARGET = Path(__file__).parent / "src" / "posters"
SECONDS = 5
SCALE = {"kling/kling-3.0/4k/image-to-video": 0.25}
#: part of the clip after which the still is taken
STILL = {"kling/kling-3.0/pro/text-to-video": 0.1}
#: what differs from the model's own example, to show what sets it apart
INPUTS: dict[str, dict[str, object]] = {
    "kling/kling-3.0/4k/image-to-video": {
        "start_image_url": "filmgate://samples/potters-table.jpg",
        "prompt": "Slow push in on the vase, dust in the warm light, shallow depth of field.",
    },
    "kling/kling-3.0/pro/image-to-video": {
        "start_image_url": "filmgate://samples/mountain-lake.jpg",
        "prompt": "The camera tracks slowly to the right at golden hour; birds cross the sky.",
    },
    "kling/kling-3.0/pro/text-to-video": {},
    "kling/kling-video-o1/image-to-video": {
        "prompt": "A slow arc; the one toy turns into the other as the light warms.",
        "start_image_url": "filmgate://samples/fox.jpg",
        "end_image_url": "filmgate://samples/robot.jpg",
    },
    "kling/kling-video-o3/standard/reference-to-video": {},
}


def render(model_id: str, server: str, key: str, folder: Path) -> Path:
    """Have one clip made; gives where it lies."""
    target = folder / "clip.mp4"
    scale = SCALE.get(model_id, 0.45)
    body = {**INPUTS[model_id], "filmgate": {"scale": scale, "seed": 7}}
    if "text" not in model_id:
        body["duration"] = SECONDS
    shown = subprocess.run(  # noqa: S603
        ["filmgate", "models", "show", model_id, "--json", "--server", server, "--key", key],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    fields = json.loads(shown.stdout)["input_schema"]["properties"]
    example = {name: field["default"] for name, field in fields.items() if "default" in field}
    command = ["filmgate", "generate", model_id, "--input", json.dumps(example | body)]
    subprocess.run(  # noqa: S603
        [*command, "-o", str(target), "--server", server, "--key", key], check=True
    )
    return target


def shrink(clip: Path, stem: Path, part: float) -> None:
    """Write a silent 480x270 copy of the first seconds, and one frame."""
    with av.open(str(clip)) as source, av.open(f"{stem}.mp4", "w") as copy:
        stream = copy.add_stream("libx264", 24, {"crf": "29", "preset": "veryslow"})
        stream.width, stream.height, stream.pix_fmt = 480, 270, "yuv420p"
        decoded = source.decode(source.streams.video[0])
        frames = [wide(frame) for _, frame in zip(range(24 * SECONDS), decoded, strict=False)]
        for frame in frames:
            copy.mux(stream.encode(frame.reformat(480, 270, "yuv420p")))
        copy.mux(stream.encode(None))
        picture = frames[round(len(frames) * part)].reformat(640, 360)
        picture.to_image().save(f"{stem}.jpg", quality=80, optimize=True, progressive=True)


def wide(frame: av.VideoFrame) -> av.VideoFrame:
    """Cut a frame to 16:9, nearer to its top, where faces are."""
    pixels = frame.to_ndarray(format="rgb24")
    height = round(frame.width * 9 / 16 / 2) * 2
    top = max(0, frame.height - height) // 8
    return av.VideoFrame.from_ndarray(pixels[top : top + height].copy(), format="rgb24")


def main() -> None:
    """Make them all."""
    server, key = sys.argv[1:3]
    TARGET.mkdir(exist_ok=True)
    for model_id in sys.argv[3:] or INPUTS:
        with tempfile.TemporaryDirectory() as folder:
            clip = render(model_id, server, key, Path(folder))
            shrink(clip, TARGET / model_id.replace("/", "-"), STILL.get(model_id, 0.35))


if __name__ == "__main__":
    main()
