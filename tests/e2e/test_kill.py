import os
import signal
import threading

import httpx2
from tests.waiting import is_alive, wait_until

T2V = "kling/kling-3.0/pro/text-to-video"


def delivered_once(server, request_ids):
    """Whether every request has one output, one end in its history, and a clip behind its URL."""
    for request_id in request_ids:
        (outputs,) = server.rows(
            "select count(*) from files where request_id = ? and kind = 'output'", request_id
        )
        (ends,) = server.rows(
            "select count(*) from request_events where request_id = ? and type = 'succeeded'",
            request_id,
        )
        result = server.http.get(f"/v1/requests/{request_id}/result").json()
        clip = server.http.get(result["output"]["video"])
        assert (outputs[0], ends[0], clip.status_code) == (1, 1, 200)
        assert clip.content[4:8] == b"ftyp"
    return True


def kill_when(server, request_ids, done):
    """Kill everything once `done` requests have succeeded and another is being rendered."""

    def is_time():
        found = server.statuses(request_ids)
        return found["succeeded"] >= done and found["in_progress"]

    wait_until(is_time, 120)
    finished = [id_ for id_ in request_ids if server.status(id_) == "succeeded"]
    server.kill_tree()
    return finished


def test_after_a_kill_of_everything_every_request_succeeds_and_none_delivers_twice(server):
    first = server(slots=2)
    prompts = {f"clip {number}": first.submit(prompt=f"clip {number}", sleep_s=0.3)
               for number in range(12)}  # fmt: skip
    ids = list(prompts.values())
    finished = kill_when(first, ids, done=3)

    first.start()

    assert first.wait_for(ids) == {"succeeded": 12}
    assert delivered_once(first, ids)
    runs = first.runs()
    for prompt, request_id in prompts.items():
        again = 0 if request_id in finished else 1
        assert 1 <= runs[f"start {prompt}"] <= 1 + again
        assert 1 <= runs[f"end {prompt}"] <= 1 + again
    # an end without its row can only be of what was rendered at that moment
    assert sum(runs[f"end {prompt}"] - 1 for prompt in prompts) <= first.slots
    assert all(first.show(id_)["attempt"] <= 2 for id_ in ids)


def test_two_kills_in_a_row_lose_nothing(server):
    one = server(slots=2)
    ids = [one.submit(prompt=f"clip {number}", sleep_s=0.2) for number in range(6)]
    for done in (1, 2):
        kill_when(one, ids, done)
        one.start()

    assert one.wait_for(ids) == {"succeeded": 6}
    assert delivered_once(one, ids)


def test_what_was_cancelled_stays_cancelled_after_a_kill(server):
    one = server(slots=1)
    running = one.submit(prompt="running", sleep_s=60)
    waiting = one.submit(prompt="waiting", sleep_s=60)
    wait_until(lambda: one.runs()["start running"])
    assert one.cancel(waiting)["outcome"] == "cancelled"
    assert one.cancel(running)["outcome"] == "cancelled"
    last = one.submit(prompt="last", sleep_s=0.1)
    wait_until(lambda: one.runs()["start last"])

    one.kill_tree()
    one.start()

    assert one.wait_for([last]) == {"succeeded": 1}
    assert one.statuses([running, waiting]) == {"cancelled": 2}
    runs = one.runs()
    assert runs["end running"] == runs["start waiting"] == 0
    assert runs["start running"] == 1


def test_a_cancelled_render_ends_at_once_and_the_next_one_begins(server):
    one = server(slots=1)
    running = one.submit(prompt="running", sleep_s=60)
    wait_until(lambda: one.runs()["start running"])
    (pid,) = one.render_processes()
    last = one.submit(prompt="last")

    one.cancel(running)

    wait_until(lambda: not is_alive(pid))
    assert one.wait_for([last]) == {"succeeded": 1}
    assert one.status(running) == "cancelled"


