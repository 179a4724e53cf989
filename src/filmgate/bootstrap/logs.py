"""Lines of the log: for people or for programs, without anything secret."""

from __future__ import annotations

import logging
import re
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from filmgate.core.moment import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.change import Change
    from filmgate.settings import Settings

#: what must not be written down, and what stands for it
_SECRETS: Final = (
    (re.compile(r"fg_([0-9a-z]{8})_[A-Za-z0-9_-]{20,}"), r"fg_\1_…"),
    (re.compile(r"\bwhsec_[A-Za-z0-9+/=]+"), "whsec_…"),
    (re.compile(r"(?i)\b(bearer\s+)[^\s\"',]+"), r"\1…"),
    (re.compile(r"(?i)\bdata:[a-z0-9.+/-]*[;,][^\s\"'<>)]*"), "data:…"),
    (re.compile(r"/files/[A-Za-z0-9._~-]{16,}"), "/files/…"),
    (re.compile(r"(?i)([?&](?:token|key|signature|x-amz-[a-z-]+|sig)=)[^&\s\"']+"), r"\1…"),
    (re.compile(r"(://[^/@:\s]*:)[^@/\s]*@"), r"\1…@"),
)
_LONGEST: Final = 8000

_changes: Final = logging.getLogger("filmgate.request")


def configure(settings: Settings) -> None:
    """Send everything that is logged to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if settings.log_format == "json" else Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    level = settings.log_level.upper()
    root.setLevel("INFO" if level == "DEBUG" else level)
    logging.getLogger("filmgate").setLevel(level)
    for chatty in ("procrastinate", "aiohttp", "PIL", "uvicorn"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def redact(text: str) -> str:
    """Take keys, tokens, data URIs, passwords and signed links out of a text."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def log_change(change: Change) -> None:
    """Write one line for a change of a request."""
    failed = change.type == "failed" or change.type == "in_doubt"
    level = logging.WARNING if failed else logging.INFO
    if not _changes.isEnabledFor(level):
        return
    fields: dict[str, Any] = {
        "change": change.type,
        "request_id": change.request_id,
        "attempt": change.attempt,
        "worker": change.worker,
        "engine": change.engine,
        "model_id": change.model_id,
        "key_id": change.key_id,
    }
    if change.code:
        fields["code"] = change.code
    if change.finished_at is not None:
        fields["took_s"] = round(change.finished_at - change.created_at, 3)
    _changes.log(level, "request", extra={"fields": fields})


class Json(logging.Formatter):
    """One JSON object a line."""

    _encode: Final = msgspec.json.Encoder().encode

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, Any] = {
            "at": timestamp(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
            **_fields(record),
        }
        if record.exc_info:
            line["error"] = redact(self.formatException(record.exc_info))
        return self._encode(line).decode()


class Text(logging.Formatter):
    """One line for people, and what an error's traceback says."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        at = time.strftime("%H:%M:%S", time.localtime(record.created))
        told = " ".join(f"{name}={value}" for name, value in _fields(record).items() if value)
        head = f"{at} {record.levelname.lower():<7} {redact(record.getMessage())}"
        lines = [f"{head} {told}".rstrip()]
        if record.exc_info:
            lines.append(redact(self.formatException(record.exc_info)))
        return "\n".join(lines)


def _fields(record: logging.LogRecord) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(record, "fields", {})
    return found
