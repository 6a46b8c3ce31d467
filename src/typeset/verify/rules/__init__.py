"""The pages of a text against the rules of official paper: every rule with its result, every finding its clause."""

from collections.abc import Mapping

from typeset.messages import phrase
from typeset.model.profile import Profile
from typeset.model.report import Check, Finding
from typeset.model.rule import Rule
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.rules import breaks, letters, parts, sheets
from typeset.verify.rules.layout import Layout, NothingToMeasureError
from typeset.verify.rules.outcome import Broken, Measure
from typeset.verify.rules.wanted import wanted

MEASURES: Mapping[str, Measure] = {
    "page-size": sheets.page_size,
    "margins": sheets.margins,
    "page-number": sheets.page_number,
    "face": letters.face,
    "size": letters.size,
    "line-pitch": letters.line_pitch,
    "line-spacing": letters.line_spacing,
    "lines-per-page": letters.lines_per_page,
    "characters-per-line": letters.characters_per_line,
    "indent": letters.indent,
    "alignment": letters.alignment,
    "heading-end": breaks.heading_end,
    "single-lines": breaks.single_lines,
    "table-rows": breaks.table_rows,
    "table-head": breaks.table_head,
    "line-edges": breaks.line_edges,
    "no-break": breaks.no_break,
    "hyphenation": breaks.hyphenation,
    "title-centred": parts.title_centred,
    "annex-new-page": parts.annex_new_page,
    "annex-mark": parts.annex_mark,
    "annex-belongs": parts.annex_belongs,
    "annex-title": parts.annex_title,
    "annex-opening": parts.annex_opening,
    "signature-page": parts.signature_page,
    "signature-blocks": parts.signature_blocks,
}
"""What measures each kind of rule."""


def rules(case: Case, language: str, profile: Profile) -> Check:
    """Measure the pages of one text by the rules of its profile.

    Returns:
        One check, which lists its rules as checks of their own. A rule of which the file has nothing to measure is
        not applicable, and never passed.
    """
    layout = Layout(case, language)
    title = phrase("the pages of `{language}` keep the rules of `{name}`", language=language, name=profile.name)
    if not layout.paras:
        return Check(name=f"rules/{language}", title=title, inapplicable=phrase("the file has no such text"))
    measured = tuple(_measured(rule, layout) for rule in profile.rules_for(language))
    findings = sorted(
        (one for rule in measured for one in rule.findings), key=lambda one: (one.page is None, one.page or 0)
    )
    whole = check(f"rules/{language}", title, findings)
    nothing = (
        "" if any(rule.result != "not applicable" for rule in measured) else phrase("no rule has anything to measure")
    )
    return whole.model_copy(update={"rules": measured, "inapplicable": nothing})


def _measured(rule: Rule, layout: Layout) -> Check:
    found: list[Finding] = []
    reason = ""
    try:
        found += (_finding(rule, broken) for broken in MEASURES[rule.kind](rule, layout))
    except NothingToMeasureError as nothing:
        reason = nothing.args[0]
    title = phrase("{clause}: {wanted}", clause=rule.clause, wanted=wanted(rule))
    return check(rule.id, title, found).model_copy(update={"inapplicable": reason, "certainty": rule.certainty})


def _finding(rule: Rule, broken: Broken) -> Finding:
    message = phrase(
        "{clause}: {wanted}; {measured}", clause=rule.clause, wanted=wanted(rule), measured=broken.measured
    )
    return Finding(message=message, page=broken.page, words=cut(broken.words))
