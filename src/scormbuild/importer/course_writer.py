"""A document as the files of a course folder, which builds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml

from scormbuild.course.identifier import suggest_identifier
from scormbuild.importer.block_markdown import blocks_markdown
from scormbuild.importer.document import DIRECTIVE, Document
from scormbuild.importer.identifiers import Identifiers
from scormbuild.importer.pages import Page


def course_files(document: Document, pages: Iterable[Page]) -> dict[str, bytes]:
    """Every file by its path in the folder."""
    identifiers, page_ids = Identifiers(), Identifiers()
    files = {f"media/{name}": data for name, data in document.media.items()}
    names = []
    for page in pages:
        name = page_ids.make(page.title)
        names.append(name)
        files[f"pages/{name}.md"] = page_text(page, identifiers).encode()
    files["course.yaml"] = settings_text(document, names).encode()
    return files


def page_text(page: Page, identifiers: Identifiers) -> str:
    """A page as it is written, its questions and films with an id each."""
    for block in page.blocks:
        for element in block.iter(DIRECTIVE):
            if words := element.get("data-words"):
                element.set("data-argument", identifiers.make(words))
    return f"---\n{plain_yaml({'title': page.title})}---\n{blocks_markdown(page.blocks)}\n"


def settings_text(document: Document, names: list[str]) -> str:
    """course.yaml, its keys in the order in which the docs have them."""
    known: dict[str, object] = {
        "id": suggest_identifier(document.title),
        "title": document.title,
        "language": document.language,
        "version": "1.0.0",
        "description": document.description,
    }
    if document.credits:
        known["credits"] = [{"role": role, "name": name} for role, name in document.credits]
    return plain_yaml({**known, "pages": names})


def plain_yaml(values: Mapping[str, object]) -> str:
    """YAML as somebody writes it: in this order, no line broken."""
    return yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=10_000)
