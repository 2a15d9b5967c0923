"""An alert in words: one sentence, the webhook's body, a mail, a block for the terminal. Pure."""
