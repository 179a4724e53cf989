"""Addresses that are told: where they are named, the log, the secrets."""

import pytest
from tests.api.conftest import ON_BOTH

pytestmark = [pytest.mark.anyio, ON_BOTH]
T2V = "kling/kling-3.0/pro/text-to-video"
HOOK = "https://films.example/hook"


async def deliveries(client):
    return (await client.get("/v1/webhooks/deliveries")).json()["deliveries"]


async def test_an_address_comes_with_the_header_the_option_or_the_key(world, client, token):
    key_id = (await client.get("/v1/keys")).json()["keys"][0]["key_id"]
    changed = await client.patch(f"/v1/keys/{key_id}", json={"webhook": HOOK + "/key"})
    by_key = await world.submit(token)
    by_option = await world.submit(token, filmgate={"webhook": HOOK + "/option"})
    named = {"x-filmgate-webhook": HOOK + "/header"}
    answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"}, headers=named)
    for request_id in (by_key, by_option, answer.json()["request_id"]):
        await client.post(f"/v1/requests/{request_id}/cancel")
    log = {entry["request_id"]: entry for entry in await deliveries(client)}

    assert changed.json()["webhook"] == HOOK + "/key"
    assert log[by_key]["url"] == HOOK + "/key"
    assert log[by_option]["url"] == HOOK + "/option"
    assert log[answer.json()["request_id"]]["url"] == HOOK + "/header"
    assert {entry["status"] for entry in log.values()} == {"waiting"}


async def test_a_message_is_replayed_and_others_are_unknown(world, client, token):
    request_id = await world.submit(token, filmgate={"webhook": HOOK})
    await world.fail(request_id)
    (entry,) = await deliveries(client)
    url = f"/v1/webhooks/deliveries/{entry['delivery_id']}/replay"
    again = await client.post(url)
    async with world.client(await world.key("Bob")) as bob:
        refused = await bob.post(url)
        others = await deliveries(bob)

    assert (again.status_code, again.json()["status"]) == (202, "waiting")
    assert (refused.status_code, others) == (404, [])


async def test_secrets_are_shown_and_rotated(client):
    first = (await client.get("/v1/webhooks/secret")).json()
    again = (await client.get("/v1/webhooks/secret")).json()
    rotated = (await client.post("/v1/webhooks/secret/rotate")).json()

    assert first == again
    assert first["secret"].startswith("whsec_")
    assert rotated["secrets"] == [rotated["secret"], first["secret"]]


async def test_an_address_that_may_not_be_called_is_refused_where_it_stands(client, world):
    world.services.submitter.check_webhook = lambda url: "is not allowed" if "evil" in url else ""
    evil = "https://evil.example"
    body = {"prompt": "x", "filmgate": {"webhook": evil}}
    header = {"x-filmgate-webhook": evil}
    refused = await client.post(f"/v1/models/{T2V}", json=body, headers=header)
    key_id = (await client.get("/v1/keys")).json()["keys"][0]["key_id"]
    key = await client.patch(f"/v1/keys/{key_id}", json={"webhook": evil})

    assert [problem["loc"] for problem in refused.json()["detail"]] == [
        ["body", "filmgate", "webhook"],
        ["header", "x-filmgate-webhook"],
    ]
    assert key.json()["detail"][0]["loc"] == ["body", "webhook"]
