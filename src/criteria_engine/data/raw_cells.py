"""What a raw cell may be besides text: numbers and percentages in the digits of the file that marks them as such."""

from attrs import frozen


@frozen
class NumberText:
    """A number that the file itself marks as one (JSON, a spreadsheet), in plain digits with a point, or as `1e-7`; or
    `NaN`, `Infinity`, `-Infinity`."""

    text: str


@frozen
class PercentText:
    """A number that a spreadsheet shows as a percentage: 0.855 under the format `0%` is `85.5%`, with its sign and with
    every digit, whatever the format rounds to."""

    text: str
