"""Curves of claims as SVG, drawn on the server. Pure: values in, positions out; a template writes them down."""

from __future__ import annotations
