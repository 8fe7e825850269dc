"""Where somebody is sent next is always on this site."""

import pytest

from festa.addresses import local_address


@pytest.mark.parametrize("asked", ["/", "/my", "/jobs?region=대전&page=2", "/my/apply/3?job=4#x"])
def test_a_path_of_this_site_is_followed(asked: str) -> None:
    assert local_address(asked, "/home") == asked


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "",
        "my",
        "https://example.org/",
        "//example.org/",
        "///example.org",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "/my\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "//[broken",
    ],
)
def test_everything_else_leads_home(asked: str | None) -> None:
    assert local_address(asked, "/home") == "/home"
