"""The paid service of tests as a process: it takes work, counts it as billed, and delivers.

``python -m tests.paid_upstream LOG`` prints its address. Every call that orders work adds a line
to LOG *before* it is answered, as a service bills before its answer arrives. What the prompt says
decides the rest: "unheard" is accepted and never answered, "endless" is accepted and never done.
"""

import asyncio
import itertools
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import httpx2
from aiohttp import web
from tests.waiting import wait_until

_ROOT = Path(__file__).parents[1]


class PaidUpstream:
    """The service, and what it would bill."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="fgpaid")
        self._bill = Path(self._folder.name, "bill")
        self._process = None
        self.url = None

    def start(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.paid_upstream", str(self._bill)],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self._process.stdout.readline().strip()
        assert self.url, "the paid service did not start"
        return self

    def bill(self):
        """How often each prompt was ordered."""
        return Counter(self._bill.read_text().splitlines() if self._bill.exists() else [])

    def wait_for_call(self, prompt):
        wait_until(lambda: self.bill()[prompt])

    def complete(self, job):
        """Let work that would be endless be done."""
        httpx2.post(f"{self.url}/jobs/{job}/complete").raise_for_status()

    def close(self):
        self._process.kill()
        self._process.wait(30)
        self._process.stdout.close()
        self._folder.cleanup()


def tiny_clip():
    """One frame that passes every check, in hexadecimal digits."""
    from filmgate.media.encode import encode_clip

    def draw(_, planes):
        planes.y[:] = 90
        planes.u[:] = planes.v[:] = 128

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "clip.mp4")
        encode_clip(made, width=64, height=64, frames=1, draw=draw)
        return made.read_bytes().hex()


def service(bill, clip):
    """The application."""
    numbers = itertools.count(1)
    #: job → whether it is done
    jobs = {}

    async def order(request):
        prompt = (await request.json())["prompt"]
        with bill.open("a") as file:
            file.write(f"{prompt}\n")
        job = f"job-{next(numbers)}"
        jobs[job] = "endless" not in prompt
        if "unheard" in prompt:
            await asyncio.Event().wait()
        return web.json_response({"id": job})

    async def ask(request):
        job = request.match_info["job"]
        if job not in jobs:
            return web.json_response({"error": "unknown"}, status=404)
        return web.json_response({"is_done": jobs[job], "clip": clip if jobs[job] else ""})

    async def complete(request):
        jobs[request.match_info["job"]] = True
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/jobs", order)
    app.router.add_get("/jobs/{job}", ask)
    app.router.add_post("/jobs/{job}/complete", complete)
    return app


async def serve(bill):
    """Be the service."""
    runner = web.AppRunner(service(bill, tiny_clip()))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
