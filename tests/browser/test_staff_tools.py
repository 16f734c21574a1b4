"""The administrators' site and the API's page in a real browser: they work under the policy they are served with."""

import pytest


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "zh-hans")])
def test_the_admin_works_under_its_policy(page_of, admin, picture, theme, language):
    page = page_of(admin, theme=theme, language=language)
    page.goto("/admin/")
    picture(page, f"admin-index-{theme}")
    page.goto("/admin/accounts/user/")
    picture(page, f"admin-people-{theme}")
    page.goto(f"/admin/accounts/user/{admin.pk}/change/")
    picture(page, f"admin-person-{theme}")
    assert page.locator("#id_name").input_value() == admin.name


def test_the_apis_page_is_drawn_from_our_schema(page_of, agent, picture):
    page = page_of(agent)
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock-summary-path")
    picture(page, "api-docs")
    paths = page.locator(".opblock-summary-path").all_inner_texts()
    assert any("/api/v1/me/" in path.replace("\u200b", "") for path in paths)
