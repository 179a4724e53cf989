"""The type of decoded JSON."""

from __future__ import annotations

from typing import TypeAlias

#: a value decoded from JSON; narrow it before use
Json: TypeAlias = object
