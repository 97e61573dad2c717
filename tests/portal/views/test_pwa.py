import json
from pathlib import Path

from django.conf import settings
from django.test import Client


def test_manifest_names_the_app_in_the_readers_language(db):
    chinese = Client().get("/manifest.webmanifest")
    english = Client().get("/en/manifest.webmanifest")

    assert chinese.headers["Content-Type"] == "application/manifest+json"
    assert json.loads(chinese.content)["name"] == "邻里"
    assert json.loads(english.content)["start_url"] == "/en/"


def test_every_icon_of_the_manifest_exists(db):
    icons = json.loads(Client().get("/manifest.webmanifest").content)["icons"]

    missing = [i["src"] for i in icons if not (Path(settings.ROOT) / i["src"].lstrip("/")).exists()]

    assert missing == []


def test_service_worker_comes_from_the_root_and_is_asked_for_anew(db):
    response = Client().get("/sw.js")

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert b"/offline/" in response.content


def test_offline_page_is_the_same_for_everybody(olga, client_for):
    page = client_for(olga).get("/offline/")

    assert page.content == Client().get("/offline/").content
    assert "没有联网" in page.content.decode()
    assert "Set-Cookie" not in page.headers
