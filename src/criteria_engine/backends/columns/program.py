"""A plan becomes kernels and a program of steps that bring columns into a tile, run the kernels, and write the answers."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import frozen

from criteria_engine.backends.columns.calendar import ADD_MONTHS, MONTHS_BETWEEN, calendar_function
from criteria_engine.backends.columns.instructions import TOTAL, Code, Slot, code_of
from criteria_engine.backends.columns.kernels import Kernel, Store, kernel
from criteria_engine.backends.columns.layout import Layout, rows_of_tile
from criteria_engine.backends.columns.steps import LANES
from criteria_engine.backends.columns.wide import wide_function
from criteria_engine.lowering import plan as p
from criteria_engine.lowering.builder import Unsupported
from criteria_engine.lowering.row_limit import MANY

UNSURE, BEYOND = "unsure", "beyond"

NONE = {"least": 2**63 - 1, "greatest": -(2**63)}
"""What stands for the least or greatest of no rows while rows are looked at."""


@frozen
class Wanted:
    """Whose address a step wants: a column of the units or of a table (`value`, `valid`, `invalid`), a table's `given` or `rows`, an `answer`."""

    kind: Literal["value", "valid", "invalid", "given", "rows", "answer"]
    table: str | None
    name: str


@frozen(eq=False)
class Step:
    """A step with its words, as `transport` tells them; `inner` are the steps of a tile of related rows; `text`
    says that the column wanted holds texts."""

    function: str
    words: Mapping[int, int]
    wanted: Wanted | None = None
    inner: "tuple[Step, ...]" = ()
    text: bool = False


@frozen(eq=False)
class Program:
    """All that a plan becomes. `answers` are the arrays that are written, by name, with the bits of a row; `texts` the numbers of the
    texts that are named, and `compared` whether texts of facts may be compared with each other. `most_rows` are the tables that are asked about,
    with how many rows a unit may have there: with more, numbers might be longer than they were made for."""

    plan: p.Plan
    text: str
    kernels: tuple[str, ...]
    steps: tuple[Step, ...]
    rows: int
    size: int
    answers: Mapping[str, int]
    texts: Mapping[str, int]
    compared: bool
    most_rows: Mapping[str, int]


def program(plan: p.Plan, wanted: Mapping[str, tuple[p.Register, int]], flag: int) -> Program:
    """The program of a plan that writes registers, each in a width, to arrays; flags have so many bits in registers. Raises Unsupported where
    numbers are too wide."""
    texts = {text: number for number, text in enumerate(_texts(plan))}
    code = code_of(plan, texts, plan.complete, flag)
    layout = Layout(rows_of_tile(_bits(code, wanted.values())))
    return _Writing(plan, code, layout, wanted).program()


def _texts(plan: p.Plan) -> list[str]:
    """The texts that a plan names, once each."""
    steps = [*plan.instructions]
    inputs = [*plan.inputs]
    for step in plan.instructions:
        if isinstance(step, p.Aggregate):
            steps += step.rows.instructions
            inputs += step.rows.inputs
    named = [step.value for step in steps if isinstance(step, p.Constant)] + [found.default for found in inputs]
    return list(dict.fromkeys(text for text in named if isinstance(text, str)))


def _compares_texts(plan: p.Plan) -> bool:
    """Whether two texts are compared neither of which the program names."""
    plans: list[p.Plan | p.RowPlan] = [plan, *(step.rows for step in plan.instructions if isinstance(step, p.Aggregate))]
    return any(
        isinstance(step, p.Compare)
        and found.kinds[step.left] == "text"
        and not any(isinstance(found.instructions[side], p.Constant) for side in (step.left, step.right))
        for found in plans
        for step in found.instructions
    )


def _bits(code: Code, wanted: Iterable[tuple[p.Register, int]]) -> int:
    """About how many bits a row has in the tile."""
    read = sum(code.widths[register] + 2 for register, step in enumerate(code.instructions) if isinstance(step, p.Value))
    return read + sum(width for _, width in dict.fromkeys(wanted)) + TOTAL * sum(isinstance(step, p.Aggregate) for step in code.instructions)


