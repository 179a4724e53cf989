import subprocess
import sys

import msgspec
import pytest

from filmgate.bootstrap.engines import _open_engines, make_engines
from filmgate.core.errors import ConfigurationError, NotFound
from filmgate.settings import Settings


def test_previz_is_always_there_and_scripted_only_for_tests():
    plain, test = make_engines(Settings()), make_engines(Settings(test_models=True))

    assert plain.get("previz").describe().name == "previz"
    assert test.get("scripted").describe().name == "scripted"
    with pytest.raises(NotFound):
        plain.get("scripted")


def test_a_route_to_an_unknown_engine_is_refused_at_once():
    with pytest.raises(ConfigurationError, match="'gpu'"):
        make_engines(Settings(routes={"*": ("gpu",)}))


def test_a_render_process_makes_the_engines_of_its_server(tmp_path):
    settings = Settings(data_dir=tmp_path, models_dir=tmp_path, test_models=True)
    told = msgspec.json.decode(msgspec.json.encode(settings, enc_hook=str))

    find, warm = _open_engines(told)
    warm()

    assert find("scripted").describe().name == "scripted"
    assert find("previz").readiness().ready


def test_wiring_a_server_imports_nothing_that_renders(tmp_path):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from filmgate import bootstrap\n"
        "from filmgate.settings import Settings\n"
        f"bootstrap.build(Settings(data_dir=Path({str(tmp_path)!r}), test_models=True))\n"
        "print(*{'av', 'cv2', 'numpy', 'PIL', 'aiohttp'} & set(sys.modules))\n"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert told.stdout.split() == []
