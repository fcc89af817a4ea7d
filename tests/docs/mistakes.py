"""Common mistakes that the reference tells of: how its tables name them (English, Vietnamese), the code, and rule text."""

MISTAKES = (
    ("`area >= 200`", "`area >= 200`", "T017", "define d : yes/no = area >= 200"),
    ("`satisfied >= 80`", "`satisfied >= 80`", "T005", "define d : yes/no = satisfied >= 80"),
    ("`no own_office`", "`không own_office`", "S017", "define d : yes/no = no own_office"),
    ("`drill_on <= 31/12/2023`", "`drill_on <= 31/12/2023`", "S014", "define d : yes/no = drill_on <= 31/12/2023"),
    ("`1.500`", "`1.500`", "S006", "define d : number = 1.500"),
    ("`date`", "`date`", "S008", "facts\n  date : date"),
    (
        "`share of cases where solved >= 75%`",
        "`tỷ lệ cases trong đó solved >= 75%`",
        "T002",
        "define d : yes/no = share of cases where solved >= 75%",
    ),
    ("`at least 2 of a, b and c`", "`ít nhất 2 trong số a, b và c`", "S008", "define d : yes/no = at least 2 of cameras, lights and patrols"),
    ("`at least 2 of a, not b`", "`ít nhất 2 trong số a, không phải b`", "S008", "define d : yes/no = at least 2 of cameras, not lights"),
    (
        "`3 when x >= 50%`",
        "`3 khi x >= 50%`",
        "R004",
        "criterion X\n  points at most 5\n    3 when satisfied >= 50%\n    5 when satisfied >= 80%\n    0 otherwise",
    ),
    ("`points at most N`", "`điểm tối đa N`", "S008", "criterion X\n  points at most 5\n  minimum 2\n    3 when satisfied >= 50%\n    0 otherwise"),
    (
        '`unless x then passes because "…"`',
        '`trừ khi x thì đạt vì "…"`',
        "S008",
        'criterion X\n  requires cameras\n  unless lights then passes because "x"',
    ),
)
