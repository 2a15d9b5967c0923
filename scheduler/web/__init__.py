"""What the daemon serves: health, metrics and, where it is there, the history; and who may ask for it."""
