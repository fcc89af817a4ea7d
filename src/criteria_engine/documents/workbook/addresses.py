"""Rows and columns, counted from 0, become what a spreadsheet calls its cells."""


def a1(row: int, column: int) -> str:
    """The name of a cell.

    >>> a1(0, 0), a1(15, 27)
    ('A1', 'AB16')
    """
    return f"{letters_of(column)}{row + 1}"


def letters_of(column: int) -> str:
    """The letters of a column that is counted from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
