"""The documented backup is taken from a server at work, and restored into another folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.waiting import wait_until

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "backup-and-restore.md"


def steps():
    """The shell commands of the page: to back up and to restore one machine, in this order."""
    backup, restore, _ = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return backup, restore


def run(script, **places):
    env = {**os.environ, **{name.upper(): str(path) for name, path in places.items()}}
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    subprocess.run(["sh", "-eu", "-c", script], env=env, check=True)


def test_a_backup_of_a_server_at_work_is_whole_where_it_is_restored(server, tmp_path):
    backup, restore = steps()
    old = server(slots=1)
    done = old.submit(prompt="done")
    assert old.wait_for([done]) == {"succeeded": 1}
    video = old.show(done)["output"]["video"]
    clip = old.http.get(video).content
    running = old.submit(prompt="running", sleep_s=2)
    waiting = old.submit(prompt="waiting")
    wait_until(lambda: old.runs()["start running"])

    run(backup, data=old.data, backup=tmp_path / "backup")
    later = old.submit(prompt="later")
    old.kill_tree()

    (tmp_path / "restored").mkdir()
    new = server(slots=1, folder=tmp_path / "restored", start=False)
    run(restore, data=new.data, backup=tmp_path / "backup")
    new.start()

    path = video.split("/", 3)[3]  # the host may be another one
    assert new.http.get(f"/{path}").content == clip
    assert new.wait_for([running, waiting]) == {"succeeded": 2}
    assert new.http.get(f"/v1/requests/{later}").status_code == 404
