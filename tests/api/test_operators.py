"""What operators read: the queue over all owners, the settings; and the samples everybody has."""

import pytest

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"


@pytest.fixture
async def operator(world, admin):
    async with world.client(admin) as client:
        yield client


async def test_an_empty_queue_is_told_as_empty(operator):
    assert (await operator.get("/v1/queue")).json() == {
        "waiting": 0,
        "oldest_waiting_at": None,
        "in_progress": 0,
        "in_doubt": 0,
        "next": [],
        "running": [],
        "workers": [],
    }


async def test_the_queue_shows_what_waits_and_what_runs_of_every_owner(world, operator, token):
    bob = await world.key("Bob")
    running = await world.submit(token)
    attempt = await world.start(running)
    await world.progress(running, attempt, 0.25)
    waiting = [await world.submit(bob), await world.submit(token)]

    state = (await operator.get("/v1/queue")).json()

    assert (state["waiting"], state["in_progress"]) == (2, 1)
    assert sorted(one["request_id"] for one in state["next"]) == sorted(waiting)
    assert state["oldest_waiting_at"] == min(one["created_at"] for one in state["next"])
    assert len({one["owner_id"] for one in (*state["next"], *state["running"])}) == 2
    [held] = state["running"]
    assert (held["request_id"], held["worker"], held["attempt"]) == (running, "test", 1)
    assert held["progress"] == {"stage": "render", "fraction": 0.25}
    assert state["workers"] == [
        {"worker": "test", "running": 1, "lease_until": held["lease_until"]}
    ]


async def test_what_may_be_taken_comes_before_what_must_wait_for_its_own(world, operator, token):
    for _ in range(20):
        await world.submit(token)

    listed = (await operator.get("/v1/queue")).json()["next"]

    flags = [one["is_admitted"] for one in listed]
    assert flags == sorted(flags, reverse=True)
    assert set(flags) == {True, False}


async def test_settings_are_told_with_their_meaning_and_without_passwords(operator):
    answer = await operator.get("/v1/settings")

    told = {one["name"]: one for one in answer.json()["settings"]}
    assert told["slots"]["is_default"]
    assert told["port"]["variable"] == "FILMGATE_PORT"
    assert all(one["meaning"] for one in told.values())
    assert told["database"]["value"] == "postgresql://ann:…@db/films"
    assert "secret" not in answer.text


async def test_the_samples_can_be_looked_at_and_named_in_an_input(client, world):
    samples = (await client.get("/v1/samples")).json()["samples"]

    assert len(samples) == 5
    for sample in samples:
        async with world.client() as anybody:
            picture = await anybody.get(sample["url"])
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.content.startswith(b"\xff\xd8")
        assert min(sample["width"], sample["height"]) >= 300
    i2v = "kling/kling-3.0/pro/image-to-video"
    body = {"prompt": "x", "start_image_url": samples[0]["uri"]}
    assert (await client.post(f"/v1/models/{i2v}?dry_run=1", json=body)).status_code == 200


@pytest.mark.parametrize("name", ["nothing.jpg", "__init__.py", "..%2F__init__.py"])
async def test_nothing_else_is_a_sample(client, name):
    assert (await client.get(f"/samples/{name}")).status_code == 404


# --- what lists show beside the row --------------------------------------------------------------


async def test_a_list_shows_the_words_the_picture_and_the_plan(world, client, token, tmp_path):
    request_id = await world.submit(token, prompt="a red kite " * 40)
    owner_id = (await world.services.accounts.authenticate(token)).owner_id
    await world.store(
        owner_id, b"jpeg", tmp_path, kind="preview", name="p.jpg", content_type="image/jpeg",
        request_id=request_id,
    )  # fmt: skip

    [entry] = (await client.get("/v1/requests")).json()["requests"]
    shown = (await client.get(f"/v1/requests/{request_id}")).json()

    assert entry["prompt"] == ("a red kite " * 40)[:200]
    assert (entry["video"]["frames"], entry["video"]["has_audio"]) == (121, True)
    assert "/p.jpg" in entry["poster_url"]
    assert {name: shown[name] for name in ("prompt", "poster_url", "video")} == {
        name: entry[name] for name in ("prompt", "poster_url", "video")
    }


