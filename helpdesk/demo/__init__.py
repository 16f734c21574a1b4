"""Northstar Exchange, the invented customer of the demo: its people, its articles and two weeks of its support desk."""
