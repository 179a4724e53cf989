"""Every setting in one frozen class, read once from filmgate.toml and FILMGATE_* variables."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
import platformdirs

from filmgate.core.account import Caps
from filmgate.core.errors import ConfigurationError

#: requests of one key in flight in a cluster, unless default_caps.in_flight says otherwise
CLUSTER_IN_FLIGHT: Final = 16
#: longest lease, in seconds; `db/queries.sql` counts on it
MAX_LEASE_S: Final = 3600
#: shortest time a request is kept, in seconds: for a day its webhook is tried again
WEBHOOK_S: Final = 2 * 86_400.0
#: what every environment variable of ours begins with
ENV_PREFIX: Final = "FILMGATE_"


def _default_data_dir() -> Path:
    return Path(platformdirs.user_data_dir("filmgate", appauthor=False))


def _default_slots() -> int:
    return max(1, min(4, (os.cpu_count() or 2) // 2))


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator may choose; `Settings.load` says where the values come from."""

    #: folder of the database, the stored files, the scratch space and the lock
    data_dir: Path = msgspec.field(default_factory=_default_data_dir)
    #: address the server listens on
    host: str = "127.0.0.1"
    #: port the server listens on; 0 lets the system choose one
    port: int = 8000
    #: the address callers use, such as "https://films.example.org"; empty: taken from each call
    public_url: str = ""
    #: addresses or networks whose X-Forwarded-* headers are believed
    trusted_proxies: tuple[str, ...] = ()
    #: further Host names that are answered, beside loopback names and the public URL's
    allow_hosts: tuple[str, ...] = ()
    #: origins of web pages that may call the API from a browser
    cors_origins: tuple[str, ...] = ()
    #: answer everybody as one owner, without keys; only on loopback
    no_auth: bool = False
    #: "sqlite" (a file in the data folder), "sqlite:///path" or "postgresql://…"
    database: str = "sqlite"
    #: "local" (a folder in the data folder), a path, or "s3://bucket/prefix"
    storage: str = "local"
    #: "full": an accepted request survives a power cut; "normal": a crash of the process only
    durability: str = "full"
    #: requests rendered at once by this process; 0 means API only
    slots: int = msgspec.field(default_factory=_default_slots)
    #: engines this process renders with, where many share a PostgreSQL database; empty: all
    engines: tuple[str, ...] = ()
    #: the word of /result for a success: "succeeded" or "completed"
    success_word: str = "succeeded"
    #: folder with more model files; unset: "models" in the data folder
    models_dir: Path | None = None
    #: add the models that exist for tests
    test_models: bool = False
    #: pattern of model ids → names of engines by preference: {"kling/*" = ["previz"]}
    routes: dict[str, tuple[str, ...]] = {}
    #: fetch media from http:// addresses too
    allow_http_media: bool = False
    #: private names, addresses or networks that media may be fetched from
    media_allow_hosts: tuple[str, ...] = ()
    #: seconds a submit waits for remote media before it accepts the request with the file deferred
    fetch_budget_s: float = 10.0
    #: seconds a deferred file may take once the request is being rendered
    fetch_deferred_s: float = 120.0
    #: largest image input or upload, in MiB
    max_image_mb: int = 50
    #: largest video input or upload, in MiB
    max_video_mb: int = 100
    #: largest request body, in MiB
    max_body_mb: int = 64
    #: seconds without a sign of life after which a request is taken from its worker
    lease_s: float = 30.0
    #: how often a request is tried before it fails
    max_attempts: int = 3
    #: seconds a request may stay in doubt before it fails
    doubt_s: float = 86_400.0
    #: seconds a stopping server lets its renders finish before it hands them back
    grace_s: float = 20.0
    #: send webhooks to http:// addresses too
    allow_http_webhooks: bool = False
    #: private names, addresses or networks that webhooks may be sent to
    webhook_allow_hosts: tuple[str, ...] = ()
    #: longest silence of a stream of events, in seconds
    heartbeat_s: float = 15.0
    #: submits are refused while less than this is free, in MiB
    min_free_mb: int = 512
    #: memory one render process may use, in MiB
    render_memory_mb: int = 4096
    #: processor seconds one render may use
    render_cpu_s: int = 3600
    #: limits of a key that has none of its own
    default_caps: Caps = Caps()
    #: who may read /metrics: "admin" (a key with that scope), "open" (everybody) or "off"
    metrics: str = "admin"
    #: port on which a worker without an API tells its metrics, to everybody who reaches it; 0: none
    metrics_port: int = 0
    #: URL that traces go to by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces; empty: none
    traces: str = ""
    #: lines of the log: "text" for people, "json" for programs
    log_format: str = "text"
    #: "debug" (every call too), "info" (changes of requests, calls that change), "warning", "error"
    log_level: str = "warning"
    #: seconds a deleted request can be restored
    undo_s: float = 86_400.0
    #: seconds an ended request is kept, with everything of it; 0: for ever, as all of these
    request_ttl_s: float = 0.0
    #: seconds the clip, its poster and its contact sheet are kept after the end of their request
    output_ttl_s: float = 0.0
    #: seconds the frozen media inputs are kept after the end of their request
    input_ttl_s: float = 0.0
    #: seconds the pictures of a clip in progress are kept after the end of their request
    preview_ttl_s: float = 7 * 86_400.0
    #: seconds the notes of progress are kept after the end of their request; other events stay
    event_ttl_s: float = 7 * 86_400.0
    #: seconds the log of delivered and given-up webhooks is kept
    delivery_ttl_s: float = 30 * 86_400.0
    #: seconds between two looks through the store for files that no row knows; 0: never
    orphan_scan_s: float = 86_400.0
    #: seconds an upload that no request uses is kept
    upload_ttl_s: float = 7 * 86_400.0

    def __post_init__(self) -> None:
        """Refuse values that are well-formed but cannot work."""
        _one_of("durability", self.durability, ("full", "normal"))
        _one_of("success_word", self.success_word, ("succeeded", "completed"))
        _one_of("metrics", self.metrics, ("admin", "open", "off"))
        _one_of("log_format", self.log_format, ("text", "json"))
        _one_of("log_level", self.log_level, ("debug", "info", "warning", "error"))
        _long_enough(self)
        for name, value, least in (
            ("slots", self.slots, 0),
            ("port", self.port, 0),
            ("metrics_port", self.metrics_port, 0),
            ("max_attempts", self.max_attempts, 1),
            ("lease_s", self.lease_s, 1),
        ):
            if value < least:
                raise ConfigurationError(f"{name} is {value}; it must be at least {least}")
        if self.lease_s > MAX_LEASE_S:
            raise ConfigurationError(
                f"lease_s is {self.lease_s}; it must be at most {MAX_LEASE_S}: a longer lease is"
                " taken for one that was given before the clock was set back"
            )
        if self.engines and not self.is_cluster:
            raise ConfigurationError(
                "engines are divided among workers that share a PostgreSQL database; with SQLite"
                " one process renders everything"
            )

    @classmethod
    def load(cls, path: Path | None = None, /, **overrides: object) -> Settings:
        """Read the settings.

        The first that names a setting wins: `overrides` (None means "not given"), a FILMGATE_*
        variable, the file, the default. The file is `path`, else the one FILMGATE_CONFIG names,
        else ./filmgate.toml, else filmgate.toml in the user's configuration folder.

        Raises
        ------
        ConfigurationError
            For a file that cannot be read, an unknown name or a value of the wrong type.
        """
        values = {**_from_file(_config_file(path)), **_from_environment(cls, os.environ)}
        values.update({name: value for name, value in overrides.items() if value is not None})
        try:
            return msgspec.convert(values, cls, strict=False, dec_hook=_decode)
        except msgspec.ValidationError as error:
            raise ConfigurationError(f"settings: {error}") from error

    @property
    def is_cluster(self) -> bool:
        """Whether several machines share one PostgreSQL database."""
        return self.database.startswith(("postgresql:", "postgres:"))

    @property
    def in_flight(self) -> int:
        """Requests of one key that are admitted at once, where the key has no cap of its own.

        As many as there are slots keeps every slot busy and every other key's wait short. No
        process of a cluster knows the slots of the others.
        """
        cap = self.default_caps.in_flight
        usual = CLUSTER_IN_FLIGHT if self.is_cluster else max(1, self.slots)
        return usual if cap is None else cap

    @property
    def sqlite_path(self) -> Path:
        """The database file of the embedded mode."""
        if self.database == "sqlite":
            return self.data_dir / "filmgate.db"
        return Path(self.database.removeprefix("sqlite:///"))

    @property
    def storage_url(self) -> str:
        """Where artifacts are kept: a folder or an s3:// address."""
        return str(self.data_dir / "files") if self.storage == "local" else self.storage

    @property
    def models_folder(self) -> Path:
        """Where model files of one's own are: the folder that is set, else one with the data."""
        return self.models_dir or self.data_dir / "models"

    @property
    def scratch_dir(self) -> Path:
        """Folder of work in progress; emptied at start."""
        return self.data_dir / "scratch"


