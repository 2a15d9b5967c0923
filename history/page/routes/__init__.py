"""The addresses of the page, one file for each kind."""

from __future__ import annotations

READ = ["GET", "HEAD"]  # of HEAD the server leaves the body out
