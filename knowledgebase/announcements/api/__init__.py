"""Announcements as an API: what everybody, or the signed-in caller, may read."""
