"""Whether the parts of a figure agree with one another."""

from __future__ import annotations

from relall_trainer.evidence.reference import Figure

# A printed whole per cent may be rounded up or cut off; it cannot be further than this from its fraction.
_ROUNDING = 1.0


def figure_fault(figure: Figure) -> str | None:
    """What does not fit in the figure, or None."""
    ways = [
        figure.value is not None,
        figure.percent is not None,
        figure.low is not None or figure.high is not None,
    ]
    if sum(ways) > 1:
        return "has more than one of value, percent and low/high"
    if (figure.low is None) != (figure.high is None) and not figure.as_printed:
        return "one bound alone needs as_printed, so that it can be shown"
    if figure.low is not None and figure.high is not None and figure.low > figure.high:
        return f"low {figure.low} is above high {figure.high}"
    if (figure.numerator is None) != (figure.denominator is None):
        return "numerator and denominator belong together"
    if not any(ways) and not figure.as_printed and not figure.certain:
        return "says no number"
    if figure.percent is not None and not 0 <= figure.percent <= 100:
        return f"{figure.percent} is not a percentage"
    return _fraction_fault(figure)


def _fraction_fault(figure: Figure) -> str | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    if not 0 <= figure.numerator <= figure.denominator or figure.denominator == 0:
        return f"{figure.numerator}/{figure.denominator} is not a part of a whole"
    exact = 100 * figure.numerator / figure.denominator
    if figure.percent is not None and abs(exact - figure.percent) >= _ROUNDING:
        return f"{figure.percent} % does not go with {figure.numerator}/{figure.denominator} ({exact:.1f} %)"
    return None
