"""What every store of accounts keeps."""

from dataclasses import replace

import pytest

from filmgate.accounts import Key, Owner
from filmgate.core.account import Caps, Scope
from filmgate.core.request import Status
from filmgate.db.accounts import AccountTable
from filmgate.db.script import query

pytestmark = pytest.mark.anyio
DAY = 86_400.0


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def database(open_database):
    return await open_database()


@pytest.fixture
def rows(database):
    return AccountTable(database)


OWNER = Owner("own_1", "Ann", 100.0)
KEY = Key(
    id="k0000001",
    owner_id="own_1",
    secret_hash="ab" * 32,
    label="laptop",
    scopes=frozenset({Scope.READ, Scope.WRITE}),
    engines=frozenset({"previz", "comfyui"}),
    caps=Caps(in_flight=2, queued=5, rate_per_minute=60, spend_day_micro=1_000_000),
    created_at=101.0,
    expires_at=5_000.0,
)


def ended(number, status, at, seconds, cost_micro, **changes):
    """The script that writes the ledger's line of one request."""
    values = {
        "request_id": f"req_{number}",
        "owner_id": "own_1",
        "key_id": "k0000001",
        "model_id": "a/b",
        "engine": "previz",
        "status": status.value,
        "seconds": seconds,
        "render_s": 1.0,
        "cost_micro": cost_micro,
        "hosted_cost_micro": 840_000 if seconds else 0,
        "now": at,
    }
    yield query("ledger_insert", **{**values, **changes})


async def test_a_key_is_read_back_as_it_was_written(rows):
    await rows.add_owner(OWNER)
    await rows.add_key(KEY)

    assert await rows.key("k0000001") == KEY
    assert await rows.key("k0000002") is None


async def test_a_key_without_engines_or_expiry_keeps_that(rows):
    await rows.add_owner(OWNER)
    plain = replace(KEY, engines=None, expires_at=None, caps=Caps())
    await rows.add_key(plain)

    assert await rows.key(KEY.id) == plain


async def test_keys_are_listed_newest_first_by_owner_or_all(rows):
    await rows.add_owner(OWNER)
    await rows.add_owner(Owner("own_2", "Bob", 200.0))
    second = replace(KEY, id="k0000002", created_at=102.0)
    other = replace(KEY, id="k0000003", owner_id="own_2", created_at=103.0)
    for key in (KEY, second, other):
        await rows.add_key(key)

    assert [k.id for k in await rows.keys("own_1")] == ["k0000002", "k0000001"]
    assert [k.id for k in await rows.keys(None)] == ["k0000003", "k0000002", "k0000001"]


async def test_owners_are_listed_oldest_first(rows):
    newer = Owner("own_0", "New", 300.0)
    await rows.add_owner(newer)
    await rows.add_owner(OWNER)

    assert list(await rows.owners()) == [OWNER, newer]


async def test_only_the_first_of_two_first_keys_is_recorded(rows):
    other = Owner("own_2", "Bob", 200.0)

    assert await rows.add_first(OWNER, KEY)
    assert not await rows.add_first(other, replace(KEY, id="k0000002", owner_id="own_2"))
    assert list(await rows.owners()) == [OWNER]


async def test_a_key_can_be_changed(rows):
    await rows.add_first(OWNER, KEY)
    changed = replace(KEY, label="new", scopes=frozenset(Scope), caps=Caps(), engines=None)

    assert await rows.change_key(changed)
    assert await rows.key(KEY.id) == changed
    assert not await rows.change_key(replace(KEY, id="k0000009"))


async def test_revoking_happens_once_and_keeps_its_time(rows):
    await rows.add_first(OWNER, KEY)

    assert await rows.revoke_key(KEY.id, 500.0)
    assert not await rows.revoke_key(KEY.id, 600.0)
    assert not await rows.revoke_key("k0000009", 600.0)
    assert (await rows.key(KEY.id)).revoked_at == 500.0


async def test_last_use_never_goes_back(rows):
    await rows.add_first(OWNER, KEY)
    await rows.touch({KEY.id: 700.0})
    await rows.touch({KEY.id: 650.0})

    assert (await rows.key(KEY.id)).last_used_at == 700.0


async def test_usage_is_what_the_ledger_says(rows, database):
    for number, (status, at, seconds, cost, changes) in enumerate(
        [
            (Status.SUCCEEDED, 10 * DAY, 5.0, 0, {}),
            (Status.SUCCEEDED, 11 * DAY - 0.25, 10.0, 0, {"model_id": "a/c"}),
            (Status.FAILED, 11 * DAY, 0.0, 0, {"engine": "comfyui"}),
            (Status.SUCCEEDED, 11 * DAY + 5, 3.0, 250_000, {"key_id": "k0000002"}),
            (Status.SUCCEEDED, 12 * DAY, 3.0, 99, {}),
            (Status.SUCCEEDED, 11 * DAY, 3.0, 99, {"owner_id": "own_2"}),
        ]
    ):
        await database.run(ended(number, status, at, seconds, cost, **changes))

    by_day = await rows.usage("own_1", "day", 10 * DAY, 12 * DAY)
    by_model = await rows.usage("own_1", "model", 10 * DAY, 12 * DAY)
    by_engine = await rows.usage("own_1", "engine", 10 * DAY, 12 * DAY)
    by_key = await rows.usage("own_1", "key", 10 * DAY, 12 * DAY)

    assert [(u.group, u.requests, u.failures, u.seconds, u.cost_micro) for u in by_day] == [
        ("1970-01-11", 2, 0, 15.0, 0),
        ("1970-01-12", 2, 1, 3.0, 250_000),
    ]
    assert [(u.group, u.requests) for u in by_model] == [("a/b", 3), ("a/c", 1)]
    assert [(u.group, u.failures) for u in by_engine] == [("comfyui", 1), ("previz", 0)]
    assert [(u.group, u.cost_micro) for u in by_key] == [("k0000001", 0), ("k0000002", 250_000)]
    assert by_day[0].hosted_cost_micro == 2 * 840_000
    assert by_day[1].hosted_cost_micro == 840_000
