import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from helpdesk.lib.charts import bars, distribution, line, percentile, spark_columns, sparkline


def drawn(chart):
    html = render_to_string("components/_chart.html", {"chart": chart})
    assert "style=" not in html
    svg = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    return html, ElementTree.fromstring(svg[0]) if svg else None


def found(svg, tag, name):
    return [node for node in svg.iter(tag) if node.get("class") == f"chart__{name}"]


def test_bars_start_at_zero_and_are_as_long_as_their_value():
    html, svg = drawn(
        bars(
            "Where do people wait?",
            [("Chat", 50), ("Mail", 25), ("Phone", None), ("Post", 0)],
            unit="Minutes",
        )
    )
    assert [bar.get("width") for bar in found(svg, "rect", "bar")] == ["100.00%", "50.00%"]
    assert {bar.get("x") for bar in found(svg, "rect", "bar")} == {"0.00%"}
    assert [text.text for text in found(svg, "text", "gap")] == ["No data"]
    assert "<summary>Show as a table</summary>" in html
    assert '<th scope="row">Chat</th><td>50</td>' in html
    assert "Highest: Chat, 50." in svg.get("aria-label")


def test_a_line_stops_at_a_gap_and_a_lonely_value_is_a_dot():
    _html, svg = drawn(line("How many chats?", list("abcdef"), [("Chats", [1, 2, None, 3, None, 4])]))
    assert len(found(svg, "line", "line")) == 1
    assert [dot.get("cx") for dot in svg.iter("circle")] == ["60.00%", "100.00%"]


def test_several_series_are_told_apart_and_named():
    html, svg = drawn(line("Now and before?", ["Mon", "Tue"], [("Now", [1, 2]), ("Before", [2, 1])]))
    assert [stroke.get("data-series") for stroke in found(svg, "line", "line")] == ["1", "2"]
    assert '<li data-series="2">Before</li>' in html


def test_everything_turns_round_in_a_right_to_left_language():
    with override("ar"):
        _html, svg = drawn(bars("?", [("أ", 50), ("ب", 25)], unit="دقائق"))
        assert [bar.get("x") for bar in found(svg, "rect", "bar")] == ["0.00%", "50.00%"]
        assert found(svg, "text", "label")[0].get("x") == "100.00%"
        assert sparkline([0, 1]).line.startswith("M100.0")


def test_places_stay_machine_numbers_where_people_write_a_comma():
    with override("ru"):
        _html, svg = drawn(bars("?", [("a", 3), ("b", 1234.5)], unit="x"))
        assert all("," not in str(value) for rect in svg.iter("rect") for value in rect.attrib.values())
        assert found(svg, "text", "value")[1].text.replace("\xa0", " ") == "1 234"


def test_a_distribution_marks_its_middle_and_counts_every_value():
    values = [float(number) for number in range(101)]
    chart = distribution("How long?", values, unit="Seconds")
    _html, svg = drawn(chart)
    assert chart.summary == "Half are at or below 50, nine in ten at or below 90."
    assert sum(int(row[1]) for row in chart.rows) == 101
    assert len(found(svg, "line", "marker")) == 2
    assert len(found(svg, "rect", "band")) == 1


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 2.5), (1, 4), (0.25, 1.75)])
def test_percentiles_lie_between_neighbours(share, value):
    assert percentile([1, 2, 3, 4], share) == value


@pytest.mark.parametrize("chart", [bars("?", [], unit="x"), bars("?", [("a", None)], unit="x"), line("?", [], [("a", [])]), distribution("?", [], unit="x")])  # fmt: skip
def test_nothing_to_show_is_said(chart):
    html, svg = drawn(chart)
    assert svg is None
    assert "There is no data yet." in html


@pytest.mark.parametrize("values", [[0], [0, 0], [5], [None, 1, None], [1e9, 1e-9], [-1, -2]])
def test_odd_values_draw_something_finite(values):
    _html, svg = drawn(line("?", [str(number) for number in range(len(values))], [("a", values)]))
    for node in svg.iter():
        assert not {"nan", "inf", "nan%", "inf%"} & set(map(str, node.attrib.values()))
    assert "nan" not in sparkline(values).line


def test_words_of_people_are_escaped():
    html, _svg = drawn(bars("<b>?", [("<script>alert(1)</script>", 1)], unit="<i>"))
    assert "<script" not in html
    assert "<b>" not in html


def test_a_sparkline_keeps_its_gaps():
    spark = sparkline([1, 2, None, 3])
    assert spark.line.count("M") == spark.area.count("M") == 2
    assert sparkline([None]).line == ""


def test_columns_stand_where_something_happened_and_one_is_no_peak():
    assert spark_columns([0, 1, 0, 8]).area.count("M") == 2
    assert "V23.0h" in spark_columns([0, 1]).area
    assert spark_columns([0, 0]).area == spark_columns([]).area == ""
    assert spark_columns([0, 0]).line
    with override("ar"):
        assert spark_columns([1, 0]).area.startswith("M56.0")
