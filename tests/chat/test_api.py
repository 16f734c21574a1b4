"""Chats for machines of the desk."""

import pytest

pytestmark = pytest.mark.django_db
LIST = "/api/v1/conversations/"


def test_it_lists_newest_first_in_pages_and_filters(client_of, agent, start, at_desk):
    rows = [start(name=f"V{n}", language="es" if n % 2 else "en") for n in range(5)]
    first = client_of(agent).get(LIST, {"limit": 3}).json()
    second = client_of(agent).get(LIST, {"limit": 3, "cursor": first["next"]}).json()
    ids = [row["public_id"] for row in [*first["results"], *second["results"]]]
    assert ids == [str(row.public_id) for row in reversed(rows)]
    spanish = client_of(agent).get(LIST, {"language": "es"}).json()["results"]
    assert [row["language"] for row in spanish] == ["es", "es"]


@pytest.mark.parametrize("query", ["?status=gone", "?limit=0", "?limit=x", "?cursor=%00", "?after=-1"])
def test_a_wrong_query_is_named(client_of, agent, chat, query):
    url = f"{LIST}{chat.public_id}/messages/" if "after" in query else LIST
    assert client_of(agent).get(url + query).status_code == 422


def test_the_transcript_reads_on(client_of, agent, chat, write):
    for n in range(4):
        write(chat, f"line {n}")
    page = client_of(agent).get(f"{LIST}{chat.public_id}/messages/", {"after": 2, "limit": 2}).json()
    assert ([row["seq"] for row in page["results"]], page["last_seq"]) == ([3, 4], 5)


def test_fifty_rows_cost_what_one_costs(client_of, agent, start, customer, django_assert_max_num_queries):
    client = client_of(agent)
    for _ in range(20):
        start(customer=customer)
    with django_assert_max_num_queries(8):
        assert len(client.get(LIST).json()["results"]) == 20


def test_the_admin_shows_and_changes_nothing(client_of, admin, chat, write, django_assert_max_num_queries):
    for n in range(20):
        write(chat, f"line {n}")
    client = client_of(admin)
    with django_assert_max_num_queries(30):
        assert client.get("/admin/chat/conversation/").status_code == 200
    with django_assert_max_num_queries(30):
        assert client.get(f"/admin/chat/conversation/{chat.pk}/change/").status_code == 200
    assert client.post(f"/admin/chat/conversation/{chat.pk}/change/", {}).status_code == 403
