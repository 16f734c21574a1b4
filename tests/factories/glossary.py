from knowledgebase.glossary.actions import TermFacts, TermWords, create_term, save_words

DEPOSIT = {
    "en": ("Deposit", "Coins you send to your account.", ["deposits", "top-up"]),
    "zh-hans": ("充值", "转入您账户的币。", ["充币"]),
    "ru": ("Пополнение", "Монеты, которые вы переводите на аккаунт.", ["депозит"]),
    "ar": ("الإيداع", "عملات ترسلها إلى حسابك.", ["ايداع"]),
}


def add_term(slug="deposit", words=None, *, facts=None):
    """A term with its words by language (name, short, synonyms), the source language first."""
    (language, first), *others = (words or DEPOSIT).items()
    facts = facts or TermFacts(source_language=language)
    term = create_term(slug, facts=facts, words=said(*first), actor=None)
    for code, given in others:
        save_words(term, code, words=said(*given), actor=None)
    return term


def said(name, short, synonyms=(), long=""):
    return TermWords(name, short, long, list(synonyms))
