"""A number as official texts write it: 3, iii, 三, or the third letter of an alphabet."""

_HAN = "〇一二三四五六七八九"
_HAN_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """Write 1..3999 in capital Roman numerals."""
    if not 0 < number < 4000:  # noqa: PLR2004 - the reach of Roman numerals without overlines
        raise ValueError(f"{number} has no Roman numeral")
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def han(number: int) -> str:
    """Write 1..9999 in Chinese numerals: 十, 十五, 二十, 一百零五."""
    if not 0 < number < 10_000:  # noqa: PLR2004 - four units suffice for numbered provisions
        raise ValueError(f"{number} has no Chinese numeral here")
    written, rest, gap = "", number, False
    for value, unit in _HAN_UNITS:
        digit, rest = divmod(rest, value)
        if digit:
            written += ("零" if gap else "") + _HAN[digit] + unit
        gap = bool(written) and not digit
    if rest:
        written += ("零" if gap else "") + _HAN[rest]
    return written.removeprefix("一") if 10 <= number < 20 else written  # noqa: PLR2004 - 十五, not 一十五


def letter(number: int, alphabet: str) -> str:
    """Write 1, 2, … as letters; after the last letter they are doubled: z, aa, bb."""
    if number < 1:
        raise ValueError(f"{number} has no letter")
    rounds, index = divmod(number - 1, len(alphabet))
    return alphabet[index] * (rounds + 1)


def numerals(number: int, alphabet: str) -> dict[str, str]:
    """Every way a pattern may write `number`, by the name of its field."""
    capital = roman(number)
    return {
        "decimal": str(number),
        "han": han(number),
        "roman": capital.lower(),
        "Roman": capital,
        "letter": letter(number, alphabet),
    }


NUMERALS = frozenset(numerals(1, "a"))