class _Writing:
    """A program in the making."""

    def __init__(self, plan: p.Plan, code: Code, layout: Layout, wanted: Mapping[str, tuple[p.Register, int]]) -> None:
        self.plan, self.code, self.layout, self.wanted = plan, code, layout, wanted
        self.kernels: list[Kernel] = []
        self.most_rows: dict[str, int] = {}

    def place(self, slot: Slot) -> int:
        return self.layout.place(slot, slot.width)

    def program(self) -> Program:
        stores = {Slot("answer", register, width): Store(Slot("answer", register, width), register) for register, width in self.wanted.values()}
        beyond = self.place(Slot("beyond", 0))
        rows = self._rows([register for register, _ in self.wanted.values()])
        last = self._kernel("answers", self.code, list(stores.values()), self.layout)
        steps = [_fill(beyond, 1, 0), *_readings(self.code, self.layout, None, {slot: slot for slot in self.layout.places if isinstance(slot, Slot)})]
        steps += [*rows, last]
        answers = {name: width for name, (_, width) in self.wanted.items()}
        for name, (register, width) in self.wanted.items():
            steps.append(Step("write", {3: self.place(Slot("answer", register, width)), 4: width}, Wanted("answer", None, name)))
        steps.append(Step("write", {3: beyond, 4: 1}, Wanted("answer", None, BEYOND)))
        functions = frozenset().union(*(each.functions for each in self.kernels))
        text = "\n".join([*(each.text for each in self.kernels), *map(_function, sorted(functions))])
        names = tuple(each.name for each in self.kernels)
        return Program(
            self.plan,
            text,
            names,
            tuple(steps),
            self.layout.rows,
            self.layout.size,
            {**answers, BEYOND: 1},
            self.code.texts,
            _compares_texts(self.plan),
            self.most_rows,
        )

    def _kernel(self, name: str, code: Code, stores: Sequence[Store], layout: Layout, own: Mapping[Slot, Hashable] | None = None) -> Step:
        keys = {} if own is None else own

        def place(slot: Slot) -> int:
            return layout.place(keys.get(slot, slot), slot.width)

        self.kernels.append(kernel(name, code, stores, place, layout.free))
        return Step(name, {})

    # Related rows

    def _rows(self, answers: Sequence[p.Register]) -> list[Step]:
        """The steps that find what rows come to: first for aggregates that ask only for facts of the unit, then for those that ask for others."""
        steps: list[Step] = []
        for level, groups in sorted(self._levels(answers).items()):
            outer = {register for found in groups.values() for each in found for register in self._aggregate(each).rows.outer}
            stores = [Store(Slot("answer", register, self.code.widths[register]), register) for register in sorted(outer)]
            if stores:
                steps.append(self._kernel(f"outer_{level}", self.code, stores, self.layout))
            for table, registers in groups.items():
                steps += self._table(level, table, registers)
        return steps

    def _aggregate(self, register: p.Register) -> p.Aggregate:
        step = self.plan.instructions[register]
        assert isinstance(step, p.Aggregate)
        return step

    def _levels(self, answers: Sequence[p.Register]) -> dict[int, dict[str, list[p.Register]]]:
        """The aggregates that are needed, by how many others have to be there before, and by table."""
        needed, waiting = set[p.Register](), list(answers)
        while waiting:
            register = waiting.pop()
            if register not in needed:
                needed.add(register)
                waiting += p.operands(self.plan.instructions[register])
        levels: list[int] = []
        found: dict[int, dict[str, list[p.Register]]] = {}
        for register, step in enumerate(self.plan.instructions):
            level = max((levels[operand] for operand in p.operands(step)), default=0)
            if isinstance(step, p.Aggregate):
                if register in needed:
                    found.setdefault(level, {}).setdefault(step.rows.table, []).append(register)
                level += 1
            levels.append(level)
        return found

    def _table(self, level: int, table: str, registers: Sequence[p.Register]) -> list[Step]:
        layout = Layout(self.layout.rows)
        beyond = layout.place(Slot("beyond", 0), 1)
        reads: dict[Hashable, Step] = {}
        work: list[Step] = []
        before, after = [], []
        for register in registers:
            aggregate = self._aggregate(register)
            total = self.place(Slot("aggregate", register, TOTAL))
            before.append(_fill(total, TOTAL, NONE.get(aggregate.way, 0)))
            self.most_rows.setdefault(table, MANY)
            low, high = max(self.code.lows[register], -(2**63)), min(self.code.highs[register], 2**63 - 1)
            after.append(Step("settle", {3: total, 4: low, 5: high}))
            code = code_of(aggregate.rows, self.code.texts, self.code.complete, self.code.flag)
            own = self._own(code, register)
            stores = [Store(Slot("answer", 0), aggregate.flag)]
            number = layout.place((register, "number"), TOTAL) if aggregate.value is not None else 0
            if aggregate.value is not None:
                self._check(aggregate, code, table)
                stores.append(Store(Slot("answer", 1, TOTAL), aggregate.value))
            keys = {**own, Slot("answer", 0): (register, "flag"), Slot("answer", 1, TOTAL): (register, "number")}
            run = self._kernel(f"rows_{register}", code, stores, layout, keys)
            for step in _readings(code, layout, table, {slot: key for slot, key in own.items() if key in layout.places}):
                reads.setdefault((step.function, step.words[3]), step)
            for place, outside in enumerate(aggregate.rows.outer):
                width = self.code.widths[outside]
                if (key := (register, "outer", place)) in layout.places:
                    source = self.place(Slot("answer", outside, width))
                    work.append(Step(f"gather_{width}", {3: layout.places[key], 7: source}))
            flag = layout.place((register, "flag"), 1)
            work += [run, Step(aggregate.way, {3: flag, 7: number, 8: total})]
        inner = (_fill(beyond, 1, 0), *reads.values(), *work, Step("spread", {3: beyond, 8: self.place(Slot("beyond", 0))}))
        words = {3: self.layout.free(layout.size), 6: layout.rows}
        return [*before, Step("rows", words, Wanted("rows", table, table), inner), *after]

    def _own(self, code: Code, register: p.Register) -> dict[Slot, Hashable]:
        """The keys of a row's arrays: a field's is the same for all aggregates of a table, what comes from around the row is an aggregate's own."""
        keys: dict[Slot, Hashable] = {}
        for number, step in enumerate(code.instructions):
            if isinstance(step, p.Value):
                width = min(code.widths[number], TOTAL)
                keys[Slot("value", step.input, width)] = (code.inputs[step.input].name, "value", width)
            elif isinstance(step, p.Outer):
                keys[Slot("outer", step.place, code.widths[number])] = (register, "outer", step.place)
        for index, found in enumerate(code.inputs):
            keys[Slot("valid", index)] = (found.name, "valid")
            keys[Slot("invalid", index)] = (found.name, "invalid")
        return keys

    def _check(self, aggregate: p.Aggregate, code: Code, table: str) -> None:
        assert aggregate.value is not None
        low, high = code.lows[aggregate.value], code.highs[aggregate.value]
        most = max(abs(low), abs(high))
        if most >= 2**63 - 1:
            raise Unsupported("numbers", "one of each row may need more than 64 bits")
        if aggregate.way == "sum":
            self.most_rows[table] = min(self.most_rows.get(table, MANY), (2**63 - 1) // max(most, 1))


def _function(name: str) -> str:
    """The definition of a function that kernels call."""
    return calendar_function(name, LANES) if name in (ADD_MONTHS, MONTHS_BETWEEN) else wide_function(name)


def _fill(place: int, width: int, pattern: int) -> Step:
    return Step("fill", {3: place, 4: width, 6: pattern})


def _readings(code: Code, layout: Layout, table: str | None, keys: Mapping[Slot, Hashable]) -> list[Step]:
    """The steps that bring the columns of inputs into a tile, those that its kernels asked for."""
    values = {step.input: register for register, step in enumerate(code.instructions) if isinstance(step, p.Value)}
    all_true: list[Step] = []
    flags: list[Step] = []
    numbers: list[Step] = []
    for slot, key in keys.items():
        if slot.kind in ("valid", "invalid"):
            place = layout.places[key]
            flags.append(Step("read_1", {3: place}, Wanted(slot.kind, table, code.inputs[slot.number].name)))
        elif slot.kind == "given":
            flags.append(Step("read_1", {3: layout.places[key]}, Wanted("given", code.tables[slot.number], "")))
        elif slot.kind == "value":
            found = code.inputs[slot.number]
            words = {3: layout.places[key]}
            if found.kind != "flag":
                if code.complete and found.default is None:
                    all_true = [_fill(layout.place("all", 1), 1, -1)]
                    words[7] = layout.places["all"]
                else:
                    valid = layout.place(_valid_key(keys, slot.number), 1)
                    words[7] = valid
                    flags.append(Step("read_1", {3: valid}, Wanted("valid", table, found.name)))
                words |= _bounds(code, values[slot.number], found)
                words[8] = layout.place(Slot("beyond", 0), 1)
            numbers.append(Step(f"read_{slot.width}", words, Wanted("value", table, found.name), text=found.kind == "text"))
    return [*all_true, *{step.words[3]: step for step in flags}.values(), *numbers]


def _valid_key(keys: Mapping[Slot, Hashable], index: int) -> Hashable:
    return keys.get(Slot("valid", index), Slot("valid", index))


def _bounds(code: Code, register: p.Register, found: p.Input) -> dict[int, int]:
    """Words 4 to 6: the lowest, the highest, and what stands for nothing."""
    if found.kind == "text":
        default = -1 if found.default is None else code.texts[str(found.default)]
        return {4: -1, 5: 2**31 - 1, 6: default}
    low, high = max(code.lows[register], -(2**63)), min(code.highs[register], 2**63 - 1)
    if low > high:
        raise Unsupported("numbers", "a fact may need more than 64 bits")
    return {4: low, 5: high, 6: low if found.default is None else int(found.default)}


def text_columns(steps: Iterable[Step]) -> Iterator[tuple[str | None, str]]:
    """The columns of texts that steps read: table and name."""
    for step in steps:
        if step.text and step.wanted is not None:
            yield step.wanted.table, step.wanted.name
        yield from text_columns(step.inner)
