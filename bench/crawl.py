"""Pages a second of the whole chain (crawl, parse, extract, store) beside a bare Scrapy spider on the same pages.

python -m bench.crawl [PAGES]

nginx (Debian's package) serves pages of 30 KB on loopback, one in five with claims, and lists of a hundred posts each.
The bare spider fetches every page and does nothing with it; bangdan checks the lists as its daemon does, with politeness
off, and ends with every post stored in SQLite. Each runs in a process of its own, turn and turn about, best of three.
Asked for: at least 0.3 of the bare spider's pages a second.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGES, ROUNDS, ON_A_LIST = 1000, 3, 100
SIZE = 30_000  # bytes of a page
_SENTENCES = (
    "编辑部的走廊里贴着上个月的排班表，没有人去撕。",
    "负责人说，团队从三个人变成了十一个人，会议室却还是那一间。",
    "读者来信里问得最多的，是为什么周末不更新。",
    "他们试过把更新挪到晚上，结果第二天的留言少了一半。",
    "窗外的施工持续了一个夏天，录音只能安排在凌晨。",
)
_CLAIMS = (
    "「{app}」上线{n}天下载量突破{n}00万次。",
    "「{app}」从苹果应用商店免费总榜第{n}位升至第一位。",
    "截至上月，「{app}」的累计下载量已超过{n}亿次。",
)
_APPS = ("夸克", "豆包", "千问", "元宝", "小红书", "剪映", "闲鱼", "番茄小说")
_NAV = "".join(
    f'<li><a href="/channel/{n}/">频道第{n}号</a><span class="x">更多</span></li>' for n in range(120)
)
_SCRIPT = "<script>" + "window.__noise=window.__noise||[];window.__noise.push([1,2,3]);" * 90 + "</script>"


def document(number: int) -> str:
    """A document id whose clock stands in November 2024, one for each number."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
    value, text = int("JG7V2K8R", 32) + number * 60_000, ""
    while value:
        value, rest = divmod(value, 32)
        text = digits[rest] + text
    return f"{text}0519{number % 10_000:04d}"


def article(number: int) -> str:
    """One page in the current layout of NetEase, about 30 KB, two fifths of it text and related posts."""
    dice = random.Random(number)
    sentences = [dice.choice(_SENTENCES) for _ in range(60)]
    if number % 5 == 0:
        claims = [dice.choice(_CLAIMS).format(app=dice.choice(_APPS), n=dice.randint(2, 9)) for _ in range(4)]
        for claim in claims:
            sentences.insert(dice.randrange(len(sentences)), claim)
    text = "".join(
        f'<p id="P{number}{n}">{"".join(sentences[n : n + 4])}</p>' for n in range(0, len(sentences), 4)
    )
    related = "".join(
        f'<li class="post_wemedia_a_item" data-ptime="2020-01-0{n % 9 + 1} 00:00:00"><a href="/c/{n}">别的文章第{n}篇</a></li>'
        for n in range(60)
    )
    inner = (
        f'<div id="contain" data-docid="{document(number)}" data-ptime="2024-11-05 08:09:10"><h1 class="post_title">排班表之外的第{number}件事</h1>'
        f'<div class="post_info">2024-11-05 08:09:10　来源: <a href="/dy/media/T1500000000001.html">河岸周报</a></div>'
        f'<div class="post_body">{text}</div><div class="post_statement"><p>特别声明：以上内容为用户上传。</p></div></div>'
    )
    page = f'<!DOCTYPE html><html id="ne_wrap"><head><meta charset="utf-8"><title>排班表之外的第{number}件事_某站</title></head><body><ul class="ntes_nav_wrap">{_NAV}</ul>{inner}<ul>{related}</ul>'
    return page + _SCRIPT[: max(0, SIZE - len(page.encode()))] + "</script></body></html>"


def lay_out(root: Path, pages: int) -> None:
    """Write the pages and their lists below nginx's root."""
    folder = root / "dy" / "article"
    folder.mkdir(parents=True)
    ids = []
    for number in range(pages):
        ids.append(document(number))
        (folder / f"{ids[-1]}.html").write_text(article(number), encoding="utf-8")
    for start in range(0, pages, ON_A_LIST):
        rows = "".join(
            f'<li><h4><a href="/dy/article/{one}.html">排班表之外的第{start + n}件事</a></h4><span class="time">2024-11-05 08:09:10</span></li>'
            for n, one in enumerate(ids[start : start + ON_A_LIST])
        )
        account = root / "dy" / "media"
        account.mkdir(exist_ok=True)
        number = start // ON_A_LIST
        (account / f"T15000000000{number:02d}.html").write_text(
            f"<html><head><meta charset='utf-8'></head><body><ul class='tab_content'>{rows}</ul></body></html>",
            encoding="utf-8",
        )


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Nginx on a port of loopback, in the foreground."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 512; }\n"
        f"http {{ access_log off; types {{ text/html html; }} client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}/root; charset utf-8; }} }}\n",
        encoding="utf-8",
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-c", str(conf), "-e", f"{folder}/error.log"])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, port
        time.sleep(0.05)
    process.kill()
    raise SystemExit("nginx did not start")


