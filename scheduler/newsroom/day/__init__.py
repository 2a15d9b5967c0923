"""The data of the newsroom's day: accounts, stories, script, margins. All of it is fiction."""
