"""A whole server in this process, for generated calls: real rows, files, decoder and engine."""

from __future__ import annotations

import asyncio
import base64
import io
import os
from dataclasses import dataclass, field

import av
import httpx2
import numpy as np
from hypothesis import strategies as st
from PIL import Image

from filmgate.bootstrap import build
from filmgate.media import samples
from filmgate.settings import Settings

BASE = "http://127.0.0.1:8000"
KEY = "key-of-the-generated-calls"
I2V = "kling/kling-3.0/pro/image-to-video"
BAD = (
    *("data:image/png;base64,iVBORw0=", "data:video/mp4,AA", "data:,", "data:image/png;base64,%"),
    *("filmgate://file_01m7y2y59ayxgjgpdy39s6npam", "filmgate://samples/dog.jpg", "filmgate://"),
    *("http://127.0.0.1:9/a.png", "https://[::1]/a.png", "https://0x7f.1/a.mp4", "https://a@b/c"),
    *(f"{BASE}/files/file_x.{'A' * 22}/a.png", f"{BASE}/v1/models", "https://169.254.169.254/"),
)
#: how many times more than in CI; `just fuzz` sets it
FACTOR = int(os.environ.get("FILMGATE_FUZZ_FACTOR", "1"))


@dataclass
class Rig:
    """A server and what its caller has uploaded."""

    server: object
    runner: asyncio.Runner
    client: httpx2.AsyncClient
    images: list[str] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    #: uploads of the sample pictures, where a test wants them
    samples: dict[str, str] = field(default_factory=dict)

    def post(self, path, json, **options):
        """Send JSON; half surrogates and huge numbers as they are."""
        return self.runner.run(self.client.post(path, json=json, **options))

    def get(self, path, **options):
        return self.runner.run(self.client.get(path, **options))

    def upload(self, content, name):
        answer = self.runner.run(self.client.post(f"/v1/files?name={name}", content=content))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def stop(self):
        self.runner.run(self.client.aclose())
        self.runner.run(self.server.stop())
        self.runner.close()

    def image_values(self):
        """Strategy: pictures as callers name them; mostly uploads, which need no new look."""
        inline = "data:image/png;base64," + base64.b64encode(picture(320, 320)).decode()
        return st.sampled_from([*self.images * 40, inline, "filmgate://samples/fox.jpg"])

    def video_values(self):
        return st.sampled_from(self.videos)

    def bad_values(self):
        """Strategy: media that cannot be used, none of which needs a network to be refused."""
        return st.sampled_from(BAD)


def start(folder, **settings) -> Rig:
    """Start a server in a folder and upload a few small pictures and a video."""
    runner = asyncio.Runner()
    server = build(Settings(data_dir=folder, durability="normal", min_free_mb=0, **settings), KEY)
    runner.run(server.start())
    transport = httpx2.ASGITransport(app=server.app, raise_app_exceptions=False)
    headers = {"authorization": f"Bearer {KEY}"}
    client = httpx2.AsyncClient(transport=transport, base_url=BASE, headers=headers)
    rig = Rig(server, runner, client)
    for name, content in {
        "wide.png": picture(480, 310),
        "tall.png": picture(310, 480),
        "robot.jpg": samples.path("robot.jpg").read_bytes(),
    }.items():
        body = rig.upload(content, name)
        rig.images += [body["uri"], body["url"]]
    body = rig.upload(video(3.2), "walk.mp4")
    rig.videos += [body["uri"], body["url"]]
    return rig


def picture(width, height) -> bytes:
    """A small PNG: a bright disc over a slope."""
    y, x = np.mgrid[:height, :width]
    pixels = np.stack([x * 200 // width, y * 200 // height, np.full_like(x, 90)], axis=-1)
    pixels[(x - width // 2) ** 2 + (y - height // 2) ** 2 < (height // 5) ** 2] = 230
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


def video(seconds, size=(160, 90), rate=24) -> bytes:
    """A small MP4 with sound: a bar that wanders."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        sound = file.add_stream("aac", rate=48_000, layout="stereo")
        for index in range(round(seconds * rate)):
            pixels = np.full((size[1], size[0], 3), 60, np.uint8)
            pixels[:, index % size[0] :][:, :20] = 210
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        file.mux(stream.encode(None))
        for start_at in range(0, round(seconds * 48_000) - 1023, 1024):
            frame = av.AudioFrame.from_ndarray(
                np.full((2, 1024), 0.1, np.float32), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts = 48_000, start_at
            file.mux(sound.encode(frame))
        file.mux(sound.encode(None))
    return out.getvalue()
