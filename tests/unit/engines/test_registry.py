from dataclasses import dataclass, field

import pytest

from filmgate.catalog.loader import Catalog
from filmgate.core.account import Principal
from filmgate.core.errors import ConfigurationError, EngineError, NotFound, PermissionDenied
from filmgate.core.order import Options, Task
from filmgate.core.ports import Capabilities, Capability, Readiness
from filmgate.engines.registry import Registry, may_use

MODEL = Catalog.load().get("kling/kling-3.0/pro/image-to-video")
ANN = Principal("own_ann", "key_ann")


@dataclass
class Engine:
    name: str
    is_paid: bool = False
    is_remote: bool = False
    tasks: tuple = tuple(Task)
    state: Readiness = field(default_factory=lambda: Readiness(True))

    def describe(self):
        tasks = tuple(Capability(task, 15, 3840) for task in self.tasks)
        return Capabilities(
            self.name, "1", "for tests", tasks, is_paid=self.is_paid, is_remote=self.is_remote
        )

    def readiness(self):
        return self.state

    def plan(self, order):
        raise NotImplementedError

    def run(self, order, plan, ctx):
        raise NotImplementedError


def make(*engines, **routes):
    registry = Registry(routes.pop("routes", None))
    for engine in engines:
        registry.register(engine.name, lambda engine=engine: engine)
    return registry


def name_of(registry, principal=ANN, engine=None):
    return registry.route(MODEL, Options(engine=engine), principal).describe().name


def test_a_model_goes_to_the_engine_its_file_prefers():
    assert MODEL.engines == ("previz",)
    assert name_of(make(Engine("other"), Engine("previz"))) == "previz"


def test_a_route_of_the_settings_wins_over_the_model_file():
    registry = make(Engine("previz"), Engine("gpu"), routes={"kling/*": ("gpu", "previz")})

    assert name_of(registry) == "gpu"


def test_the_first_pattern_that_matches_counts():
    routes = {"other/*": ("gpu",), "kling/*/pro/*": ("slow",), "*": ("gpu",)}
    registry = make(Engine("previz"), Engine("gpu"), Engine("slow"), routes=routes)

    assert name_of(registry) == "slow"


def test_an_engine_that_is_not_ready_is_passed_over():
    away = Engine("gpu", state=Readiness(False, "the weights are missing", "download them"))
    registry = make(away, Engine("previz"), routes={"*": ("gpu", "previz")})

    assert name_of(registry) == "previz"


def test_without_a_ready_engine_the_caller_learns_why():
    away = Engine("previz", state=Readiness(False, "the disk is gone", "mount it"))

    with pytest.raises(EngineError, match="previz: the disk is gone mount it"):
        name_of(make(away))


def test_an_engine_that_cannot_do_the_task_is_passed_over():
    registry = make(
        Engine("words", tasks=(Task.TEXT_TO_VIDEO,)),
        Engine("previz"),
        routes={"*": ("words", "previz")},
    )

    assert name_of(registry) == "previz"


def test_without_an_engine_for_the_task_there_is_an_error():
    registry = make(Engine("words", tasks=(Task.TEXT_TO_VIDEO,)), routes={"*": ("words",)})

    with pytest.raises(EngineError, match="no engine here can do this task"):
        name_of(registry)


def test_a_caller_may_name_the_engine():
    assert name_of(make(Engine("previz"), Engine("gpu")), engine="gpu") == "gpu"


def test_an_unknown_engine_is_not_found_and_the_others_are_listed():
    with pytest.raises(NotFound, match="'gpu'; there are: previz"):
        name_of(make(Engine("previz")), engine="gpu")


def test_engines_that_cost_money_are_for_keys_that_list_them():
    registry = make(Engine("previz"), Engine("hosted", is_paid=True))
    richer = Principal("own_bob", "key_bob", engines=frozenset({"hosted"}))

    with pytest.raises(PermissionDenied, match="'hosted'"):
        name_of(registry, engine="hosted")
    assert name_of(registry, richer, engine="hosted") == "hosted"
    with pytest.raises(PermissionDenied, match="'previz'"):
        name_of(registry, richer)


def test_a_key_without_a_list_may_use_whatever_costs_nothing():
    assert may_use(ANN, Engine("free").describe())
    assert not may_use(ANN, Engine("hosted", is_paid=True).describe())


def test_an_engine_is_made_once_and_only_when_it_is_needed():
    made = []
    registry = Registry()
    registry.register("previz", lambda: made.append(1) or Engine("previz"))
    assert made == []

    assert registry.get("previz") is registry.get("previz")
    assert made == [1]


def test_an_engine_that_cannot_be_loaded_does_not_hide_the_others():
    def broken():
        raise ImportError("no module named torch")

    registry = make(Engine("previz"))
    registry.register("gpu", broken)

    assert [about.name for about, _ in registry.about()] == ["previz"]
    with pytest.raises(EngineError, match=r"cannot be loaded: ImportError: no module named torch"):
        registry.get("gpu")


def test_an_engine_must_use_its_registered_name():
    registry = Registry()
    registry.register("mine", lambda: Engine("yours"))

    with pytest.raises(EngineError, match="calls itself 'yours'"):
        registry.get("mine")


def test_two_engines_cannot_share_a_name():
    with pytest.raises(ConfigurationError, match="two engines are named 'previz'"):
        make(Engine("previz"), Engine("previz"))


def test_a_route_to_an_engine_that_does_not_exist_is_a_wrong_setting():
    registry = make(Engine("previz"), routes={"kling/*": ("gpu",)})

    with pytest.raises(ConfigurationError, match="'gpu'; there are: previz"):
        registry.check_routes()


def test_only_local_engines_render_in_a_process_of_ours():
    registry = make(Engine("previz"), Engine("hosted", is_remote=True))

    assert registry.get_local("previz").describe().name == "previz"
    with pytest.raises(EngineError, match="does not render in this process"):
        registry.get_local("hosted")


def test_engines_of_installed_packages_are_offered(tmp_path, monkeypatch):
    (tmp_path / "their_package.py").write_text(
        "from filmgate.engines.scripted import ScriptedEngine\nmake = ScriptedEngine\n"
    )
    info = tmp_path / "their_package-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-package\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[filmgate.engines]\nscripted = their_package:make\n")
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry()

    registry.register_installed()

    assert registry.get("scripted").describe().name == "scripted"
