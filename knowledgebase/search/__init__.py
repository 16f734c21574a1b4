"""Finding articles: an index kept with every publication, candidates from the database, one ranking for both databases."""

from knowledgebase.search.index import drop_from_index, put_in_index, rebuild
from knowledgebase.search.pipeline import Found, Result, find, find_as_typed, find_titles

__all__ = [
    "Found",
    "Result",
    "drop_from_index",
    "find",
    "find_as_typed",
    "find_titles",
    "put_in_index",
    "rebuild",
]
