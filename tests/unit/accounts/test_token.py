"""Keys as text."""

from hypothesis import given
from hypothesis import strategies as st

from filmgate.accounts.token import LENGTH_MAX, checksum, hash_text, new_token, read_token


def test_a_new_key_has_the_documented_shape():
    token = new_token()

    prefix, key_id, rest = token.text.split("_", 2)
    assert (prefix, key_id) == ("fg", token.key_id)
    assert len(key_id) == 8
    assert len(rest) == 43 + 6


def test_a_new_key_is_read_back():
    token = new_token()

    assert read_token(token.text) == token


def test_two_new_keys_differ():
    assert new_token().text != new_token().text


@given(place=st.integers(0, 60), letter=st.sampled_from("aZ09_-"))
def test_a_mistyped_key_is_refused_or_is_not_of_our_shape(place, letter):
    token = new_token()
    place %= len(token.text)
    text = token.text[:place] + letter + token.text[place + 1 :]

    read = read_token(text)

    assert text == token.text or read is None or read.key_id != token.key_id


def test_a_truncated_key_does_not_name_the_row_of_the_whole_one():
    token = new_token()

    read = read_token(token.text[:-1])

    assert read is None or read.key_id != token.key_id


def test_a_chosen_key_always_reads_to_the_same_row():
    first, second = read_token("correct horse"), read_token("correct horse")

    assert first is not None
    assert first == second
    assert read_token("correct house").key_id != first.key_id


def test_a_key_that_is_too_short_or_too_long_is_refused_unread():
    assert read_token("seven77") is None
    assert read_token("") is None
    assert read_token("x" * (LENGTH_MAX + 1)) is None


def test_the_secret_never_shows_in_a_repr():
    token = new_token()

    assert token.text not in repr(token)


def test_the_hash_is_sha_256_of_the_whole_text():
    assert hash_text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_checksum_is_six_base_62_letters():
    assert checksum("") == "000000"
    assert len(checksum("fg_x")) == 6


@given(st.text())
def test_any_text_can_be_read(text):
    read_token(text)
