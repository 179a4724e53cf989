"""A caller of a stream: runs the application and reads server-sent events as they come."""

import asyncio
import json
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

#: seconds until a test gives up on something that should come at once
PATIENCE_S = 10.0


class Stream:
    """What arrives of one answer."""

    def __init__(self):
        self.status = None
        self.headers = {}
        self.comments = 0
        self.has_ended = asyncio.Event()
        self._events = asyncio.Queue()
        self._sent = asyncio.Event()
        self._left = asyncio.Event()
        self._text = ""
        self._is_asked = False

    async def next(self):
        """The next event: its id, type and data."""
        async with asyncio.timeout(PATIENCE_S):
            return await self._events.get()

    async def heartbeat(self):
        """Wait for a comment."""
        seen = self.comments
        async with asyncio.timeout(PATIENCE_S):
            while self.comments == seen:
                self._sent.clear()
                await self._sent.wait()

    async def rest(self):
        """Every event up to the end."""
        async with asyncio.timeout(PATIENCE_S):
            await self.has_ended.wait()
        return [self._events.get_nowait() for _ in range(self._events.qsize())]

    def leave(self):
        self._left.set()

    async def receive(self):
        if not self._is_asked:
            self._is_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            return
        self._text += message.get("body", b"").decode()
        while "\n\n" in self._text:
            frame, self._text = self._text.split("\n\n", 1)
            self._take(frame)
        self._sent.set()
        if not message.get("more_body"):
            self.has_ended.set()

    def _take(self, frame):
        fields = dict(line.split(": ", 1) for line in frame.splitlines() if line[0] != ":")
        if "data" in fields:
            self._events.put_nowait(
                (int(fields["id"]), fields["event"], json.loads(fields["data"]))
            )
        self.comments += frame.startswith(":")


@asynccontextmanager
async def streaming(app, url, token, **headers):
    """Follow a URL of the application."""
    parts = urlsplit(url)
    given = {"host": "127.0.0.1:8000", "accept": "text/event-stream", **headers}
    given["authorization"] = f"Bearer {token}"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }
    stream = Stream()
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    try:
        yield stream
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
