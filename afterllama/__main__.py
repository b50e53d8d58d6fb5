"""``python -m afterllama``."""

from afterllama.commands import main

main()