async def test_the_words_of_shots_stand_for_a_prompt(world, client, token):
    shots = [{"prompt": "a gull", "duration": 3}, {"prompt": "the sea", "duration": 3}]
    await world.submit(token, prompt="", duration=6, multi_prompt=shots)

    [entry] = (await client.get("/v1/requests")).json()["requests"]

    assert (entry["prompt"], entry["poster_url"]) == ("a gull", None)


async def test_the_options_are_shown_as_they_were_asked_for(world, client, token):
    plain = await world.submit(token)
    asked = {"seed": 7, "quality": "draft", "scale": 0.5}
    special = await world.submit(token, filmgate=asked)

    assert (await client.get(f"/v1/requests/{plain}")).json()["options"] == {}
    assert (await client.get(f"/v1/requests/{special}")).json()["options"] == asked


async def test_several_statuses_and_a_count_over_all_pages(world, client, token):
    ids = [await world.submit(token) for _ in range(3)]
    await world.start(ids[0])
    await client.post(f"/v1/requests/{ids[1]}/cancel")

    page = (await client.get("/v1/requests?status=in_queue,in_progress&count=true&limit=1")).json()
    plain = (await client.get("/v1/requests?limit=1")).json()

    assert (len(page["requests"]), page["total"]) == (1, 2)
    assert "total" not in plain


async def test_an_unknown_status_among_several_is_named(client):
    answer = await client.get("/v1/requests?status=in_queue,done")

    assert answer.status_code == 422
    assert "in_queue,done" in answer.json()["detail"][0]["msg"]


async def test_a_search_finds_words_models_and_ids(world, client, token):
    kite = await world.submit(token, prompt="a red kite")
    sea = await world.submit(token, prompt="the sea")

    async def found(text):
        entries = (await client.get("/v1/requests", params={"text": text})).json()["requests"]
        return [entry["request_id"] for entry in entries]

    assert await found("RED kite") == [kite]
    assert await found("text-to-video") == [sea, kite]
    assert await found(sea[-10:]) == [sea]
    assert await found("submarine") == []


async def test_a_model_tells_its_engines_its_prices_and_an_example_that_works(client):
    o3 = "kling/kling-video-o3/standard/reference-to-video"
    entry = (await client.get(f"/v1/models/{o3}")).json()
    listed = (await client.get("/v1/models")).json()["models"]

    assert [engine["name"] for engine in entry["engines"]] == ["fake", "paid"]
    assert [engine["is_paid"] for engine in entry["engines"]] == [False, True]
    assert set(entry["price"]) == {"silent_usd", "audio_usd", "reference_video_usd"}
    assert set(entry["output_schema"]["properties"]) == {"video", "videos", "image", "images"}
    tried = await client.post(f"/v1/models/{o3}?dry_run=1", json=entry["example"])
    assert tried.status_code == 200, tried.text
    assert all({"price", "engines"} <= set(model) for model in listed)


# --- a check while somebody types ----------------------------------------------------------------


async def test_a_form_may_ask_for_errors_as_an_answer(client):
    wrong = {"prompt": "x", "duration": 99, "nonsense": 1}
    refused = await client.post(f"/v1/models/{T2V}?dry_run=true", json=wrong)
    told = await client.post(f"/v1/models/{T2V}?dry_run=report", json=wrong)
    right = await client.post(f"/v1/models/{T2V}?dry_run=report", json={"prompt": "x"})

    assert (refused.status_code, told.status_code) == (422, 200)
    assert told.json() == {
        "valid": False,
        "detail": refused.json()["detail"],
        "warnings": refused.json()["warnings"],
    }
    assert right.json()["valid"] is True
