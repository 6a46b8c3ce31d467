"""A laid-out line into its text."""

import typing as t

from weasyprint.formatting_structure import boxes


def text_of(line: t.Any) -> str:  # noqa: ANN401 - untyped engine
    """The words of a line as they are printed, without the blanks around them."""
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox)).strip()
