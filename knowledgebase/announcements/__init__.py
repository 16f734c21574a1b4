"""What the desk tells everybody at once: notices, maintenance, incidents with their course, warnings."""
