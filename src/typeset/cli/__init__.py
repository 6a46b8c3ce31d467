"""Command lines into calls of the library; nothing below this package prints, exits or reads the clock."""
