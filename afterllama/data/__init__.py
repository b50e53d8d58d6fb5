"""Tables whose rows know their source."""
