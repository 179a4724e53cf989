"""Where a store is opened, and what is said when it cannot be."""

from __future__ import annotations

import asyncio

import pytest

from filmgate.core.errors import ConfigurationError, Unavailable
from filmgate.storage.artifacts import Artifacts

CREDENTIALS = "region=us-east-1&access_key_id=a&secret_access_key=b"


@pytest.mark.parametrize("form", ["{path}", "file://{path}"])
def test_a_folder_may_be_a_path_or_a_file_url(tmp_path, form):
    store = Artifacts(form.format(path=tmp_path / "new folder"))
    source = tmp_path / "source"
    source.write_bytes(b"x")
    asyncio.run(store.put("a/b", source, "image/png"))

    assert (tmp_path / "new folder" / "a" / "b").read_bytes() == b"x"


def test_an_s3_url_takes_its_options_from_the_query():
    store = Artifacts(
        "s3://films/kept?region=eu-central-1&endpoint=http://127.0.0.1:1&allow_http=true"
        "&access_key_id=a&secret_access_key=b&virtual_hosted_style_request=false"
    )

    assert asyncio.run(store.free_bytes()) is None


@pytest.mark.parametrize(
    "place", ["gopher://films", "s3://films?no_such_word=1&secret_access_key=hush"]
)
def test_a_place_nobody_knows_is_a_configuration_error(place):
    with pytest.raises(ConfigurationError, match="cannot be kept") as caught:
        Artifacts(place)
    assert "hush" not in caught.value.message.split(":")[0]


def test_a_folder_that_cannot_be_made_is_a_configuration_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ConfigurationError, match="cannot be kept in"):
        Artifacts(tmp_path / "file" / "folder")


def test_a_bucket_that_does_not_answer_is_away(tmp_path, caplog):
    store = Artifacts(f"s3://films?endpoint=http://127.0.0.1:1&allow_http=true&{CREDENTIALS}")
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"a clip")

    async def read():
        return [chunk async for chunk in store.stream("clip", 0, 6)]

    async def everything():
        calls = (
            store.put("clip", source, "video/mp4"),
            store.fetch("clip", tmp_path / "copy"),
            store.delete("clip"),
            store.list(""),
            read(),
        )
        return await asyncio.gather(*calls, return_exceptions=True)

    found = asyncio.run(everything())

    assert [type(error) for error in found] == [Unavailable] * 5
    assert "try again" in str(found[0])
    assert not (tmp_path / "copy").exists()