def test_a_kill_of_the_render_process_alone_leaves_no_request_behind(server):
    one = server(slots=1)
    ids = [one.submit(prompt=f"clip {number}", sleep_s=0.5) for number in range(4)]
    wait_until(lambda: one.runs()["start clip 0"])
    (pid,) = one.render_processes()

    os.kill(pid, signal.SIGKILL)

    assert one.wait_for(ids) == {"succeeded": 4}
    assert delivered_once(one, ids)
    assert one.show(ids[0])["attempt"] == 2


def test_a_request_that_kills_its_worker_fails_with_the_reason(server):
    one = server(slots=1, max_attempts=2)
    bad = one.submit(prompt="bad", crash=True)
    good = one.submit(prompt="good")

    assert one.wait_for([bad, good]) == {"failed": 1, "succeeded": 1}
    result = one.http.get(f"/v1/requests/{bad}/result").json()
    assert result["error"]["code"] == "worker_lost"
    assert one.runs()["start bad"] == 2


def test_render_processes_die_with_their_server(server):
    one = server(slots=2)
    running = one.submit(prompt="running", sleep_s=60)
    wait_until(lambda: one.runs()["start running"])
    children = wait_until(lambda: len(found := one.render_processes()) == 2 and found)

    os.kill(one.pid, signal.SIGKILL)

    wait_until(lambda: not any(map(is_alive, children)))
    one.kill_tree()
    one.start()
    assert one.cancel(running)["outcome"] == "cancelled"


def test_sigterm_hands_renders_back_and_leaves_no_process(server):
    one = server(slots=1, grace_s=0.1)
    running = one.submit(prompt="running", sleep_s=1)
    wait_until(lambda: one.runs()["start running"])

    assert one.terminate() == 0

    assert not any(map(is_alive, one.seen))
    assert not (one.data / "server.json").exists()
    assert list((one.data / "scratch").iterdir()) == []
    one.start()
    assert one.wait_for([running]) == {"succeeded": 1}
    assert one.show(running)["attempt"] == 2


def test_sigterm_lets_a_render_finish_within_the_grace_time(server):
    one = server(slots=1, grace_s=30)
    running = one.submit(prompt="running", sleep_s=0.5)
    waiting = one.submit(prompt="waiting", sleep_s=0.1)
    wait_until(lambda: one.runs()["start running"])

    assert one.terminate() == 0

    assert one.rows("select status from requests where id = ?", running) == [("succeeded",)]
    assert one.rows("select status from requests where id = ?", waiting) == [("in_queue",)]


def test_sigterm_ends_the_streams_of_events_and_waiting_calls(server):
    one = server(slots=1, grace_s=0.1)
    running = one.submit(prompt="running", sleep_s=60)
    wait_until(lambda: one.runs()["start running"])
    ended = []

    def follow(path):
        with httpx2.stream("GET", f"{base}{path}", headers=headers, timeout=60) as stream:
            opened.release()
            ended.append((stream.status_code, b"".join(stream.iter_raw())))

    base, headers = one.http.base_url, {**one.http.headers, "accept": "text/event-stream"}
    paths = ("/v1/events", f"/v1/requests/{running}/events")
    opened = threading.Semaphore(0)
    threads = [threading.Thread(target=follow, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert opened.acquire(timeout=30)

    assert one.terminate() == 0

    for thread in threads:
        thread.join(30)
    # each stream came to its proper end: a broken one would have raised in its thread
    assert [status for status, _ in ended] == [200, 200]
    assert not any(map(is_alive, one.seen))


def test_after_a_kill_of_everything_real_clips_are_rendered_to_the_end(server):
    one = server(slots=2)
    small = {"duration": 3, "filmgate": {"scale": 0.1, "quality": "draft"}}
    ids = [
        one.submit(T2V, prompt=f"a lighthouse at dusk, number {number}", **small)
        for number in range(12)
    ]
    kill_when(one, ids, done=2)

    one.start()

    assert one.wait_for(ids) == {"succeeded": 12}
    assert delivered_once(one, ids)
    assert all(check["passed"] for id_ in ids for check in one.show(id_)["report"]["checks"])
