"""The glossary as an API: open to everybody."""
