"""The database's own full-text index over the search rows: FTS5 on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

# The terms come segmented, so the tokenizer only has to cut at spaces: `ascii` keeps every other character whole.
SQLITE = [
    """
    CREATE VIRTUAL TABLE knowledgebase_fts USING fts5(
        title, questions, summary, body,
        content='knowledgebase_searchrow', content_rowid='id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER knowledgebase_fts_insert AFTER INSERT ON knowledgebase_searchrow BEGIN
        INSERT INTO knowledgebase_fts(rowid, title, questions, summary, body)
        VALUES (new.id, new.title, new.questions, new.summary, new.body);
    END
    """,
    """
    CREATE TRIGGER knowledgebase_fts_delete AFTER DELETE ON knowledgebase_searchrow BEGIN
        INSERT INTO knowledgebase_fts(knowledgebase_fts, rowid, title, questions, summary, body)
        VALUES ('delete', old.id, old.title, old.questions, old.summary, old.body);
    END
    """,
    """
    CREATE TRIGGER knowledgebase_fts_update
    AFTER UPDATE OF title, questions, summary, body ON knowledgebase_searchrow BEGIN
        INSERT INTO knowledgebase_fts(knowledgebase_fts, rowid, title, questions, summary, body)
        VALUES ('delete', old.id, old.title, old.questions, old.summary, old.body);
        INSERT INTO knowledgebase_fts(rowid, title, questions, summary, body)
        VALUES (new.id, new.title, new.questions, new.summary, new.body);
    END
    """,
]
SQLITE_UNDO = [
    "DROP TRIGGER knowledgebase_fts_update",
    "DROP TRIGGER knowledgebase_fts_delete",
    "DROP TRIGGER knowledgebase_fts_insert",
    "DROP TABLE knowledgebase_fts",
]
# Written by knowledgebase.search with positions and weights; PostgreSQL's parser never sees the text.
POSTGRESQL = [
    "ALTER TABLE knowledgebase_searchrow ADD COLUMN vector tsvector NOT NULL DEFAULT ''::tsvector",
    "CREATE INDEX kb_search_vector ON knowledgebase_searchrow USING gin (vector)",
]
POSTGRESQL_UNDO = ["DROP INDEX kb_search_vector", "ALTER TABLE knowledgebase_searchrow DROP COLUMN vector"]


def run(statements):
    def step(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, []):
            schema_editor.execute(statement)

    return step


class Migration(migrations.Migration):
    dependencies = [("knowledgebase", "0001_initial")]
    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO}),
        )
    ]
