"""Keeps the catalogues in locale/: extracts texts, fills Traditional Chinese from Simplified.

    scripts/messages.py            extract into locale/zh_Hans, derive locale/zh_Hant
    scripts/messages.py --check    fail if a text is missing, fuzzy, untranslated or stale

English needs no catalogue: the texts in the code are English.
"""

import argparse
import os
import re
import sys
from pathlib import Path

import django
import opencc
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
SIMPLIFIED = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
TRADITIONAL = ROOT / "locale/zh_Hant/LC_MESSAGES/django.po"
# Words that Taiwan and Hong Kong say differently, which a change of script does not reach.
_WORDS = {"短信": "簡訊", "視頻": "影片", "打印": "列印", "登錄": "登入", "郵箱": "電郵信箱"}
# What the change of words gets wrong in this house: a 发布 is no release, an 审核 no audit, a 注销 no signing out.
_TAKEN_BACK = {"釋出": "發布", "稽核": "審核", "登出": "註銷", "許可權": "權限", "型別": "類型", "專案": "項目"}
_WORDS |= {**_TAKEN_BACK, "賬": "帳", "繫結": "綁定", "副本里": "副本裡", "區程式碼": "區代碼"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def extract() -> Catalog:
    """All texts of code and templates, by Django's own makemessages. Leaves locale/ as it was."""
    SIMPLIFIED.parent.mkdir(parents=True, exist_ok=True)
    before = SIMPLIFIED.read_bytes() if SIMPLIFIED.exists() else None
    SIMPLIFIED.unlink(missing_ok=True)
    try:
        call_command(
            "makemessages",
            locale=["zh_Hans"],
            extensions=["html", "txt", "py"],
            ignore_patterns=[".venv/*", "tests/*", "var/*", "static/*", "scripts/*", "locale"],
            no_obsolete=True,
            no_location=True,
            no_wrap=True,
            verbosity=0,
        )
        # Chinese has one form for any number; xgettext writes two.
        text = SIMPLIFIED.read_text(encoding="utf-8")
        SIMPLIFIED.write_text(re.sub(r'^msgstr\[1\] ""\n', "", text, flags=re.MULTILINE), encoding="utf-8")
        return load(SIMPLIFIED)
    finally:
        SIMPLIFIED.unlink(missing_ok=True)
        if before is not None:
            SIMPLIFIED.write_bytes(before)


def load(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=path.parent.parent.name)
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def merge(texts: Catalog, known: Catalog) -> Catalog:
    """The texts of now with the translations that are known for exactly these texts."""
    merged = Catalog(locale="zh_Hans", project="Linli", version="1", charset="utf-8", fuzzy=False)
    for message in sorted((m for m in texts if m.id), key=_order):
        old = known.get(message.id, context=message.context)
        merged.add(
            message.id,
            old.string if old else "",
            flags=[flag for flag in message.flags if flag != "fuzzy"],
            auto_comments=message.auto_comments,
            context=message.context,
        )
    return merged


def traditional(simplified: Catalog) -> Catalog:
    convert = opencc.OpenCC("s2twp").convert
    derived = Catalog(locale="zh_Hant", project="Linli", version="1", charset="utf-8", fuzzy=False)
    for message in (m for m in simplified if m.id):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        turned = tuple(_reword(convert(text or "")) for text in strings)
        derived.add(
            message.id,
            turned if isinstance(message.string, tuple) else turned[0],
            flags=message.flags,
            context=message.context,
        )
    return derived


def problems(texts: Catalog, known: Catalog, derived: Catalog) -> list[str]:
    found = []
    for message in (m for m in texts if m.id):
        translated = known.get(message.id, context=message.context)
        strings = (
            translated.string
            if translated and isinstance(translated.string, tuple)
            else ((translated.string,) if translated else ())
        )
        if not strings or not all(strings) or (translated and translated.fuzzy):
            found.append(f"not translated: {_first(message)!r}")
        elif not isinstance(message.id, tuple) and _placeholders(_first(message)) != _placeholders(str(strings[0])):
            found.append(f"placeholders differ: {_first(message)!r}")
    current = {(m.id, m.context) for m in texts if m.id}
    found += [f"stale: {_first(m)!r}" for m in known if m.id and (m.id, m.context) not in current]
    if {(m.id, m.string) for m in traditional(known) if m.id} != {(m.id, m.string) for m in derived if m.id}:
        found.append("locale/zh_Hant does not follow locale/zh_Hans: run `make messages`")
    return found


def save(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, include_previous=False, no_location=True)
    # No date of making: two runs over the same texts give the same file.
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', "", text), encoding="utf-8")


def _first(message: object) -> str:
    ids = message.id  # type: ignore[attr-defined]
    return ids[0] if isinstance(ids, tuple) else ids


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _order(message: object) -> tuple[str, str]:
    return _first(message), message.context or ""  # type: ignore[attr-defined]


def _reword(text: str) -> str:
    for word, said in _WORDS.items():
        text = text.replace(word, said)
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--merge", nargs="*", type=Path, default=[], help="catalogues to take translations from")
    options = parser.parse_args()
    os.chdir(ROOT)
    django.setup()
    texts = extract()
    known = load(SIMPLIFIED)
    for path in options.merge:
        for message in (m for m in load(path) if m.id and m.string):
            old = known.get(message.id, context=message.context)
            if old is None or not (all(old.string) if isinstance(old.string, tuple) else old.string):
                known.delete(message.id, context=message.context)
                known.add(message.id, message.string, context=message.context, flags=message.flags)
    if options.check:
        found = problems(texts, known, load(TRADITIONAL))
        print("\n".join(found))
        return 1 if found else 0
    merged = merge(texts, known)
    save(merged, SIMPLIFIED)
    save(traditional(merged), TRADITIONAL)
    missing = [m for m in merged if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
    print(f"{len(merged)} texts, {len(missing)} not translated yet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
