"""How titles and paragraphs break into lines: titles evenly, and no more than two broken words in a row."""

import itertools
from collections.abc import Callable

import pytest

from typeset.model.base import PRESS_HYPHEN
from typeset.model.composition import Composition
from typeset.press import press
from typeset.press.balance import UNEVEN
from typeset.press.hyphens import IN_A_ROW
from typeset.resources import Resources
from typeset.verify import read
from typeset.verify.blocks import Found, found_blocks

Sheet = Callable[..., Composition]
TITLES = (
    "Информационное сообщение по итогам тринадцатой Встречи Секретарей Советов безопасности",
    "Agenda of the Thirteenth Meeting of the Secretaries of the Security Councils of the Member States and Observers",
    "上海合作组织成员国安全会议秘书第十三次会议纪要和与会代表团成员名单及其他各项附件目录",
)
CROWDED = (
    "Представители государств-участников противодействовали распространению дезинформации, "
    "взаимоприемлемого, непосредственного, международно-правового урегулирования, законодательствования, "
    "совершенствования, взаимодействия, противодействия, сосредоточения, благожелательности. "
) * 4


def blocks(pdf: bytes) -> tuple[Found, ...]:
    return found_blocks(read(pdf, "a sheet"))


def widths(block: Found) -> list[float]:
    return [line.runs[-1].box[2] - line.runs[0].box[0] for line in block.lines]


@pytest.mark.parametrize("title", TITLES)
def test_the_lines_of_a_title_are_nearly_equally_long(title: str, sheet: Sheet, resources: Resources) -> None:
    style = "h2 { font-size: 15pt }"
    (loose,) = blocks(press(sheet(f"<h2>{title}</h2>", style), resources))
    (even,) = blocks(press(sheet(f'<h2 data-balance="title">{title}</h2>', style), resources))
    assert even.misfit(title) is None
    assert len(even.lines) == len(loose.lines) > 1
    assert min(widths(loose)) < UNEVEN * max(widths(loose))
    assert min(widths(even)) > UNEVEN * 0.9 * max(widths(even))


def test_titles_of_sections_that_look_alike_are_balanced_together_and_each_by_itself(
    sheet: Sheet, resources: Resources
) -> None:
    """Both are laid out in one excerpt; each keeps its own width."""
    bodies = [f'<h2 data-balance="title">{title}</h2>' for title in (TITLES[0], TITLES[0] + ", состоявшейся в Пекине")]
    alone = [blocks(press(sheet(body), resources))[0] for body in bodies]
    first, second = (sheet(body) for body in bodies)
    both = first.model_copy(update={"sections": (*first.sections, *second.sections)})
    together = blocks(press(both, resources))
    assert [widths(block) for block in together] == [widths(block) for block in alone]
    assert widths(alone[0]) != widths(alone[1])


def test_a_title_of_one_line_is_left_alone(sheet: Sheet, resources: Resources) -> None:
    title = "A title that fits on a line"
    (loose,), (even,) = (
        blocks(press(sheet(f"<h2 {mark}>{title}</h2>"), resources)) for mark in ("", "data-balance='title'")
    )
    assert [run.box for run in even.runs] == [run.box for run in loose.runs]


def longest(block: Found) -> int:
    ends = [line.text.rstrip().endswith(PRESS_HYPHEN) for line in block.lines]
    return max((len(list(run)) for broken, run in itertools.groupby(ends) if broken), default=0)


@pytest.mark.parametrize("width", range(60, 130, 10))
def test_no_more_than_two_words_in_a_row_are_broken(width: int, sheet: Sheet, resources: Resources) -> None:
    style = f".hyphens {{ width: {width}mm }}"
    body = f'<section class="hyphens" lang="ru"><p>{CROWDED}</p></section>'
    (found,) = blocks(press(sheet(body, style), resources))
    assert found.misfit(CROWDED.strip()) is None
    assert longest(found) <= IN_A_ROW


def test_the_limit_is_needed(sheet: Sheet, resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.press.hyphens.settle", lambda *_given: {})
    style = ".hyphens { width: 70mm }"
    body = f'<section class="hyphens" lang="ru"><p>{CROWDED}</p></section>'
    (found,) = blocks(press(sheet(body, style), resources))
    assert longest(found) > IN_A_ROW
