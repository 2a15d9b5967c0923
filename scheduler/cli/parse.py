"""``bangdan parse``: one saved page as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.errors import BangdanError
from scheduler.cli.output import write_json

_LARGEST = 64_000_000  # bytes; the daemon refuses pages of an eighth of it
_LONGEST = 60  # seconds of processor time for one page


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", help="The address that the page came from; its layout is looked up by it.")
@click.option("--content-type", help="The HTTP header, as in 'text/html; charset=gbk'.")
def parse(file: Path, url: str | None, content_type: str | None) -> None:
    """Read one saved page (- for standard input) and print what it says, as JSON.

    kind is article, list, gone, blocked or unknown; each of them is an answer, and exits 0.
    """
    body = _body(file)
    _bound_processor_time()
    from crawler.read import read_page

    write_json(read_page(url, body, content_type).as_json())


def _body(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return _bounded(sys.stdin.buffer, "standard input")
        with file.open("rb") as stream:
            return _bounded(stream, str(file))
    except OSError as error:
        raise BangdanError(f"{file} cannot be read: {error.strerror or error}") from None


def _bounded(stream: BinaryIO, name: str) -> bytes:
    body = stream.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise BangdanError(f"{name} is larger than {_LARGEST // 1_000_000} MB: no page")
    return body


def _bound_processor_time() -> None:
    """A page that keeps a parser busy for ever ends the process: a parse cannot be abandoned from inside."""
    import resource
    import signal

    def too_long(_signal: int, _frame: object) -> None:
        raise BangdanError(f"the page kept the parser busy for {_LONGEST} s: given up")

    signal.signal(signal.SIGXCPU, too_long)
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = int(used) + _LONGEST
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
