"""Naming files by their first bytes."""

from __future__ import annotations

import pytest

from filmgate.media.sniff import EMPTY, describe


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", EMPTY),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"\0\0\0\x20ftypisom", "an MP4 file"),
        (b"\0\0\0\x14ftypqt  ", "a QuickTime video"),
        (b"\0\0\0\x18ftypheic", "a HEIC picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"RIFF\0\0\0\0XXXX", "a RIFF file"),
        (b"%PDF-1.7", "a PDF"),
        (b"#EXTM3U\n", "a playlist"),
        (b"  <svg xmlns=", "an SVG or XML file"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"hello", "a text file"),
        ("ж".encode() * 31 + b"x\xd0", "a text file"),
        (b"\xfe\xed\xfa\xce", "of an unknown kind"),
        (b"\x00\x01\x02\x03", "of an unknown kind"),
    ],
)
def test_a_file_is_named_by_what_it_is(head, name):
    assert describe(head) == name
