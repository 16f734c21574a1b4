"""Dates and times as we write them, where the framework writes them for one country only."""
