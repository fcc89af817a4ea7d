"""Machine code over columns as an engine that must agree: cut into slices, a record by itself, and for the verdict alone."""

from collections.abc import Sequence

from criteria_engine.backends.columns.engine import ColumnsEngine
from criteria_engine.backends.registers import VERDICT_NAMES
from criteria_engine.backends.tables.answers import UNSURE, outcomes
from criteria_engine.backends.tables.encoded import batches_of
from criteria_engine.backends.tables.encoding import encode_records
from criteria_engine.ir.dated import Dated
from criteria_engine.ir.outcomes import UnitOutcome
from criteria_engine.ir.records import Record
from criteria_engine.lowering import plan as p


class Columns:
    """All records are one batch. The same answers must come of slices of it, which begin anywhere in a byte of flags, and of each record by
    itself, where the plan for records with nothing missing may answer."""

    name = "columns"
    alone = 5
    """So many records are put by themselves too."""

    def findings(self, dated: Dated, given: Sequence[Record]) -> Sequence[UnitOutcome | None]:
        engine = ColumnsEngine(dated)
        batch = encode_records(dated.program, given)
        whole = engine.answers(batch)
        found = outcomes(engine.plan, batch, whole)
        sliced = [outcome for part in batches_of(batch, 7) for outcome in outcomes(engine.plan, part, engine.answers(part))]
        assert sliced == found
        for place, record in enumerate(given[: self.alone]):
            single = encode_records(dated.program, [record])
            answer = outcomes(engine.plan, single, engine.answers(single))[0]
            assert answer is None or found[place] is None or answer == found[place], (answer, found[place])
        verdict = ColumnsEngine(dated, findings=False)
        table = verdict.answers(batch)
        unsure = table.column(UNSURE).to_pylist()
        code = verdict.plan.verdict.code
        constant = verdict.plan.instructions[code]
        codes = [constant.value] * len(given) if isinstance(constant, p.Constant) else table.column(f"r{code}").to_pylist()
        for place, answer in enumerate(found):
            assert answer is None or unsure[place] or VERDICT_NAMES[codes[place]] == answer.verdict, (codes[place], answer)
        return found


COLUMNS = Columns()
