"""Numbers as Go prints them, which is how Cog publishes them."""

from __future__ import annotations

import math


def go_float(number: float, limit: int) -> str:
    """A float as Go prints it: the fewest digits, with an exponent from 1e`limit` on and below 1e-4."""
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    if math.isnan(number):
        return "NaN"
    digits, exponent = _digits(number)
    sign = "-" if math.copysign(1, number) < 0 else ""
    if exponent < -4 or exponent >= limit:
        mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
        return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return sign + positional(digits, exponent)


def _digits(number: float) -> tuple[str, int]:
    """The shortest digits that name the float, and the power of ten of the first one."""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits, power = whole + fraction, len(whole) - 1 + int(exponent or 0)
    stripped = digits.lstrip("0")
    power -= len(digits) - len(stripped)
    return (stripped.rstrip("0"), power) if stripped else ("0", 0)


def positional(digits: str, exponent: int) -> str:
    """Digits with the decimal point where the exponent puts it, as in 0.0012 or 1200."""
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    return whole + (f".{digits[exponent + 1 :]}" if len(digits) > exponent + 1 else "")


def plain_number(number: float) -> int | float:
    """A number as it comes back from JSON: whole ones below 1e21 are integers, with the digits that Go prints."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e21:
        if number == 0 and math.copysign(1, number) < 0:
            return number  # which Go prints as -0
        if abs(number) < 2**53:
            return int(number)  # whose digits are all exact
        digits, exponent = _digits(number)
        return int(positional(digits, exponent)) * (-1 if number < 0 else 1)
    return number


def positional_float(number: float) -> str:
    """A float in the fewest digits, without an exponent."""
    digits, exponent = _digits(number)
    return ("-" if number < 0 else "") + positional(digits, exponent)
