"""A page for every layout of every outlet, with what a person reads in it."""

from __future__ import annotations

from tests.crawler.layouts_base import DOC, TITLE, Sample, page
from tests.crawler.layouts_hidden import HIDDEN
from tests.crawler.layouts_hongkong import HONGKONG
from tests.crawler.layouts_mainland import MAINLAND
from tests.crawler.layouts_netease import NETEASE
from tests.crawler.layouts_older import OLDER
from tests.crawler.layouts_papers import PAPERS
from tests.crawler.layouts_taiwan import TAIWAN

SAMPLES = (*NETEASE, *MAINLAND, *PAPERS, *OLDER, *HIDDEN, *TAIWAN, *HONGKONG)

__all__ = ["DOC", "SAMPLES", "TITLE", "Sample", "page"]
