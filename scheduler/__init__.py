"""When and whether: the daemon, its jobs, the health of each source, the command line."""
