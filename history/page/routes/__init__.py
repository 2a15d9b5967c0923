"""The addresses of the page, one file for each kind."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

READ = ["GET", "HEAD"]  # of HEAD the server leaves the body out
Number = Annotated[int, Path(ge=1, le=2**53)]  # of a row: no database has a greater one
