"""The domain: frozen values of a protocol, its texts, its wording and its proof; no input, no output."""
