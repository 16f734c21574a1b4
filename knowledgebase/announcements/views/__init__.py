"""The pages of announcements: the readers' and the desk's."""
