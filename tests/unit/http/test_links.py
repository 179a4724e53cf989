"""Links to files."""

from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.records import StoredFile
from filmgate.http.links import Links

FILE = StoredFile("file_1", "own_1", "output", "clip.mp4", "video/mp4", 9, "ab", "k", 0.0)


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


def test_a_link_names_its_file():
    links = Links("", b"secret")

    link = links.read(links.file_path(FILE))

    assert link.file_id == "file_1"
    assert link.name == "clip.mp4"


def test_a_link_has_22_letters_of_signature_and_ends_with_the_files_name():
    path = Links("", b"secret").file_path(FILE)

    _, files, signed, name = path.split("/")
    file_id, signature = signed.split(".")
    assert (files, file_id, name) == ("files", "file_1", "clip.mp4")
    assert len(signature) == 22


def test_the_same_file_always_has_the_same_link():
    assert Links("", b"s").file_path(FILE) == Links("", b"s").file_path(FILE)


def test_a_link_of_another_server_is_refused():
    path = Links("", b"secret").file_path(FILE)

    assert Links("", b"other").read(path) is None


def test_the_public_url_wins_over_the_callers_view():
    links = Links("https://films.example.org/", b"s")

    url = links.file_url(FILE, "http://127.0.0.1:8000")

    assert url.startswith("https://films.example.org/files/file_1.")


def test_without_a_public_url_the_callers_view_is_used():
    url = Links("", b"s").file_url(FILE, "http://127.0.0.1:8000")

    assert url.startswith("http://127.0.0.1:8000/files/file_1.")


def test_a_whole_url_can_be_verified_too():
    links = Links("https://films.example.org", b"s")

    assert links.verify(links.file_url(FILE)) == "file_1"
    assert links.verify(links.file_path(FILE)) == "file_1"
    assert links.verify("https://films.example.org/other") is None


def test_a_dated_link_is_valid_until_its_time():
    clock = Clock()
    links = Links("", b"s", ttl_s=60, clock=clock)
    path = links.file_path(FILE)

    clock.now += 60
    assert links.verify(path) == "file_1"
    clock.now += 1
    assert links.verify(path) is None


def test_a_date_cannot_be_changed():
    clock = Clock()
    links = Links("", b"s", ttl_s=60, clock=clock)

    assert links.verify(links.file_path(FILE).replace(".1060.", ".9999.")) is None


def test_a_dated_link_cannot_be_made_undated():
    links = Links("", b"s", ttl_s=60, clock=Clock())

    assert links.verify(links.file_path(FILE).replace(".1060.", ".")) is None


@given(place=st.integers(0, 200), letter=st.characters())
def test_a_changed_link_is_refused(place, letter):
    links = Links("", b"secret")
    path = links.file_path(FILE)
    end = path.rindex("/")  # the name behind it is decoration
    place %= end
    changed = path[:place] + letter + path[place + 1 :]

    assert changed == path or links.read(changed) is None


@given(st.text())
def test_any_path_can_be_read(path):
    Links("", b"secret").read(path)
