"""The glossary: what the words of an exchange mean, in every language, and where articles use them."""
