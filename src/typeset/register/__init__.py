"""Originals and their copies into an append-only, hash-chained register: SQLite by default, PostgreSQL by URL."""

from typeset.register.book import Register

__all__ = ["Register"]
