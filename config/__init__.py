"""What an editor may change (TOML files beside this one) and the typed settings that check it."""

import os

# pydantic would look for plug-ins among all that is installed, at every start: a tenth of what a command takes
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
