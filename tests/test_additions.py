"""What is added often is added in few files, which CONTRIBUTING.md lists: each is tried in a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.additions.lms_source import LMS_SOURCE
from support.additions.question_kind import KIND
from support.additions.report import REPORT
from support.additions.resource import RESOURCE
from support.additions.source_tree import (
    ROOT,
    Patch,
    assert_command_succeeds,
    assert_python_succeeds,
    copy_tree,
)

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


@pytest.fixture(scope="module")
def tree_with_rating(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with a new kind of question, its player bundled."""
    tree = copy_tree(tmp_path_factory.mktemp("kind") / "tree", KIND)
    table = (tree / "player/src/question-kinds.js").read_text("utf-8")
    assert_python_succeeds(tree, "player/bundle.py")
    assert (tree / "player/src/question-kinds.js").read_text("utf-8") == table, "bundle.py writes it itself"
    return tree


@pytest.fixture(scope="module")
def tree_with_languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with a new report."""
    return copy_tree(tmp_path_factory.mktemp("report") / "tree", REPORT)


@pytest.fixture(scope="module")
def tree_with_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with a new source of a harvest."""
    return copy_tree(tmp_path_factory.mktemp("source") / "tree", LMS_SOURCE)


@pytest.fixture(scope="module")
def tree_with_totals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with a new resource of the LRS."""
    return copy_tree(tmp_path_factory.mktemp("resource") / "tree", RESOURCE)


def test_a_kind_of_question_touches_nine_files_at_most() -> None:
    assert len(KIND) <= 9


def test_a_report_touches_five_files_at_most() -> None:
    assert len(REPORT) <= 5


def test_a_source_of_a_harvest_touches_four_files_at_most() -> None:
    assert len(LMS_SOURCE) <= 4


def test_a_resource_touches_three_files_at_most() -> None:
    assert len(RESOURCE) <= 3


@pytest.mark.parametrize(
    ("patch", "name"),
    [(KIND, "rating"), (REPORT, "languages"), (LMS_SOURCE, "register"), (RESOURCE, "totals")],
)
def test_each_file_is_listed_for_who_adds_another(patch: Patch, name: str) -> None:
    listed = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [path for path in patch if f"`{path.replace(name, 'NAME')}`" not in listed] == []


@pytest.mark.xdist_group("rating")
def test_a_new_kind_of_question_is_built_told_and_kept(tree_with_rating: Path, tmp_path: Path) -> None:
    assert_python_succeeds(tree_with_rating, "-m", "support.additions.check_question_kind", str(tmp_path))


@pytest.mark.xdist_group("rating")
def test_the_player_knows_a_new_kind_of_question_and_tells_of_it_as_a_harvest_does(
    tree_with_rating: Path,
) -> None:
    assert_command_succeeds(tree_with_rating / "player", "node_modules/.bin/tsc", "--project", ".")
    assert_python_succeeds(
        tree_with_rating, *PYTEST, "tests/player/test_statement_builders.py", "tests/player/test_modules.py"
    )


@pytest.mark.xdist_group("rating")
def test_the_profile_and_the_docs_hold_a_new_kind_of_question(tree_with_rating: Path) -> None:
    assert_python_succeeds(tree_with_rating, *PYTEST, "tests/test_profile.py")
    built = assert_python_succeeds(
        tree_with_rating, *PYTEST, "tests/test_docs.py", "-k", "example_of_a_page and directives"
    )
    assert " passed" in built


@pytest.mark.xdist_group("languages")
def test_a_new_report_is_listed_and_described(tree_with_languages: Path) -> None:
    assert "languages" in assert_python_succeeds(tree_with_languages, "-m", "scormbuild", "report")
    chosen = "every_report_is_described or columns_of_each_report"
    assert_python_succeeds(
        tree_with_languages, *PYTEST, "tests/analysis/test_docs_of_analysis.py", "-k", chosen
    )


@pytest.mark.xdist_group("languages")
def test_a_new_report_has_a_page_help_and_files_in_each_language(
    tree_with_languages: Path, tmp_path: Path
) -> None:
    assert_python_succeeds(tree_with_languages, "-m", "support.additions.check_report", str(tmp_path))


@pytest.mark.xdist_group("register")
def test_a_new_source_of_a_harvest_brings_what_is_new(tree_with_register: Path, tmp_path: Path) -> None:
    assert_python_succeeds(tree_with_register, "-m", "support.additions.check_lms_source", str(tmp_path))


@pytest.mark.xdist_group("register")
def test_a_new_source_of_a_harvest_stands_where_it_may_and_its_command_is_on_the_page(
    tree_with_register: Path,
) -> None:
    page = ("tests/lms/test_docs_of_moodle.py", "-k", "every_command")
    assert " passed" in assert_python_succeeds(tree_with_register, *PYTEST, *page)
    assert " passed" in assert_python_succeeds(
        tree_with_register, *PYTEST, "tests/test_floors.py", "-k", "register"
    )


@pytest.mark.xdist_group("totals")
def test_a_new_resource_answers_whom_it_may(tree_with_totals: Path, tmp_path: Path) -> None:
    assert_python_succeeds(tree_with_totals, "-m", "support.additions.check_resource", str(tmp_path))


@pytest.mark.xdist_group("totals")
def test_a_new_resource_is_tried_from_pages_and_from_another_organisation(tree_with_totals: Path) -> None:
    files = ("tests/lrs/test_cors.py", "tests/lrs/test_organisation_isolation.py")
    assert_python_succeeds(
        tree_with_totals, *PYTEST, *files, "-k", "preflight or another_organisations or forgotten"
    )