def bare(port: int, pages: int) -> float:
    """Pages a second of a spider that does nothing."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    seen: list[float] = []

    class Bare(Spider):
        name = "bare"

        async def start(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Scrapy's own shape
            for number in range(pages):
                yield Request(f"http://127.0.0.1:{port}/dy/article/{document(number)}.html")

        def parse(self, response: Response) -> None:
            assert response.status == 200
            seen.append(time.perf_counter())

    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False})
    process.crawl(Bare)
    process.start()
    assert len(seen) == pages, f"{len(seen)} of {pages}"
    return (pages - 1) / (seen[-1] - seen[0])


def chain(port: int, pages: int) -> tuple[float, Counter[str]]:
    """Pages a second from the first list asked for to the last post stored; and what was stored."""
    return asyncio.run(_chain(port, pages))


async def _chain(port: int, pages: int) -> tuple[float, Counter[str]]:
    from sqlalchemy import func, select

    from config.lexicon import load_lexicon
    from config.settings import CrawlSettings, SourceSettings
    from crawler.service import Crawler
    from pipeline.extract.lexicon import Lexicon
    from pipeline.model import Post
    from pipeline.store.engine import open_store
    from pipeline.store.tables import claims, posts
    from scheduler.intake import Intake
    from scheduler.memory import Memory

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        intake = Intake(store, Lexicon.from_toml(load_lexicon(None)), lambda _alert: ())
        memory = Memory(store, ())

        async def deliver(post: Post) -> None:
            await intake.take(post)

        settings = CrawlSettings(delay=0, concurrency=16, allow_private=True, obey_robots=False)
        crawler = Crawler(settings, deliver, memory.known)
        await crawler.start()
        addresses = [
            f"http://127.0.0.1:{port}/dy/media/T15000000000{number:02d}.html"
            for number in range(pages // ON_A_LIST)
        ]
        sources = [SourceSettings(url=url, interval="1h", max_posts=ON_A_LIST) for url in addresses]
        began = time.perf_counter()
        reports = await asyncio.gather(
            *(crawler.check(f"s{number}", source) for number, source in enumerate(sources))
        )
        took = time.perf_counter() - began
        await crawler.stop()
        await intake.close()
        outcomes = Counter(post.outcome for report in reports for post in report.posts)
        with store.read() as tx:
            found = {
                "posts": tx.scalar(select(func.count()).select_from(posts)),
                "claims": tx.scalar(select(func.count()).select_from(claims)),
            }
    assert found["posts"] == pages, (found, outcomes)
    return pages / took, Counter(found)


def turn(kind: str, port: int, pages: int) -> dict[str, float]:
    """One run in a process of its own."""
    code = f"import bench.crawl as b, json; print(json.dumps(b.{kind}({port}, {pages})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found = json.loads(done.stdout.splitlines()[-1])
    return {"rate": found} if isinstance(found, float) else {"rate": found[0], **found[1]}


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        sys.exit("nginx is missing: apt-get install nginx-light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "root").mkdir()
        lay_out(folder / "root", pages)
        server, port = serve(folder)
        try:
            rates: dict[str, list[float]] = {"bare": [], "chain": []}
            last: dict[str, float] = {}
            for _ in range(ROUNDS):
                for kind, found in rates.items():
                    last = turn(kind, port, pages)
                    found.append(last["rate"])
        finally:
            server.terminate()
            server.wait()
    size = len(article(1).encode())
    print(
        f"{pages} pages of {size:,} bytes, {last['posts']:.0f} posts and {last['claims']:.0f} claims stored"
    )
    for kind, found in rates.items():
        print(f"{kind:<8}{max(found):>8.0f} pages/s   ({', '.join(f'{one:.0f}' for one in found)})")
    print(f"ratio   {max(rates['chain']) / max(rates['bare']):>8.2f}   (asked: 0.3)")


if __name__ == "__main__":
    main()
