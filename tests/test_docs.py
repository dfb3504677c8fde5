from docs import check
from docs.generated import settings_table


def test_every_made_part_is_as_the_code_has_it() -> None:
    assert check.stale_parts() == []
    assert check.unplaced_parts() == []


def test_every_link_leads_to_a_file() -> None:
    assert check.broken_links() == []


def test_every_page_of_the_operator_guide_is_reached_from_its_first() -> None:
    assert check.unreachable_pages() == []


def test_every_dependency_is_explained() -> None:
    assert check.unexplained_dependencies() == []


def test_every_setting_says_what_it_means() -> None:
    unexplained = [row for row in settings_table().splitlines() if row.endswith("|  |")]
    assert unexplained == []
