"""Brings the translation files up to date with the texts of the program.

    python packaging/translations.py            collect the texts, keep translations, compile
    python packaging/translations.py --missing  list what is not translated yet

Collects what stands in ``tr("...")``, ``self.tr("...")`` and ``mark("...")`` into a .ts file for
each language, one context for each way in which a text is looked up (see ``studio.ui.texts``), and
compiles it with Qt's lrelease. A text that is gone from the program is dropped from the file.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN",)
CORE, UI = "core", "ui"

Text = tuple[str, str]
"""(context, source text)."""


def collect(root: Path = ROOT) -> set[Text]:
    """All texts that the window shows; of the core, all that is marked."""
    found: set[Text] = set()
    for package, context in (("core", CORE), ("ui", UI)):
        for path in sorted((root / "studio" / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
            found.update(_texts(tree, context, ""))
    return found


def _texts(node: ast.AST, context: str, owner: str) -> Iterator[Text]:
    if isinstance(node, ast.ClassDef):
        owner = node.name
    if isinstance(node, ast.Call) and node.args:
        first = node.args[0]
        text = first.value if isinstance(first, ast.Constant) else None
        if isinstance(text, str) and text:
            match node.func:
                case ast.Name(id="mark" | "tr"):
                    yield context, text
                case ast.Attribute(attr="tr", value=ast.Name(id="self")):
                    yield owner, text
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, context, owner)


def listed(path: Path) -> set[Text]:
    """All texts in a .ts file, translated or not."""
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def read(path: Path) -> dict[Text, str]:
    """The translations in a .ts file; those that are not finished are left out."""
    if not path.exists():
        return {}
    known = {}
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                known[name, message.findtext("source") or ""] = translation.text
    return known


def write(path: Path, language: str, texts: set[Text], known: dict[Text, str]) -> None:
    """Write the .ts file: contexts and texts in order, so that differences stay small."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en_US")
    for name in sorted({context for context, _ in texts}):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for text in sorted(text for owner, text in texts if owner == name):
            message = ET.SubElement(context, "message")
            ET.SubElement(message, "source").text = text
            translation = ET.SubElement(message, "translation")
            if (name, text) in known:
                translation.text = known[name, text]
            else:
                translation.set("type", "unfinished")
    ET.indent(root, "  ")
    body = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{body}\n", encoding="utf-8")


def release(path: Path) -> None:
    """Compile a .ts file to the .qm file beside it. Raises CalledProcessError."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    target = path.with_suffix(".qm")
    subprocess.run([str(tool), "-silent", str(path), "-qm", str(target)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", action="store_true", help="only list what is missing")
    arguments = parser.parse_args()
    texts = collect()
    for language in LANGUAGES:
        path = FOLDER / f"studio_{language}.ts"
        known = read(path)
        missing = sorted(texts - known.keys())
        if arguments.missing:
            for context, text in missing:
                print(f"{context}\t{text!r}")
            continue
        FOLDER.mkdir(parents=True, exist_ok=True)
        write(path, language, texts, known)
        release(path)
        print(f"{path.name}: {len(texts) - len(missing)} of {len(texts)} translated")


if __name__ == "__main__":
    main()
