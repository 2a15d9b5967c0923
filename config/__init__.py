"""What an editor may change (TOML files beside this one) and the typed settings that check it."""
