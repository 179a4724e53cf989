"""The S3 server of tests as a program: ``python -m tests.swift_server FOLDER PORT``.

OpenStack Swift with its s3api, its four servers in one process on four ports from PORT on.
Signatures, expiry and ranges are checked as on the real thing. What was stored in the folder is
there again when the program is started a second time.
"""

import sys
from pathlib import Path

ACCOUNT, USER, PASSWORD = "test", "tester", "testing"
#: what each port serves, from the first on
PARTS = ("proxy", "account", "container", "object")
_SWIFT = """
[swift-hash]
swift_hash_path_prefix = film
swift_hash_path_suffix = gate
[storage-policy:0]
name = only
default = yes
"""
_STORAGE = """
[DEFAULT]
devices = {folder}/devices
mount_check = false
swift_dir = {folder}
bind_ip = 127.0.0.1
bind_port = {port}
recon_cache_path = {folder}/recon
fallocate_reserve = 0
[pipeline:main]
pipeline = {part}-server
[app:{part}-server]
use = egg:swift#{part}
mount_check = false
"""
_FILTERS = ("catch_errors", "gatekeeper", "cache", "s3api", "tempauth", "slo", "copy")
_OPTIONS = {
    "cache": {"use": "egg:swift#memcache", "memcache_servers": "127.0.0.1:1"},
    "s3api": {"location": "us-east-1"},
    "tempauth": {f"user_{ACCOUNT}_{USER}": f"{PASSWORD} .admin"},
}


def write_configuration(folder, first):
    """Write what the four servers read."""
    from swift.common.ring import RingBuilder

    (folder / "devices" / "disk").mkdir(parents=True)
    (folder / "recon").mkdir()
    (folder / "swift.conf").write_text(_SWIFT)
    for port, part in enumerate(PARTS[1:], first + 1):
        ring = RingBuilder(part_power=2, replicas=1, min_part_hours=1)
        ring.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port,
                      "device": "disk", "weight": 1.0})  # fmt: skip
        ring.rebalance()
        ring.get_ring().save(str(folder / f"{part}.ring.gz"))
        text = _STORAGE.format(folder=folder, port=port, part=part)
        (folder / f"{part}.conf").write_text(text)
    (folder / "proxy.conf").write_text("\n".join(_proxy(folder, first)))


def _proxy(folder, port):
    yield from ("[DEFAULT]", "bind_ip = 127.0.0.1", f"bind_port = {port}", f"swift_dir = {folder}")
    yield from ("[pipeline:main]", f"pipeline = {' '.join(_FILTERS)} proxy-server")
    yield from ("[app:proxy-server]", "use = egg:swift#proxy", "account_autocreate = true")
    for name in _FILTERS:
        options = {"use": f"egg:swift#{name}", **_OPTIONS.get(name, {})}
        yield from (f"[filter:{name}]", *(f"{key} = {value}" for key, value in options.items()))


def serve(folder, first):
    """Be the server."""
    import eventlet

    eventlet.monkey_patch()
    import logging

    import eventlet.wsgi
    from swift.common import storage_policy, utils, wsgi
    from swift.common.utils import config

    for module in (utils, config):
        if hasattr(module, "SWIFT_CONF_FILE"):
            module.SWIFT_CONF_FILE = str(folder / "swift.conf")
    if not (folder / "proxy.conf").exists():
        write_configuration(folder, first)
    storage_policy.reload_storage_policies()

    def run(part, port):
        eventlet.wsgi.server(
            eventlet.listen(("127.0.0.1", port)),
            wsgi.loadapp(str(folder / f"{part}.conf")),
            log=logging.getLogger("wsgi"),
            log_output=False,
            protocol=wsgi.SwiftHttpProtocol,
        )

    servers = [eventlet.spawn(run, part, port) for port, part in enumerate(PARTS, first)]
    for server in reversed(servers):
        server.wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
