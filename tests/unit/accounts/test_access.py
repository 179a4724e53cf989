"""Who calls, and what becomes of keys."""

import asyncio
from dataclasses import replace

import pytest

from filmgate.accounts import Accounts
from filmgate.accounts.access import OPERATOR_LABEL, REMEMBER_S
from filmgate.accounts.token import new_token
from filmgate.core.account import Caps, Scope
from filmgate.core.errors import (
    ConfigurationError,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Unauthenticated,
)
from filmgate.db.accounts import AccountTable
from filmgate.db.sqlite import SqliteDatabase

pytestmark = pytest.mark.anyio


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class CountingRows(AccountTable):
    """The real table, counting reads of keys."""

    reads = 0
    touches = 0

    async def key(self, key_id):
        self.reads += 1
        return await super().key(key_id)

    async def touch(self, used_at):
        self.touches += 1
        await super().touch(used_at)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def database(tmp_path):
    database = SqliteDatabase(tmp_path / "test.db", "normal")
    yield database
    database.close()


@pytest.fixture
def rows(database):
    return CountingRows(database)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(rows, clock):
    return Accounts(rows, clock=clock)


@pytest.fixture
async def issued(accounts):
    owner = await accounts.create_owner("Ann")
    return await accounts.create_key(owner.id, label="test")


async def test_the_first_key_is_made_once_and_is_admin(accounts):
    token = await accounts.ensure_first_key()

    assert token is not None
    assert (await accounts.authenticate(token)).may(Scope.ADMIN)
    assert await accounts.ensure_first_key() is None


async def test_two_servers_that_start_at_once_make_one_first_key(database):
    servers = [Accounts(AccountTable(database)) for _ in range(5)]

    tokens = await asyncio.gather(*(server.ensure_first_key() for server in servers))

    assert sum(token is not None for token in tokens) == 1


async def test_a_key_stands_for_its_owner_with_its_scopes_engines_and_caps(accounts):
    owner = await accounts.create_owner("Ann")
    caps = Caps(in_flight=1)
    issued = await accounts.create_key(
        owner.id, scopes=[Scope.READ], engines=["comfyui"], caps=caps
    )

    principal = await accounts.authenticate(issued.token)

    assert principal.owner_id == owner.id
    assert principal.key_id == issued.key.id
    assert principal.scopes == {Scope.READ}
    assert principal.engines == {"comfyui"}
    assert principal.caps == caps


async def test_a_key_without_caps_gets_the_servers(rows, clock):
    accounts = Accounts(rows, default_caps=Caps(queued=3), clock=clock)
    owner = await accounts.create_owner("Ann")

    issued = await accounts.create_key(owner.id)

    assert issued.key.caps == Caps(queued=3)


async def test_a_key_needs_an_owner_that_exists(accounts):
    with pytest.raises(NotFound):
        await accounts.create_key("own_nobody")


@pytest.mark.parametrize("token", ["", "short", "fg_aaaaaaaa_b", "a wrong but long one"])
async def test_wrong_keys_are_refused(accounts, token):
    with pytest.raises(Unauthenticated):
        await accounts.authenticate(token)


async def test_the_right_id_with_another_secret_is_refused(accounts, issued, rows):
    other = new_token()
    forged = replace(issued.key, id=other.key_id)
    await rows.add_key(forged)

    with pytest.raises(Unauthenticated):
        await accounts.authenticate(other.text)


async def test_a_mistyped_key_never_reaches_the_database(accounts, issued, rows):
    wrong = issued.token[:-1] + ("0" if issued.token[-1] != "0" else "1")
    with pytest.raises(Unauthenticated):
        await accounts.authenticate(wrong)

    assert rows.reads == 0


async def test_a_known_key_is_not_read_again_for_a_while(accounts, issued, rows, clock):
    for _ in range(10):
        await accounts.authenticate(issued.token)
    assert rows.reads == 1

    clock.now += REMEMBER_S
    await accounts.authenticate(issued.token)
    assert rows.reads == 2


async def test_revoking_holds_at_once(accounts, issued):
    await accounts.authenticate(issued.token)
    await accounts.revoke(issued.key.id)

    assert accounts.recall(issued.token) is None
    with pytest.raises(Unauthenticated):
        await accounts.authenticate(issued.token)


async def test_a_key_revoked_while_its_row_is_read_is_not_remembered(issued, database):
    class SlowRows(AccountTable):
        accounts = None

        async def key(self, key_id):
            found = await super().key(key_id)
            accounts, SlowRows.accounts = SlowRows.accounts, None
            if accounts:
                await accounts.revoke(key_id)
            return found

    accounts = Accounts(SlowRows(database))
    SlowRows.accounts = accounts
    await accounts.authenticate(issued.token)

    assert accounts.recall(issued.token) is None
    await accounts.settle()


async def test_many_keys_do_not_fill_the_memory(rows):
    accounts = Accounts(rows, remember_max=3)
    owner = await accounts.create_owner("Ann")
    tokens = [(await accounts.create_key(owner.id)).token for _ in range(5)]
    for token in tokens:
        await accounts.authenticate(token)
    await accounts.settle()

    assert sum(accounts.recall(token) is not None for token in tokens) <= 3


