"""Text for burnt-in captions and sheets."""

import pytest
from PIL import ImageFont

from filmgate.media.lettering import legible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A cosy café", "A cosy cafe"),
        ("señor, über, garçon", "senor, uber, garcon"),
        ("dawn – dusk — night", "dawn - dusk - night"),
        ("plain words, 16:9", "plain words, 16:9"),
    ],
)
def test_letters_the_font_lacks_are_spelled_with_those_it_has(text, shown):
    assert legible(text) == shown


def test_what_is_spelled_has_a_glyph_for_every_letter():
    font = ImageFont.load_default(18)
    missing = bytes(font.getmask("\uffff"))

    assert all(bytes(font.getmask(letter)) != missing for letter in legible("éñüàçø–—").strip())
