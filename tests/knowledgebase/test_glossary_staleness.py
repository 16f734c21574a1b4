"""Translations that are none are noticed; real ones, and names that are the same everywhere, are not accused."""

import pytest

from knowledgebase.glossary.staleness import Text, doubt

ENGLISH = Text(
    "Network fee",
    "What a network charges to carry a transfer.",
    "It goes to those who run the network. It rises when many people send at once.",
)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", ENGLISH, "same"),
        ("es", Text("Comisión de red", ENGLISH.short.upper(), ENGLISH.long), "same"),
        ("ru", Text("Комиссия", "Плата сети.", f"Она идёт майнерам. {ENGLISH.long}"), "same"),
        (
            "es",
            Text("Comisión", "The price you pay to have your coins moved by the network today."),
            "language",
        ),
        (
            "zh-hans",
            Text("网络手续费", ENGLISH.short, "费用归维护网络的人所有，转账的人多时会上涨。"),
            "short",
        ),
        (
            "zh-hans",
            Text("网络手续费", "网络为承载转账收取的费用。", "费用归维护 Bitcoin Core network 的人所有。"),
            "",
        ),
        ("es", Text("Comisión de red", "Lo que cobra una red por llevar una transferencia."), ""),
        ("ru", Text("USDT", "USDT"), ""),
        ("en", ENGLISH, ""),
        ("ja", Text("", ""), ""),
    ],
)
def test_what_is_not_translated_is_noticed(language, text, found):
    assert doubt(text, language, ENGLISH, "en") == found