async def test_revoking_elsewhere_holds_within_two_seconds(accounts, issued, rows, clock):
    await accounts.authenticate(issued.token)
    await Accounts(rows, clock=clock).revoke(issued.key.id)
    clock.now += REMEMBER_S

    with pytest.raises(Unauthenticated):
        await accounts.authenticate(issued.token)


async def test_revoking_an_unknown_key_says_so(accounts):
    with pytest.raises(NotFound):
        await accounts.revoke("nobody00")


async def test_an_expired_key_is_refused_even_if_it_was_remembered(accounts, clock):
    owner = await accounts.create_owner("Ann")
    issued = await accounts.create_key(owner.id, expires_at=clock.now + 0.5)
    await accounts.authenticate(issued.token)
    clock.now += 0.5

    with pytest.raises(Unauthenticated):
        await accounts.authenticate(issued.token)


async def test_a_changed_key_has_its_new_scopes_at_once(accounts, issued):
    await accounts.authenticate(issued.token)
    await accounts.change_key(replace(issued.key, scopes=frozenset({Scope.READ})))

    assert not (await accounts.authenticate(issued.token)).may(Scope.WRITE)


async def test_changing_an_unknown_key_says_so(accounts, issued):
    with pytest.raises(NotFound):
        await accounts.change_key(replace(issued.key, id="nobody00"))


async def test_last_use_is_written_at_most_once_a_minute(accounts, issued, rows, clock):
    for _ in range(50):
        await accounts.authenticate(issued.token)
        clock.now += 1.0
    await accounts.settle()
    assert rows.touches == 1

    clock.now += 60.0
    await accounts.authenticate(issued.token)
    await accounts.settle()
    assert (await accounts.key(issued.key.id)).last_used_at == clock.now


async def test_the_rate_of_a_key_is_kept(accounts, issued):
    await accounts.change_key(replace(issued.key, caps=Caps(rate_per_minute=2)))
    principal = await accounts.authenticate(issued.token)
    accounts.check_rate(principal)
    accounts.check_rate(principal)

    with pytest.raises(LimitExceeded) as caught:
        accounts.check_rate(principal)
    assert 0 < caught.value.retry_after_s <= 30.0


async def test_a_rate_of_zero_means_never(accounts, issued):
    await accounts.change_key(replace(issued.key, caps=Caps(rate_per_minute=0)))
    principal = await accounts.authenticate(issued.token)

    with pytest.raises(LimitExceeded):
        accounts.check_rate(principal)


async def test_a_key_without_a_rate_is_never_held_up(accounts, issued):
    principal = await accounts.authenticate(issued.token)
    for _ in range(1000):
        accounts.check_rate(principal)


async def test_the_operators_key_is_exactly_the_given_text(accounts):
    key = await accounts.register_operator_key("s3cret-enough")

    principal = await accounts.authenticate("s3cret-enough")
    assert principal.key_id == key.id
    assert principal.may(Scope.ADMIN)


async def test_registering_it_again_changes_nothing(accounts):
    first = await accounts.register_operator_key("s3cret-enough")
    second = await accounts.register_operator_key("s3cret-enough")

    assert first.id == second.id
    assert len(await accounts.list()) == 1


async def test_a_new_operators_key_revokes_the_old_one_but_no_other(accounts, issued):
    await accounts.register_operator_key("the-old-one")
    await accounts.register_operator_key("another-one")

    with pytest.raises(Unauthenticated):
        await accounts.authenticate("the-old-one")
    assert await accounts.authenticate(issued.token)


async def test_a_revoked_operators_key_is_valid_again_when_the_operator_says_so(accounts):
    key = await accounts.register_operator_key("s3cret-enough")
    await accounts.revoke(key.id)
    await accounts.register_operator_key("s3cret-enough")

    assert await accounts.authenticate("s3cret-enough")


async def test_the_operator_may_choose_a_key_of_our_own_shape(accounts):
    token = new_token()
    key = await accounts.register_operator_key(token.text)

    assert key.id == token.key_id
    assert key.label == OPERATOR_LABEL
    assert await accounts.authenticate(token.text)


@pytest.mark.parametrize(
    "text", ["short", "with space", "with,comma", "ünïcödé-key", "tab\tbed-key"]
)
async def test_the_operators_key_must_be_sendable(accounts, text):
    with pytest.raises(ConfigurationError):
        await accounts.register_operator_key(text)


async def test_without_keys_everybody_is_the_default_owner(accounts):
    first = await accounts.local_principal()

    assert first == await accounts.local_principal()
    assert first.may(Scope.ADMIN)


async def test_usage_by_an_unknown_word_names_the_allowed_ones(accounts):
    with pytest.raises(InvalidInput) as caught:
        await accounts.usage("own_1", "colour", 0.0, 1.0)

    assert "day, model, engine, key" in caught.value.problems[0].msg
