"""Text as the bot's patterns read it."""

import unicodedata

ARABIC_FORMS = str.maketrans("أإآٱىة", "ااااي" + "ه")
LONGEST = 2000


def folded(text: str) -> str:
    """Lower case, one width, no accents, Arabic letters in one form, one blank between words."""
    wide = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("’", "'")
    parts = unicodedata.normalize("NFD", wide)
    kept = "".join(char for char in parts if not is_accent(char))
    return " ".join(unicodedata.normalize("NFC", kept).translate(ARABIC_FORMS).split())


def is_accent(char: str) -> bool:
    """A mark over a Latin or Arabic letter; Japanese voicing marks and the Russian breve are letters' parts."""
    return ("\u0300" <= char <= "\u036f" and char not in "\u0306\u0308") or "\u064b" <= char <= "\u0652"
