"""Every fault that there is can stand in a record, and comes back as it was."""

import json

import pytest
from tests.diagnostics.catalogue import example_of, fault_classes

from criteria_engine.data.private_cells import QUOTING
from criteria_engine.diagnostics.fault import Fault
from criteria_engine.diagnostics.wording import fields_of
from criteria_engine.records.file_names import FileNames
from criteria_engine.records.plain_faults import fault_data, fault_of
from criteria_engine.records.shape import At, Malformed


@pytest.mark.parametrize("kind", fault_classes(), ids=lambda kind: kind.code)
def test_there_and_back(kind: type[Fault]) -> None:
    fault = example_of(kind)
    data = json.loads(json.dumps(fault_data(fault, FileNames({}))))
    assert fault_of(At(data)) == fault
    for name in data["fields"]:
        with pytest.raises(Malformed):
            fault_of(At({**data, "fields": {**data["fields"], name: {"x": []}}}))


SAFE = frozenset(("fact", "column", "columns", "unit", "table", "wanted", "key", "members", "labels", "scale", "low", "high", "first_setting",
                  "second_setting", "facts", "known", "also", "blanks", "limit"))
"""Fields of faults of facts that say what rules, headings and settings say, and nothing of a cell."""


def test_every_field_of_a_fault_of_a_fact_is_known_to_quote_a_cell_or_not_to() -> None:
    """A new field must be decided on before private values could be read out of it."""
    of_facts = [kind for kind in fault_classes() if kind.code.startswith("D") and "fact" in fields_of(kind)]
    assert len(of_facts) > 10
    assert {name for kind in of_facts for name in fields_of(kind)} - QUOTING - SAFE == set()
