"""Fetch the front-end files that Linli serves itself, with the versions and licences noted.

    python scripts/vendor_frontend.py

Packages come through `npm pack`, from whatever registry npm is configured with. Nothing is built:
files are copied as published into static/vendor/, and the icons that Linli names are gathered
into one sprite, static/img/icons.svg. Run it again after changing a version below, and commit.
"""

import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "img" / "icons.svg"

# package → version, and which of its files go where under static/vendor/
PACKAGES = {
    "htmx.org": ("2.0.11", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE"}),
    "trix": (
        "2.1.19",
        {"dist/trix.esm.min.js": "trix.esm.min.js", "dist/trix.css": "trix.css", "LICENSE": "trix.LICENSE"},
    ),
}
LUCIDE = ("lucide-static", "1.62.0")

# our name → Lucide's
ICONS = {
    "alert": "triangle-alert",
    "archive": "archive",
    "at": "at-sign",
    "back": "chevron-left",
    "bell": "bell",
    "bold": "bold",
    "bookmark": "bookmark",
    "building": "building-2",
    "calendar": "calendar-days",
    "camera": "camera",
    "card": "id-card",
    "chart": "chart-column",
    "check": "check",
    "clip": "paperclip",
    "clock": "clock",
    "close": "x",
    "copy": "copy",
    "down": "chevron-down",
    "download": "download",
    "edit": "pencil",
    "eye": "eye",
    "file": "file",
    "filter": "list-filter",
    "flag": "flag",
    "forum": "messages-square",
    "gift": "gift",
    "globe": "globe",
    "heart": "heart",
    "help": "circle-question-mark",
    "history": "history",
    "home": "house",
    "idea": "lightbulb",
    "image": "image",
    "inbox": "inbox",
    "info": "info",
    "key": "key-round",
    "keyboard": "keyboard",
    "like": "thumbs-up",
    "link": "link",
    "list": "list",
    "list-ordered": "list-ordered",
    "lock": "lock",
    "mail": "mail",
    "map-pin": "map-pin",
    "megaphone": "megaphone",
    "menu": "menu",
    "merge": "merge",
    "moon": "moon",
    "more": "ellipsis",
    "next": "chevron-right",
    "open": "external-link",
    "paper": "file-text",
    "pause": "pause",
    "person": "user-round",
    "phone": "phone",
    "pin": "pin",
    "play": "play",
    "plus": "plus",
    "printer": "printer",
    "qr": "qr-code",
    "question": "message-circle-question-mark",
    "quote": "quote",
    "redo": "redo-2",
    "reply": "reply",
    "scale": "scale",
    "seal": "stamp",
    "search": "search",
    "send": "send-horizontal",
    "settings": "settings",
    "share": "share-2",
    "shield": "shield-check",
    "sign-in": "log-in",
    "sign-out": "log-out",
    "smile": "smile",
    "speak": "message-circle-plus",
    "star": "star",
    "sun": "sun",
    "tag": "tag",
    "ticket": "ticket",
    "trash": "trash-2",
    "type-large": "a-large-small",
    "undo": "undo-2",
    "upload": "upload",
    "user-check": "user-round-check",
    "users": "users-round",
    "warning": "message-square-warning",
    "wrench": "wrench",
}


def pack(name: str, version: str) -> tarfile.TarFile:
    """The published archive of one package version."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--json"]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603 - names above
        packed = json.loads(done.stdout)
        entry = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
        return tarfile.open(fileobj=io.BytesIO((Path(folder) / entry["filename"]).read_bytes()))


def read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"{path} is not a file of the package.")
    return member.read()


def licence_of(archive: tarfile.TarFile) -> str:
    return str(json.loads(read(archive, "package.json"))["license"])


def without_source_map(data: bytes) -> bytes:
    """Drops the pointer to a map that we don't serve; the static-file storage would look for it."""
    return re.sub(rb"\n?/[/*]# sourceMappingURL=[^\n]*", b"", data)


def vendor_packages() -> list[str]:
    rows = []
    for name, (version, files) in PACKAGES.items():
        archive = pack(name, version)
        for source, target in files.items():
            (VENDOR / target).write_bytes(without_source_map(read(archive, source)))
        rows.append(f"| {name} | {version} | {licence_of(archive)} | {', '.join(files.values())} |")
    return rows


def build_sprite() -> str:
    archive = pack(*LUCIDE)
    symbols = []
    for name, source in sorted(ICONS.items()):
        svg = read(archive, f"icons/{source}.svg").decode()
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if shapes is None:
            raise SystemExit(f"{source}.svg has no shapes.")
        body = " ".join(shapes.group(1).split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    notice = f"<!-- Shapes: Lucide {LUCIDE[1]}, ISC licence (some from Feather, MIT), static/vendor/lucide.LICENSE -->"
    # A fill and stroke on the sprite's root would not reach <use>; components.css sets both.
    SPRITE.write_text(
        "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', notice, *symbols, "</svg>", ""]), encoding="utf-8"
    )
    (VENDOR / "lucide.LICENSE").write_bytes(read(archive, "LICENSE"))
    return f"| {LUCIDE[0]} | {LUCIDE[1]} | {licence_of(archive)} | lucide.LICENSE (shapes in static/img/icons.svg) |"


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    rows = [*vendor_packages(), build_sprite()]
    head = [
        "# Front-end files by others",
        "",
        "Copied as published by `scripts/vendor_frontend.py`; don't edit them here.",
        "",
        "| package | version | licence | files |",
        "|---|---|---|---|",
    ]
    (VENDOR / "README.md").write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
