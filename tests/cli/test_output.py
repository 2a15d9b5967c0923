"""What is printed harms no terminal, no spreadsheet and no pipe."""

from __future__ import annotations

import csv
import io
import json

import pytest

from history.values import csv_cell
from scheduler.cli.output import Column, clean, print_rows, width
from scheduler.cli.rows import figure_text, what_text

COLUMNS = [Column("App", lambda row: row["app"]), Column("Figure", lambda row: row["figure"], right=True)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert csv_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_numbers_stay_numbers_in_a_sheet() -> None:
    assert csv_cell(-40) == -40
    assert csv_cell(0.5) == 0.5
    assert csv_cell(value=True) == "true"
    assert csv_cell("10-20") == "10-20"


def test_a_csv_can_be_read_back(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [{"app": '=cmd|"x"', "figure": -40}, {"app": "千问,豆包\n换行", "figure": None}]
    print_rows(rows, COLUMNS, "csv", nothing="nothing")
    text = capfdbinary.readouterr().out.decode()
    assert list(csv.reader(io.StringIO(text))) == [
        ["app", "figure"],
        ['\'=cmd|"x"', "-40"],
        ["千问,豆包\n换行", ""],
    ]


def test_json_and_json_lines_say_the_same(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = [{"app": "千问", "figure": 1}, {"app": "a\ud800b", "figure": None}]
    print_rows(rows, COLUMNS, "json", nothing="nothing")
    whole = json.loads(capfdbinary.readouterr().out)
    print_rows(rows, COLUMNS, "jsonl", nothing="nothing")
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert whole == lines == rows


def test_columns_stand_under_their_headings_with_chinese_in_them(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    rows = [{"app": "千问", "figure": "10"}, {"app": "DeepSeek", "figure": "9,000"}]
    print_rows(rows, COLUMNS, "table", nothing="nothing")
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [width(line) for line in lines] == [16, 16, 16, 16]
    assert lines[2] == "千问          10"


def test_an_empty_list_is_empty_on_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_rows([], COLUMNS, "table", nothing="no claim fits")
    assert capfdbinary.readouterr() == (b"", b"no claim fits\n")
    print_rows([], COLUMNS, "json", nothing="no claim fits")
    assert capfdbinary.readouterr() == (b"[]\n", b"")


def test_a_title_cannot_move_the_cursor_or_turn_the_line_round() -> None:
    assert clean("a\x1b[2Jb\u202ec\x9bd\ne") == "a\ufffd[2Jb\ufffdc\ufffdd e"
    assert clean("千问\u3000App") == "千问 App"


def test_figures_read_as_a_person_writes_them() -> None:
    assert (
        figure_text({"metric": "downloads", "relation": "range", "value": 5, "value_max": 6000000})
        == "5 - 6,000,000"
    )
    assert figure_text({"metric": "downloads_change", "relation": "eq", "value": 3, "unit": "x"}) == "3 x"
    assert figure_text({"metric": "rank", "rank": 10, "rank_relation": "within"}) == "top 10"
    assert figure_text({"metric": "rank", "rank": 22, "rank_from": 113}) == "113th -> 22nd"
    assert what_text(
        {"metric": "downloads", "period": "total", "platform": "android", "region_count": 52}
    ) == ("downloads: total, android, 52 regions")
