"""Addresses in templates into pictures of the data, or files of the template or source folder; into nothing else."""

import mimetypes
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from typeset.messages import phrase
from typeset.resources import Resources

HOST = "typeset.invalid"
BASE = f"https://{HOST}/"
"""What relative addresses in templates are resolved against: of a scheme that has relative addresses (RFC 3986), at
a host that can never exist (RFC 2606). Only our own fetcher answers for it."""


class Fetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint is untyped
    """Answers `BASE` and a name from the pictures of the data, the template folders, then from the source folder.

    Args:
        resources: the folders.
        pictures: media type and content of the data's own pictures, by name.
    """

    def __init__(self, resources: Resources, pictures: Mapping[str, tuple[str, bytes]] | None = None) -> None:
        super().__init__(allowed_protocols=[])
        self._resources, self._pictures = resources, pictures or {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine hands it over
        """Read one file.

        Raises:
            FatalURLFetchingError: the address leads elsewhere, or there is no such file.
        """
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) != ("https", HOST):
            raise FatalURLFetchingError(phrase("`{url}` lies outside the template and source folders", url=url))
        name = unquote(parts.path).lstrip("/")
        if name in self._pictures:
            kind, content = self._pictures[name]
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        found = self._resources.template(name) if self._resources.has_template(name) else None
        if found is None:
            found = self._resources.image(name)
        if found is None:
            raise FatalURLFetchingError(phrase("`{name}` stands in no template or source folder", name=name))
        kind = mimetypes.MimeTypes().guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, found, {"Content-Type": kind})
