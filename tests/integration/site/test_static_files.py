"""Pages travel light: texts are compressed, files are kept in caches and never stale."""

from flask import Flask, url_for
from flask.testing import FlaskClient

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def test_pages_and_style_sheets_are_compressed(client: FlaskClient) -> None:
    for address in ("/", "/static/css/components.css", "/static/vendor/htmx.min.js"):
        answer = client.get(address, headers=BROWSER)
        assert answer.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_whoever_cannot_unpack_gets_the_plain_text(client: FlaskClient) -> None:
    answer = client.get("/static/css/components.css")
    assert "Content-Encoding" not in answer.headers
    assert b"{" in answer.data


def test_the_address_of_a_style_sheet_names_its_content(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = url_for("static", filename="css/tokens.css")
    assert "?v=" in address
    control = client.get(address).cache_control
    assert control.immutable
    assert control.max_age == 365 * 24 * 3600


def test_scripts_name_one_another_and_are_checked_each_time(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = url_for("static", filename="js/page.js")
    assert "?" not in address
    answer = client.get(address)
    assert answer.cache_control.no_cache
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_packages_are_kept_for_a_week(client: FlaskClient) -> None:
    control = client.get("/static/vendor/pico/pico.min.css").cache_control
    assert control.public
    assert control.immutable
    assert control.max_age == 7 * 24 * 3600
    assert not control.no_cache
