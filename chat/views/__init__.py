"""The chat's pages and its HTTP fallback."""
