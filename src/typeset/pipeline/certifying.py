"""Terms and recipients into pressed pages of certification, one a recipient."""

from collections.abc import Callable, Mapping

from typeset.compose.certification import compose_certifications
from typeset.model.certification import Recipient, Subject, Terms
from typeset.model.wording import Wording
from typeset.press import press
from typeset.resources import Resources

Pages = Callable[[Subject, Terms, tuple[Recipient, ...], Mapping[str, Wording], Resources], bytes]
"""What `certifications` is, or does it elsewhere."""


def certifications(
    subject: Subject,
    terms: Terms,
    recipients: tuple[Recipient, ...],
    wordings: Mapping[str, Wording],
    resources: Resources,
) -> bytes:
    """The pages of certification, in the order of the recipients.

    Raises:
        PressError: one does not fit on its page, or the engine warned of anything.
        ResourceError: a template is missing or faulty.
    """
    return press(compose_certifications(subject, terms, recipients, wordings, resources), resources)
