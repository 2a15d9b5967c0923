"""Claims in words of Chinese and English: one wording for alerts, mails, feeds and the page. Pure."""
