"""A package by IMS Content Packaging: what its rules are given."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.xml_tree import XmlTree
from scormbuild.course.targets.scorm.check.dialect import Dialect
from scormbuild.errors import Problem


@dataclass(frozen=True)
class ContentPackage:
    """A manifest with the files beside it."""

    tree: XmlTree
    archive: Archive
    dialect: Dialect

    @property
    def root(self) -> etree._Element:
        """The manifest's own element."""
        return self.tree.root

    def elements(self, *names: str) -> list[etree._Element]:
        """Content packaging's and ADL's elements of these local names."""
        return self.tree.elements(*names)

    def problem(self, element: etree._Element, code: str, message: str, hint: str = "") -> Problem:
        """A finding at the place where the element begins."""
        return self.tree.problem(element, code, message, hint)

    def launched_resources(self) -> list[etree._Element]:
        """The resources that an item launches; all with an address where there are no items at all."""
        names = {element.get("identifierref") for element in self.elements("item")} - {None}
        resources = self.elements("resource")
        if not self.elements("item"):
            return [element for element in resources if element.get("href")]
        return [element for element in resources if element.get("identifier") in names]
