"""Two servers and two workers as processes on one PostgreSQL: what one is told, all know."""

import json
import socket
from io import BytesIO

import httpx2
import pytest
from PIL import Image
from tests.e2e.cluster import LEASE_S, Cluster
from tests.e2e.conftest import KEY, NOOP, descendants
from tests.waiting import is_alive, wait_until

I2V = "kling/kling-3.0/pro/image-to-video"
pytestmark = pytest.mark.postgres


@pytest.fixture
def cluster(tmp_path, postgres_url):
    made = []

    def make(**settings):
        made.append(Cluster(tmp_path, postgres_url, **settings))
        return made[-1]

    yield make
    for cluster in made:
        cluster.close()


@pytest.fixture
def four(cluster):
    """A cluster, the clients of its two servers, and its two workers."""
    made = cluster()
    servers = [made.serve(), made.serve()]
    workers = [made.work(), made.work()]
    one, other = (server.answers() for server in servers)
    for worker in workers:
        wait_until(lambda worker=worker: worker.said("renders 1 request"))
    return made, one, other, workers


def test_what_one_server_accepts_the_other_shows_delivers_and_cancels(four):
    cluster, one, other, workers = four
    ids = [cluster.submit(one, prompt=f"clip {number}", sleep_s=0.3) for number in range(6)]

    assert cluster.wait_for(other, ids) == {"succeeded": 6}
    assert all(cluster.delivered_once(other, request_id) for request_id in ids)
    assert all(cluster.runs()[f"start clip {number}"] == 1 for number in range(6))
    assert len({worker for (worker,) in cluster.rows("select worker from requests")}) == 2

    running = cluster.submit(one, prompt="running", sleep_s=60)
    wait_until(lambda: cluster.runs()["start running"])
    children = [pid for worker in workers for pid in descendants(worker.pid)]
    assert other.post(f"/v1/requests/{running}/cancel").json()["outcome"] == "cancelled"
    wait_until(lambda: not all(map(is_alive, children)))
    assert cluster.status(one, running) == "cancelled"
    last = cluster.submit(other, prompt="last")
    assert cluster.wait_for(one, [last]) == {"succeeded": 1}
    assert cluster.runs()["end running"] == 0


def test_a_browser_signs_in_at_one_server_and_goes_on_at_the_other(four):
    _, one, other, _ = four
    # a balancer shows both under one name
    door = "http://127.0.0.1:7777"
    browser = {"Host": "127.0.0.1:7777", "Origin": door, "Authorization": ""}

    opened = one.post("/v1/session", json={"key": KEY}, headers=browser)
    browser["Cookie"] = opened.headers["set-cookie"].partition(";")[0]
    submitted = other.post(f"/v1/models/{NOOP}", json={"prompt": "by cookie"}, headers=browser)
    request_id = submitted.json()["request_id"]
    assert one.get(f"/v1/requests/{request_id}", headers=browser).status_code == 200
    with other.stream(
        "GET", "/v1/events?after=0", headers={**browser, "Accept": "text/event-stream"}
    ) as events:
        assert any(request_id in line for line in events.iter_lines())

    other.delete("/v1/session", headers=browser)
    assert one.get("/v1/requests", headers=browser).status_code == 401


def test_events_of_a_request_come_through_the_other_server(four):
    cluster, one, other, _ = four
    request_id = cluster.submit(one, prompt="clip", sleep_s=0.3)
    types = []

    path, accept = f"/v1/requests/{request_id}/events", {"accept": "text/event-stream"}
    with other.stream("GET", path, headers=accept) as stream:
        for line in stream.iter_lines():
            if line.startswith("event:"):
                types.append(line.partition(":")[2].strip())

    assert types[0] == "queued"
    assert types[-1] == "succeeded"
    assert "started" in types


def test_a_request_of_a_killed_worker_is_finished_by_another(four):
    cluster, one, other, workers = four
    request_id = cluster.submit(one, prompt="clip", sleep_s=3)
    wait_until(lambda: cluster.runs()["start clip"])
    ((name,),) = cluster.rows("select worker from requests where id = %s", request_id)
    (victim,) = [worker for worker in workers if name.endswith(f"-{worker.pid}")]

    victim.kill_tree()

    assert cluster.wait_for(other, [request_id]) == {"succeeded": 1}
    assert cluster.delivered_once(other, request_id)
    assert other.get(f"/v1/requests/{request_id}").json()["attempt"] == 2


def test_a_worker_that_wakes_after_its_lease_changes_nothing(four):
    cluster, one, other, workers = four
    request_id = cluster.submit(one, prompt="clip", sleep_s=2 * LEASE_S)
    wait_until(lambda: cluster.runs()["start clip"])
    ((name,),) = cluster.rows("select worker from requests where id = %s", request_id)
    (zombie,) = [worker for worker in workers if name.endswith(f"-{worker.pid}")]

    zombie.pause()
    wait_until(lambda: cluster.runs()["start clip"] == 2)
    zombie.go_on()

    assert cluster.wait_for(other, [request_id]) == {"succeeded": 1}
    assert cluster.delivered_once(other, request_id)
    again = [cluster.submit(one, prompt=f"again {number}") for number in range(2)]
    assert cluster.wait_for(one, again) == {"succeeded": 2}


