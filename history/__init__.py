"""Questions about what is stored. Read-only: it answers strangers and cannot start a crawl."""
