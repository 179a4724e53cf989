import json
import re
from pathlib import Path

from filmgate.catalog.loader import Catalog
from filmgate.catalog.order import make_order
from filmgate.catalog.schema import check_input
from filmgate.core.order import Media, MediaKind, Task

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto" / "add-a-model.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "src/filmgate/catalog/model_file.json").read_text("utf-8"))


def test_the_file_on_the_page_is_a_model_without_a_line_of_python(tmp_path: Path) -> None:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found
    path = tmp_path / "acme" / "skyline" / "image-to-video.json"
    path.parent.mkdir(parents=True)
    path.write_text(found[1], "utf-8")

    catalog = Catalog.load(tmp_path)
    model = catalog.get("acme/skyline/image-to-video")
    checked = check_input(model, {**model.example, "seed": 4})
    photo = Media(("image",), MediaKind.IMAGE, file_id="file_1")
    order = make_order(model, checked.input, checked.options, {("image",): photo})

    assert catalog.problems == ()
    assert checked.problems == ()
    assert (order.task, order.start, order.duration_s) == (Task.IMAGE_TO_VIDEO, photo, 5)
    assert (order.audio, order.options.seed) == (True, 4)


def test_the_page_names_every_part_rule_and_target() -> None:
    parts = set(SCHEMA["properties"]) - {"$schema"}
    rules = set(SCHEMA["$defs"]["rule"]["properties"]["rule"]["enum"])
    targets = set(SCHEMA["properties"]["mapping"]["additionalProperties"]["enum"])

    missing = {word for word in parts | rules | targets if f"`{word}`" not in PAGE}

    assert missing == set()
