"""Post -> Claim -> Figure -> Alert: what bangdan concludes from what the crawler read."""
