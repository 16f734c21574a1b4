"""The pages of tickets: the customers' and the desk's."""
