"""Russian: the hour in two digits, as the scripts write it."""

TIME_FORMAT = "H:i"
