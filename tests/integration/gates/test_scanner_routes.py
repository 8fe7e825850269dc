"""The scanner's page, its worker and its manifest: open to all, kept by browsers, never stale."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ROUTES = ("/gate/app", "/gate/app/sw.js", "/gate/app/reader.js", "/gate/app/manifest.webmanifest")


def facts(answer: TestResponse) -> dict[str, object]:
    """What the server tells its service worker."""
    found = re.match(r"const FESTA = (.*);\n", answer.text)
    assert found is not None
    told = json.loads(found[1])
    assert isinstance(told, dict)
    return told


def is_there(client: FlaskClient, address: str) -> bool:
    """Whether a browser would get this file."""
    with client.get(address) as answer:
        return answer.status_code == 200


@pytest.mark.parametrize("address", ROUTES)
def test_anybody_may_open_it_and_browsers_ask_each_time(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.cache_control.no_cache
    assert "Set-Cookie" not in answer.headers


def test_only_the_scanner_may_compile_what_reads_codes(client: FlaskClient) -> None:
    for address in ("/gate/app", "/gate/app/reader.js"):
        assert "'wasm-unsafe-eval'" in client.get(address).headers["Content-Security-Policy"]
    assert "wasm" not in client.get("/").headers["Content-Security-Policy"]


def test_the_worker_may_keep_the_page_itself(client: FlaskClient) -> None:
    answer = client.get("/gate/app/sw.js")
    assert answer.headers["Service-Worker-Allowed"] == "/gate/app"
    assert answer.mimetype == "text/javascript"


def test_every_file_that_the_worker_keeps_is_there(client: FlaskClient) -> None:
    files = facts(client.get("/gate/app/sw.js"))["files"]
    assert isinstance(files, list)
    missing = [file for file in files if not is_there(client, file)]
    assert missing == []
    for needed in ("engine.js", "idb/index.js", "zxing_reader.wasm", "scanner.css", ".woff2"):
        assert any(needed in file for file in files), needed
    assert not any(file.startswith("/api") or file.endswith("/sw.js") for file in files)


def test_the_page_and_the_worker_name_the_same_version_in_every_language(
    client: FlaskClient,
) -> None:
    languages = [{"Accept-Language": language} for language in ("ko", "en")]
    pages = {
        client.get("/gate/app", headers=one).headers["Festa-Gate-Version"] for one in languages
    }
    told = [facts(client.get("/gate/app/sw.js", headers=one)) for one in languages]
    assert pages == {told[0]["version"]}
    assert told[0] == told[1]


def test_the_page_names_all_that_it_loads_to_the_worker(app: Flask, client: FlaskClient) -> None:
    files = facts(client.get("/gate/app/sw.js"))["files"]
    assert isinstance(files, list)
    loads = r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="([^"]+)"'
    loaded = re.findall(loads, client.get("/gate/app").text)
    assert loaded
    assert set(loaded) <= set(files)


def test_pictures_of_styles_are_kept_under_the_name_that_styles_ask_for(
    client: FlaskClient,
) -> None:
    """Once they were not: without a network the ticks were gone."""
    files = facts(client.get("/gate/app/sw.js"))["files"]
    assert isinstance(files, list)
    asked = set()
    for file in files:
        address = file.partition("?")[0]
        if address.startswith("/static/css/"):
            named = re.findall(r'url\("\.\./(img/[^"]+)"\)', client.get(address).text)
            asked.update(f"/static/{name}" for name in named)
    assert asked
    assert asked <= set(files)


def test_a_phone_can_put_it_on_its_home_screen(client: FlaskClient) -> None:
    answer = client.get("/gate/app/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.text)
    assert (told["start_url"], told["scope"]) == ("/gate/app", "/gate/app")
    assert is_there(client, told["icons"][0]["src"])