def test_after_a_kill_of_everything_every_request_succeeds_and_none_delivers_twice(four):
    cluster, one, _, _ = four
    ids = [cluster.submit(one, prompt=f"clip {number}", sleep_s=0.3) for number in range(12)]
    wait_until(lambda: cluster.runs()["end clip 1"])
    for member in cluster.members:
        member.kill_tree()

    server = cluster.serve()
    cluster.work(2)
    http = server.answers()

    assert cluster.wait_for(http, ids) == {"succeeded": 12}
    assert all(cluster.delivered_once(http, request_id) for request_id in ids)


def test_a_worker_that_is_told_to_stop_hands_its_request_to_the_other(cluster):
    made = cluster(grace_s=0.1, lease_s=60)
    http = made.serve().answers()
    first = made.work()
    request_id = made.submit(http, prompt="clip", sleep_s=1)
    wait_until(lambda: made.runs()["start clip"])
    made.work()

    assert first.terminate() == (0, False)

    assert made.wait_for(http, [request_id]) == {"succeeded": 1}
    assert made.runs()["start clip"] == 2


def test_a_worker_that_is_told_to_stop_ends_its_render_and_takes_no_other(cluster):
    made = cluster(grace_s=60, lease_s=60)
    http = made.serve().answers()
    worker = made.work()
    running = made.submit(http, prompt="running", sleep_s=1)
    waiting = made.submit(http, prompt="waiting")
    wait_until(lambda: made.runs()["start running"])

    assert worker.terminate() == (0, False)

    assert made.wait_for(http, [running]) == {"succeeded": 1}
    assert http.get(f"/v1/requests/{waiting}").json()["status"] == "in_queue"
    assert made.runs()["start running"] == 1
    made.work()
    assert made.wait_for(http, [waiting]) == {"succeeded": 1}


def test_a_server_that_is_told_to_stop_ends_its_streams_and_the_other_goes_on(four):
    cluster, one, two, _ = four
    request_id = cluster.submit(one, prompt="clip", sleep_s=3)
    wait_until(lambda: cluster.runs()["start clip"])
    headers = {"accept": "text/event-stream"}
    with one.stream("GET", f"/v1/requests/{request_id}/events", headers=headers) as stream:
        told = stream.iter_raw()
        first = next(told)
        stopping = next(member for member in cluster.members if member.http is one)

        assert stopping.terminate() == (0, False)

        # a stream that did not come to its proper end would raise
        rest = b"".join(told)
    assert b"succeeded" not in first + rest
    assert cluster.wait_for(two, [request_id]) == {"succeeded": 1}


def test_a_worker_tells_its_metrics_on_its_own_port(cluster):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    made = cluster(metrics_port=port)
    http = made.serve().answers()
    worker = made.work()
    assert made.wait_for(http, [made.submit(http, prompt="clip")]) == {"succeeded": 1}
    url = wait_until(lambda: worker.said(r"metrics at (http://\S+)"))[1]

    wait_until(lambda: 'changes_total{type="succeeded"} 1.0' in httpx2.get(url).text)

    text = httpx2.get(url).text
    assert 'filmgate_stage_seconds_count{engine="scripted",stage="render"} 1.0' in text
    assert worker.terminate() == (0, False)


def test_a_restart_of_the_database_costs_no_render(four, postgres):
    cluster, one, _, _ = four
    request_id = cluster.submit(one, prompt="clip", sleep_s=2)
    wait_until(lambda: cluster.runs()["start clip"])

    postgres.stop()
    postgres.start()

    assert cluster.wait_for(one, [request_id]) == {"succeeded": 1}
    assert cluster.runs()["start clip"] == 1
    last = cluster.submit(one, prompt="last")
    assert cluster.wait_for(one, [last]) == {"succeeded": 1}


def test_workers_render_with_their_engines_only(cluster):
    made = cluster()
    http = made.serve().answers()
    made.work(1, "--engines", "previz")
    request_id = made.submit(http, prompt="clip")
    small = {"duration": 3, "filmgate": {"scale": 0.1, "quality": "draft"}}
    film = made.submit(http, "kling/kling-3.0/pro/text-to-video", prompt="a lighthouse", **small)

    assert made.wait_for(http, [film]) == {"succeeded": 1}
    assert made.status(http, request_id) == "in_queue"

    made.work(1, "--engines", "scripted")
    assert made.wait_for(http, [request_id]) == {"succeeded": 1}
    assert json.loads(http.get(f"/v1/requests/{request_id}").text)["model_id"] == NOOP


@pytest.mark.s3
def test_files_go_through_s3_where_no_folder_is_shared(cluster, s3):
    made = cluster(storage=s3.url("cluster"))
    one, other = (server.answers() for server in (made.serve(), made.serve()))
    made.work()
    picture = BytesIO()
    Image.new("RGB", (640, 360), "teal").save(picture, "PNG")
    upload = {"file": ("a.png", picture.getvalue(), "image/png")}
    uri = one.post("/v1/files", files=upload).raise_for_status().json()["uri"]
    small = {"duration": 3, "filmgate": {"scale": 0.1, "quality": "draft"}}
    film = made.submit(other, I2V, prompt="a slow push in", start_image_url=uri, **small)

    assert made.wait_for(one, [film]) == {"succeeded": 1}
    assert made.delivered_once(other, film)
    url = one.get(f"/v1/requests/{film}/result").json()["output"]["video"]
    part = other.get(url, headers={"range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert not (made.folder / "files").exists()

    assert one.delete(f"/v1/requests/{film}").json()["deleted"] is True
    assert other.get(url).status_code == 404
