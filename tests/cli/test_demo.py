from pathlib import Path

from .conftest import Say, Zimmerfrei


def test_the_sample_guest_house_fills_an_empty_folder(
    zimmerfrei: Zimmerfrei, done: Say, data: Path
) -> None:
    said = done("demo")
    assert "Haus Seeblick" in said
    assert str(data) in said
    assert len(zimmerfrei("unit", "list", "--json").json) == 4
    links = zimmerfrei("link", "list", "--json").json
    assert [row["kind"] for row in links] == [
        "calendar",
        "calendar",
        "website",
        "calendar",
        "changeovers",
    ]
    assert len(zimmerfrei("staff", "list", "--json").json) == 2
    assert "double booking" in done("occupancy", "list")


def test_a_folder_with_data_is_refused_and_stays(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say
) -> None:
    done("unit", "add", "A")
    refused("demo")
    assert [row["name"] for row in zimmerfrei("unit", "list", "--json").json] == ["A"]
    assert zimmerfrei("occupancy", "list", "--json").json == []


def test_twice_is_refused(done: Say, refused: Say) -> None:
    done("demo")
    refused("demo")
