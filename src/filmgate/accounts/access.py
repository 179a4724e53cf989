"""Accounts: issue keys, tell who calls, hold them to their rate, report what they used."""

from __future__ import annotations

import asyncio
import hmac
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from filmgate.accounts.rate import RateLimit
from filmgate.accounts.rows import USAGE_GROUPS, AccountRows, Key, Owner, UsageLine
from filmgate.accounts.token import CHOSEN_LENGTH_MIN, Token, hash_text, new_token, read_token
from filmgate.core.account import Caps, Principal, Scope
from filmgate.core.errors import (
    ConfigurationError,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Problem,
    Unauthenticated,
)
from filmgate.core.request import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: how long a key is remembered before its row is read again: how late another process's
#: revocation may be noticed, in seconds
REMEMBER_S: Final = 2.0
#: `last_used_at` of a key is written at most this often, in seconds
TOUCH_S: Final = 60.0
#: remembered keys; beyond it the memory starts afresh
REMEMBER_MAX: Final = 10_000
OPERATOR_LABEL: Final = "chosen by the operator"
FIRST_LABEL: Final = "first key"
#: every scope
ADMIN_SCOPES: Final = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key and, this once, its token."""

    key: Key
    token: str = field(repr=False)


class Accounts:
    """Owners, keys and usage.

    Parameters
    ----------
    rows
        Where they are stored.
    default_caps
        Limits of a key that is issued without its own.
    clock
        Seconds since the epoch, UTC.
    remember_max
        Keys remembered at a time.
    """

    def __init__(
        self,
        rows: AccountRows,
        *,
        default_caps: Caps | None = None,
        clock: Callable[[], float] = time.time,
        remember_max: int = REMEMBER_MAX,
    ) -> None:
        self._rows = rows
        self._remember_max = remember_max
        self._default_caps = default_caps or Caps()
        self._clock = clock
        self._rate = RateLimit(clock)
        #: by hash of the token: who it stands for, and until when that may be believed
        self._known: dict[str, tuple[Principal, float]] = {}
        #: counts changes of keys made here
        self._changes = 0
        self._used: dict[str, float] = {}
        self._local: Principal | None = None
        self._writing: set[asyncio.Task[None]] = set()

    # --- who calls -------------------------------------------------------------------------------

    def recall(self, token: str) -> Principal | None:
        """Tell who calls from memory alone; None when the row must be read. Microseconds."""
        known = self._known.get(hash_text(token))
        if known is None:
            return None
        principal, until = known
        now = self._clock()
        if now >= until:
            return None
        self._note_use(principal.key_id, now)
        return principal

    async def authenticate(self, token: str) -> Principal:
        """Tell who calls.

        Raises
        ------
        Unauthenticated
            No key of this server has this token, or it is revoked or expired.
        """
        principal = self.recall(token)
        if principal is not None:
            return principal
        read = read_token(token)
        changes = self._changes
        key = await self._rows.key(read.key_id) if read is not None else None
        now = self._clock()
        if (
            read is None
            or key is None
            or not hmac.compare_digest(key.secret_hash, read.secret_hash)
        ):
            raise Unauthenticated("the key is unknown, revoked or expired")
        principal = self.vouch(key)
        if changes == self._changes:  # else a key was revoked since the row was read
            self._remember(principal, read, now, key.expires_at)
        return principal

    def vouch(self, key: Key) -> Principal:
        """Tell whom a key stands for that the caller was found to hold.

        Raises
        ------
        Unauthenticated
            It is revoked or expired.
        """
        now = self._clock()
        if not is_valid(key, now):
            raise Unauthenticated("the key is revoked or expired")
        self._used[key.id] = max(self._used.get(key.id, 0.0), key.last_used_at or 0.0)
        self._note_use(key.id, now)
        return Principal(key.owner_id, key.id, key.scopes, key.engines, key.caps, key.webhook)

    def _remember(
        self, principal: Principal, token: Token, now: float, expires_at: float | None
    ) -> None:
        if len(self._known) >= self._remember_max:
            self._known.clear()
        until = min(now + REMEMBER_S, expires_at or now + REMEMBER_S)
        self._known[token.secret_hash] = (principal, until)

    def _forget(self, key_id: str) -> None:
        self._changes += 1
        self._known = {h: known for h, known in self._known.items() if known[0].key_id != key_id}

    def _note_use(self, key_id: str, now: float) -> None:
        """Have the use of a key written, at most once a minute and beside the call."""
        if now - self._used.get(key_id, 0.0) < TOUCH_S:
            return
        self._used[key_id] = now
        task = asyncio.get_running_loop().create_task(self._rows.touch({key_id: now}))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def settle(self) -> None:
        """Wait until what is known of the use of keys is written."""
        await asyncio.gather(*self._writing)

    def check_rate(self, principal: Principal) -> None:
        """Count one submit against the key's rate. Raises `LimitExceeded`."""
        per_minute = principal.caps.rate_per_minute
        if per_minute is None:
            return
        wait_s = self._rate.take(principal.key_id, per_minute) if per_minute > 0 else 60.0
        if wait_s:
            raise LimitExceeded(
                f"this key may submit {per_minute} requests a minute; "
                f"the next is welcome in {wait_s:.1f} s",
                wait_s,
            )

    # --- owners and keys -------------------------------------------------------------------------

    async def create_owner(self, name: str) -> Owner:
        """Add an owner; the name is for people and need not be unique."""
        owner = Owner(new_id("own"), name, self._clock())
        await self._rows.add_owner(owner)
        return owner

    async def owners(self) -> Sequence[Owner]:
        """Every owner, oldest first."""
        return await self._rows.owners()

    async def create_key(
        self,
        owner_id: str,
        *,
        label: str = "",
        scopes: Iterable[Scope] = (Scope.READ, Scope.WRITE),
        engines: Iterable[str] | None = None,
        caps: Caps | None = None,
        expires_at: float | None = None,
        webhook: str | None = None,
    ) -> IssuedKey:
        """Issue a key; its token is shown by this call and never again.

        Raises
        ------
        NotFound
            If there is no such owner.
        """
        if owner_id not in {owner.id for owner in await self._rows.owners()}:
            raise NotFound(f"no owner has the id {owner_id}")
        token = new_token()
        key = self._key(token, owner_id, label, scopes)
        key = replace(
            key,
            engines=None if engines is None else frozenset(engines),
            caps=self._default_caps if caps is None else caps,
            expires_at=expires_at,
            webhook=webhook,
        )
        await self._rows.add_key(key)
        return IssuedKey(key, token.text)

    def _key(self, token: Token, owner_id: str, label: str, scopes: Iterable[Scope]) -> Key:
        return Key(
            id=token.key_id,
            owner_id=owner_id,
            secret_hash=token.secret_hash,
            label=label,
            scopes=frozenset(scopes),
            engines=None,
            caps=Caps(),
            created_at=self._clock(),
        )

    async def list(self, owner_id: str | None = None) -> Sequence[Key]:
        """Keys of an owner, or of every owner, newest first; revoked ones too."""
        return await self._rows.keys(owner_id)

    async def key(self, key_id: str) -> Key:
        """Read one key. Raises `NotFound`."""
        key = await self._rows.key(key_id)
        if key is None:
            raise NotFound(f"no key has the id {key_id}")
        return key

    async def change_key(self, key: Key) -> None:
        """Write label, scopes, engines, caps and expiry of a key; they hold at once."""
        if not await self._rows.change_key(key):
            raise NotFound(f"no key has the id {key.id}")
        self._forget(key.id)
        self._rate.forget(key.id)

    async def revoke(self, key_id: str) -> None:
        """Revoke a key at once; doing it twice is harmless. Raises `NotFound`."""
        await self._rows.revoke_key(key_id, self._clock())
        self._forget(key_id)
        await self.key(key_id)

    async def ensure_first_key(self) -> str | None:
        """Make an owner and an admin key if there is no key yet; returns its token, once."""
        token = new_token()
        owner = Owner(new_id("own"), "default", self._clock())
        key = self._key(token, owner.id, FIRST_LABEL, ADMIN_SCOPES)
        return token.text if await self._rows.add_first(owner, key) else None

    async def register_operator_key(self, text: str) -> Key:
        """Register exactly this text as the admin key; one chosen earlier is revoked.

        Raises
        ------
        ConfigurationError
            If it is shorter than 8 characters, or a mistyped key of our own shape.
        """
        is_sendable = text.isascii() and text.isprintable() and not set(text) & set(" ,")
        token = read_token(text) if is_sendable else None
        if token is None:
            raise ConfigurationError(
                f"an API key needs {CHOSEN_LENGTH_MIN} to 512 printable ASCII characters without "
                "spaces or commas; one of the form fg_… must be complete"
            )
        for old in await self._rows.keys(None):
            if old.label == OPERATOR_LABEL and old.id != token.key_id and old.revoked_at is None:
                await self.revoke(old.id)
        known = await self._rows.key(token.key_id)
        if known is not None:
            # registered before: valid again, and admin, whatever was done to it since
            key = replace(
                known, scopes=ADMIN_SCOPES, revoked_at=None, expires_at=None, label=OPERATOR_LABEL
            )
            await self.change_key(replace(key, secret_hash=token.secret_hash))
            return key
        key = self._key(token, (await self.default_owner()).id, OPERATOR_LABEL, ADMIN_SCOPES)
        await self._rows.add_key(key)
        return key

    async def default_owner(self) -> Owner:
        """The oldest owner; made if there is none."""
        owners = await self._rows.owners()
        return owners[0] if owners else await self.create_owner("default")

    async def local_principal(self) -> Principal:
        """Who everybody is on a server without keys (``--no-auth``): the default owner."""
        if self._local is None:
            self._local = Principal((await self.default_owner()).id, "", ADMIN_SCOPES)
        return self._local

    # --- usage -----------------------------------------------------------------------------------

    async def usage(
        self, owner_id: str, group_by: str, since: float, until: float
    ) -> Sequence[UsageLine]:
        """What an owner used, by day, model, engine or key, from the ledger.

        Raises
        ------
        InvalidInput
            If `group_by` is another word.
        """
        if group_by not in USAGE_GROUPS:
            allowed = ", ".join(USAGE_GROUPS)
            text = f"must be one of {allowed}, got {group_by!r}"
            raise InvalidInput([Problem(("query", "group_by"), text, "enum")])
        return await self._rows.usage(owner_id, group_by, since, until)


def is_valid(key: Key, now: float) -> bool:
    """Whether a key is neither revoked nor expired."""
    return key.revoked_at is None and (key.expires_at is None or now < key.expires_at)
