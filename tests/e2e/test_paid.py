"""Never pay twice: the worker dies while a paid service is called, on both databases."""

import httpx2
import pytest
from tests.e2e.cluster import Cluster
from tests.e2e.conftest import NOOP
from tests.paid_upstream import PaidUpstream
from tests.waiting import wait_until

ENGINE = "scripted-paid"


@pytest.fixture
def upstream():
    service = PaidUpstream()
    yield service.start()
    service.close()


class OnSqlite:
    """One process does everything; it is killed as a whole and started again."""

    def __init__(self, server, settings):
        self._server = server(slots=1, **settings)

    @property
    def http(self):
        return self._server.http

    def handle(self, request_id):
        ((handle,),) = self._server.rows("select handle from requests where id = ?", request_id)
        return handle

    def lose_worker(self):
        self._server.kill_tree()
        self._server.start()


class OnPostgres:
    """A worker of its own; it is killed and another one started."""

    def __init__(self, folder, url, settings):
        self.cluster = Cluster(folder, url, **settings)
        self.http = self.cluster.serve().answers()
        self._worker = self.cluster.work()

    def handle(self, request_id):
        ((handle,),) = self.cluster.rows("select handle from requests where id = %s", request_id)
        return handle

    def lose_worker(self):
        self._worker.kill_tree()
        self._worker = self.cluster.work()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def made(request, tmp_path, upstream, server, monkeypatch):
    """Makes a server with a worker that can be lost, and a client that may spend money."""
    monkeypatch.setenv("BENCH_UPSTREAM", upstream.url)
    clusters = []

    def make(**settings):
        if request.param == "sqlite":
            found = OnSqlite(server, settings)
        else:
            url = request.getfixturevalue("postgres_url")
            found = OnPostgres(tmp_path, url, settings)
            clusters.append(found.cluster)
        key = found.http.post("/v1/keys", json={"engines": [ENGINE]}).raise_for_status().json()
        found.headers = {"authorization": f"Bearer {key['key']}"}
        return found

    yield make
    for cluster in clusters:
        cluster.close()


def submit(made, prompt):
    body = {"prompt": prompt, "filmgate": {"engine": ENGINE}}
    answer = made.http.post(f"/v1/models/{NOOP}", json=body, headers=made.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["request_id"]


def show(made, request_id):
    try:
        answer = made.http.get(f"/v1/requests/{request_id}")
    except httpx2.TransportError:
        return {"status": "unknown"}
    return answer.raise_for_status().json()


def wait_for(made, request_id, status):
    wait_until(lambda: show(made, request_id)["status"] == status)


def types(made, request_id):
    answer = made.http.get(f"/v1/requests/{request_id}/events").json()
    return [event["type"] for event in answer["events"]]


def test_a_call_whose_answer_died_with_the_worker_is_in_doubt_and_not_made_again(made, upstream):
    server = made()
    request_id = submit(server, "unheard")
    upstream.wait_for_call("unheard")

    server.lose_worker()

    wait_for(server, request_id, "in_doubt")
    wire = server.http.get(f"/v1/requests/{request_id}/status").json()
    assert wire["status"] == "in_progress"
    later = submit(server, "heard")
    wait_for(server, later, "succeeded")
    assert show(server, request_id)["status"] == "in_doubt"
    assert upstream.bill() == {"unheard": 1, "heard": 1}


def test_work_whose_id_was_kept_is_waited_for_by_the_next_worker(made, upstream):
    server = made()
    request_id = submit(server, "endless")
    upstream.wait_for_call("endless")
    wait_until(lambda: show(server, request_id)["status"] == "in_progress")
    wait_until(lambda: server.handle(request_id))

    server.lose_worker()
    wait_until(lambda: show(server, request_id)["attempt"] == 2)
    upstream.complete("job-1")

    wait_for(server, request_id, "succeeded")
    assert upstream.bill() == {"endless": 1}
    assert types(server, request_id).count("succeeded") == 1
    assert show(server, request_id)["cost_usd"] == 0.01


def test_a_doubt_that_nobody_settles_ends_as_a_failure_with_its_reason(made, upstream):
    server = made(doubt_s=0.5)
    request_id = submit(server, "unheard")
    upstream.wait_for_call("unheard")

    server.lose_worker()

    wait_for(server, request_id, "failed")
    error = server.http.get(f"/v1/requests/{request_id}/result").json()["error"]
    assert error["code"] == "in_doubt"
    assert "in_doubt" in types(server, request_id)
    assert upstream.bill() == {"unheard": 1}


def test_a_doubt_is_settled_by_naming_the_work_that_the_service_did(made, upstream):
    server = made()
    request_id = submit(server, "unheard")
    upstream.wait_for_call("unheard")
    server.lose_worker()
    wait_for(server, request_id, "in_doubt")

    wish = {"action": "attach", "handle": "job-1"}
    answer = server.http.post(f"/v1/requests/{request_id}/resolve", json=wish)

    assert answer.status_code == 200, answer.text
    wait_for(server, request_id, "succeeded")
    assert upstream.bill() == {"unheard": 1}
    assert types(server, request_id).count("succeeded") == 1
