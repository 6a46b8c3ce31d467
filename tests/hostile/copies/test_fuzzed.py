"""What mutants of copies have found, each as the smallest file that shows it."""

from tests.hostile.copies.base import Bench


def test_an_object_that_one_reader_mends_and_another_leaves_blank_is_found(made: Bench) -> None:
    """One bit of the end of a dictionary: pypdf shows the certification, pdfium an empty page."""
    at = made.copy.rindex(b">>\nstream", 0, made.copy.rindex(b"/Type /XRef"))
    pdf = made.copy[:at] + b">." + made.copy[at + 2 :]
    findings = {check.name: [one.message for one in check.findings] for check in made.prove(pdf).checks}
    assert any("is not written as readers expect it" in one for one in findings["file"]), findings
