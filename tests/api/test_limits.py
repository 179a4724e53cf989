"""What a key may spend and when it was used, as its owner sees it."""

import asyncio

import pytest

from filmgate.core.account import Caps

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"
PAID = {"prompt": "a cat", "filmgate": {"engine": "paid"}}


@pytest.mark.parametrize("period", ["spend_day_micro", "spend_month_micro"])
async def test_a_key_over_its_spend_waits_for_the_next_period(world, period):
    token = await world.key(engines=["paid", "fake"], caps=Caps(**{period: 1_000_000}))
    async with world.client(token) as client:
        path = f"/v1/models/{T2V}"
        paid = [await client.post(path, json=PAID) for _ in range(3)]
        free = await client.post(path, json={"prompt": "a cat"})
        listed = (await client.get("/v1/requests")).json()["requests"]

    assert [answer.status_code for answer in paid] == [200, 200, 429]
    refused = paid[2]
    assert refused.json()["error_code"] == 429001
    assert 0 < int(refused.headers["retry-after"]) <= 31 * 86_400
    assert "1.00" in refused.json()["detail"][0]["msg"]
    assert free.status_code == 200
    assert len(listed) == 3


async def test_calls_that_arrive_at_once_do_not_spend_more_than_the_cap(world):
    token = await world.key(engines=["paid"], caps=Caps(spend_day_micro=1_600_000))
    async with world.client(token) as client:
        answers = await asyncio.gather(
            *(client.post(f"/v1/models/{T2V}", json=PAID) for _ in range(12))
        )

    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 9


async def test_a_key_says_when_it_was_last_used(world, client, token):
    issued = (await client.post("/v1/keys", json={"label": "CI"})).json()
    path = f"/v1/keys/{issued['key_id']}"
    before = (await client.get(path)).json()["last_used_at"]
    async with world.client(issued["key"]) as other:
        await other.get("/v1/models")
    await world.services.accounts.settle()
    after = (await client.get(path)).json()["last_used_at"]

    assert before is None
    assert after >= issued["created_at"]


async def test_a_free_render_costs_nothing_and_says_what_the_hosted_one_would(
    world, client, token, tmp_path
):
    request_id = await world.submit(token, duration=5, sound=True)
    await world.succeed(request_id, tmp_path)
    result = (await client.get(f"/v1/requests/{request_id}/result?include_cost=true")).json()
    shown = (await client.get(f"/v1/requests/{request_id}")).json()
    usage = (await client.get("/v1/usage?group_by=engine")).json()["total"]

    assert result["cost"] == 0
    assert shown["hosted_cost_usd"] == pytest.approx(0.84)
    assert usage["cost_usd"] == 0
    assert usage["hosted_cost_usd"] == pytest.approx(0.84)


async def test_a_dry_run_is_not_charged_and_not_recorded(world):
    token = await world.key(engines=["paid"], caps=Caps(spend_day_micro=600_000))
    async with world.client(token) as client:
        tried = [await client.post(f"/v1/models/{T2V}?dry_run=true", json=PAID) for _ in range(3)]
        real = await client.post(f"/v1/models/{T2V}", json=PAID)

    assert [answer.status_code for answer in tried] == [200] * 3
    assert tried[0].json()["cost"]["by_engine_usd"]["paid"] == pytest.approx(0.5)
    assert real.status_code == 200