def meanings() -> dict[str, str]:
    """What each setting means: the comments of the class."""
    import inspect

    told = re.findall(r"((?:    #: .*\n)+)    (\w+):", inspect.getsource(Settings))
    return {name: " ".join(re.findall(r"#: (.*)", text)) for text, name in told}


def _long_enough(settings: Settings) -> None:
    """Refuse to forget a request while its webhook may still be tried."""
    for name in ("request_ttl_s", "delivery_ttl_s"):
        value = getattr(settings, name)
        if value and value < WEBHOOK_S:
            raise ConfigurationError(
                f"{name} is {value:g}; it must be 0 (for ever) or at least {WEBHOOK_S:g}: for so"
                " long a webhook may be tried again"
            )


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ConfigurationError(f"{name} is {value!r}; allowed: {', '.join(allowed)}")


def _config_file(path: Path | None) -> Path | None:
    named = path or os.environ.get(ENV_PREFIX + "CONFIG")
    if named:
        return Path(named)
    usual = (
        Path("filmgate.toml"),
        Path(platformdirs.user_config_dir("filmgate", appauthor=False)) / "filmgate.toml",
    )
    return next((file for file in usual if file.is_file()), None)


def _from_file(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def _from_environment(
    settings: type[msgspec.Struct], environ: Mapping[str, str]
) -> dict[str, object]:
    """Settings named by FILMGATE_* variables; tables are JSON, lists are split at commas."""
    hints: dict[str, Any] = get_type_hints(settings)
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(settings):
        text = environ.get(ENV_PREFIX + field.name.upper())
        if text is not None:
            values[field.name] = _read_text(field.name, text, hints[field.name])
    return values


def _read_text(name: str, text: str, hint: object) -> object:
    if get_origin(hint) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if get_origin(hint) is dict or hint is Caps:
        try:
            return msgspec.json.decode(text.encode())
        except msgspec.DecodeError as error:
            raise ConfigurationError(f"{ENV_PREFIX}{name.upper()}: {error}") from error
    if type(None) in get_args(hint) and not text:
        return None
    return text


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str | Path):
        return Path(value).expanduser()
    raise NotImplementedError(kind)
