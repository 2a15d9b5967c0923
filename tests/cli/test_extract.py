"""``bangdan extract``: JSON lines in, JSON lines out, in the same order, whatever a line holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from history.values import FIELDS
from tests.cli.conftest import MAIN, Run

TEXT = "千问上线首周，下载量突破300万次。"


def line(**item: Any) -> bytes:
    return json.dumps(item, ensure_ascii=False).encode() + b"\n"


def answers(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(answer) for answer in done.stdout.splitlines()]


def test_a_post_is_answered_with_its_claims(bangdan: Run) -> None:
    done = bangdan.anew(
        "extract", stdin=line(id="a", title=None, published_at="2026-03-02T09:30:00+08:00", text=TEXT)
    )
    assert (done.returncode, done.stderr) == (0, b"")
    [answer] = answers(done)
    assert set(answer) == {"id", "claims"}
    [claim] = answer["claims"]
    assert set(claim) == set(FIELDS)
    assert (claim["value"], claim["relation"], claim["field"]) == (3_000_000, "gt", "text")
    assert isinstance(claim["subject"], list)
    assert TEXT[claim["start"] : claim["end"]] == claim["quote"]


def test_offsets_count_code_points_beyond_the_basic_plane(bangdan: Run) -> None:
    text = "🚀🚀" + TEXT
    [answer] = answers(bangdan("extract", stdin=line(id=1, text=text)))
    [claim] = answer["claims"]
    assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_a_page_is_read_and_its_text_given_back(bangdan: Run) -> None:
    html = (
        '<html id="ne_wrap"><body><div id="contain" data-ptime="2026-03-02 09:30:00"><h1 class="post_title">新应用</h1>'
        f'<div class="post_body"><p>{TEXT}</p><p>团队表示，下一版会在四月推出。</p></div></div></body></html>'
    )
    url = "https://www.163.com/dy/article/KMUD7I800519CX7K.html"
    [answer] = answers(bangdan("extract", stdin=line(id="h", url=url, html=html)))
    [claim] = answer["claims"]
    assert answer["text"][claim["start"] : claim["end"]] == claim["quote"]


BAD = [
    (b"not json\n", None, "not JSON"),
    (b"[1]\n", None, "not a JSON object"),
    (b'{"id": "x"}\n', "x", 'holds neither "text" nor "html"'),
    (b'{"id": "x", "text": 5}\n', "x", '"text" is not a text'),
    (b'{"id": "x", "text": "a", "html": "b"}\n', "x", 'holds both "text" and "html"'),
    (
        b'{"id": "x", "text": "a", "published_at": "yesterday"}\n',
        "x",
        '"published_at" is no ISO 8601 time: "yesterday"',
    ),
    *(
        (
            b'{"id": "x", "text": "%s", "published_at": "%s"}\n' % (text.encode(), at),
            "x",
            '"published_at" is of no year',
        )
        for text, at in (("明年，豆包下载量突破1000万次。", b"9999-12-31"), ("甲", b"0001-01-01T00:00:00Z"))
    ),
    (b'{"id": "x", "text": NaN}\n', None, "not JSON: NaN is no JSON number"),
    (b"\xff\xfe\n", None, "not UTF-8"),
    (b"[" * 200_000 + b"\n", None, "not JSON: nested too deep"),
    (b'{"id": ' + b"9" * 10_000 + b', "text": "a"}\n', None, "not JSON"),
    (b'{"id": "x", "html": "<div>"}\n', "x", "the page holds no article"),
]


@pytest.mark.parametrize(("bad", "name", "said"), BAD, ids=[row[2] for row in BAD])
def test_a_bad_line_is_answered_with_its_error_and_the_rest_go_on(
    bangdan: Run, bad: bytes, name: str | None, said: str
) -> None:
    done = bangdan("extract", stdin=line(id=1, text="甲") + bad + line(id=2, text="乙"))
    assert done.returncode == 1
    before, wrong, after = answers(done)
    assert (before, after) == ({"id": 1, "claims": []}, {"id": 2, "claims": []})
    assert set(wrong) == {"id", "error"}
    assert wrong["id"] == name
    assert wrong["error"].startswith(said)
    assert done.stderr == b"bangdan extract: 1 line could not be used\n"


def test_odd_text_is_answered_and_stays_json(bangdan: Run) -> None:
    odd = ["", "\0", "\ud800下载", "下载" * 10_000, "１" * 100_000 + "次下载", "a\u2028b", "\ufeff"]
    done = bangdan(
        "extract", stdin=b"".join(json.dumps({"id": text[:3], "text": text}).encode() + b"\n" for text in odd)
    )
    assert done.returncode == 0
    assert [answer["id"] for answer in answers(done)] == [text[:3] for text in odd]


def test_blank_lines_a_mark_of_order_and_a_missing_newline_do_no_harm(bangdan: Run) -> None:
    done = bangdan(
        "extract",
        stdin=b"\xef\xbb\xbf" + line(id=1, text="甲") + b"\n  \r\n" + line(id=2, text="乙").rstrip(),
    )
    assert [answer["id"] for answer in answers(done)] == [1, 2]


def test_nothing_in_nothing_out(bangdan: Run) -> None:
    done = bangdan("extract")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_each_answer_comes_before_the_next_line_is_sent(bangdan: Run) -> None:
    """Somebody may feed it line by line and wait."""
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, "extract"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=Run.surroundings(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(line(id=number, text=TEXT))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_reader_that_leaves_ends_it_quietly(bangdan: Run) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, "extract"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=Run.surroundings(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(line(id=0, text="甲"))
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        deadline = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < deadline:
            try:
                process.stdin.write(line(id=1, text="甲" * 1000))
                process.stdin.flush()
            except BrokenPipeError:
                break
        try:
            process.stdin.close()
        except BrokenPipeError:
            os.write(1, b"")
        assert process.wait(10) == 0
        assert process.stderr.read() == b""


def test_explain_says_what_each_slot_was_read_from(bangdan: Run) -> None:
    done = bangdan("extract", "--explain", stdin=line(id="a", text=TEXT + "用户数达到500万。"))
    assert done.returncode == 0
    [answer] = answers(done)
    [claim] = answer["claims"]
    assert claim["why"]
    assert answer["not_taken"]
