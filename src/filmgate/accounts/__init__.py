"""Owners, keys, limits and usage: who calls, what they may do, and what they used."""

from filmgate.accounts.access import Accounts, IssuedKey
from filmgate.accounts.rows import AccountRows, Key, Owner, UsageLine
from filmgate.accounts.sessions import SessionRows, Sessions

__all__ = [
    "AccountRows",
    "Accounts",
    "IssuedKey",
    "Key",
    "Owner",
    "SessionRows",
    "Sessions",
    "UsageLine",
]
