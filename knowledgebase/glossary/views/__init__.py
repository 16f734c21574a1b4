"""The glossary's pages: for readers, and for those who write it."""
