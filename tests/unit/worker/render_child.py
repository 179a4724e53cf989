"""A render process for tests: `filmgate.worker.child` with engines that misbehave."""

import os
import subprocess
import sys
import time

from filmgate.core.errors import EngineError, InvalidInput, Problem
from filmgate.core.plan import Render, RenderedFile
from filmgate.worker.child import serve


class Engine:
    """Does what the prompt says, with the prompt's second word as its argument."""

    def __init__(self, name):
        self._name = name

    def run(self, order, plan, ctx):
        verb, _, word = order.prompt.partition(" ")
        return getattr(self, verb)(word, ctx)

    def render(self, word, ctx):
        for done in range(1, 4):
            ctx.progress("render", done, 3)
        ctx.preview(ctx.workdir / "preview.jpg")
        ctx.checkpoint()
        clip = ctx.workdir / "clip.mp4"
        clip.write_bytes(word.encode())
        notes = {"pid": os.getpid(), "inputs": sorted(map(str, ctx.inputs)), "tmp": _tmp()}
        return Render((RenderedFile("video", str(clip), "video/mp4"),), seed=7, notes=notes)

    def wait(self, word, ctx):
        ctx.progress("render", os.getpid(), 10**9)
        time.sleep(float(word))

    def wait_with_child(self, word, ctx):
        child = subprocess.Popen(["sleep", word])
        ctx.progress("render", child.pid, 10**9)
        time.sleep(float(word))

    def fail(self, word, ctx):
        raise EngineError(f"no {word}", "out_of_ideas", retryable=True)

    def refuse(self, word, ctx):
        raise InvalidInput([Problem(("body", word), "is not possible", "impossible")])

    def stumble(self, word, ctx):
        raise KeyError(word)

    def riddle(self, word, ctx):
        return Render((), notes={"answer": 1j})

    def die(self, word, ctx):
        print("the last words:", word, flush=True)
        os._exit(3)

    def eat(self, word, ctx):
        hoard = bytearray()
        while True:
            hoard += b"x" * 2**22
            time.sleep(0.001)

    def grow(self, word, ctx):
        self._kept = bytearray(b"x" * int(word))
        return self.render("grown", ctx)

    def spin(self, word, ctx):
        while True:
            pass

    def want(self, word, ctx):
        bytearray(2**62)


def _tmp():
    import tempfile

    return tempfile.gettempdir()


def main():
    def open_engines(settings):
        if settings.get("broken"):
            raise SystemExit("these settings are no good")
        engines = {}
        return lambda name: engines.setdefault(name, Engine(name)), lambda: None

    serve(int(sys.argv[-1]), open_engines)


main()
