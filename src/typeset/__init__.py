"""Official documents from structured data: proven PDF originals."""

__version__ = "0.1.0"
