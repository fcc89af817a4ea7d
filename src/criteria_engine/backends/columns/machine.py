"""Text in LLVM's assembly becomes machine code in memory."""

from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any

from attrs import frozen

from criteria_engine.backends.columns.transport import carriers

ATTRIBUTES = 'attributes #0 = { nounwind "prefer-vector-width"="512" }'

LEVEL = 2
"""How hard the code generator tries; the text itself is as good as its plan."""

_COMPILING = Lock()


@frozen(eq=False)
class Machine:
    """Compiled functions by their names; `kept` owns their memory."""

    addresses: dict[str, int]
    kept: Any


def compiled(text: str, functions: Iterable[str]) -> Machine:
    """The functions of a module, compiled for the processor at hand."""
    import llvmlite.binding as llvm

    with _COMPILING:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        module = llvm.parse_assembly(f"{text}\n{ATTRIBUTES}\n")
        module.triple = llvm.get_process_triple()
        features = llvm.get_host_cpu_features().flatten()
        target = llvm.Target.from_triple(module.triple)
        machine = target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=LEVEL, codemodel="jitdefault", jit=True)
        module.data_layout = str(machine.target_data)
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        return Machine({name: engine.get_function_address(name) for name in functions}, engine)


@cache
def carrier_address(name: str) -> int:
    """The address of a function of `transport` that no plan brought with it; compiled once a process."""
    machine = compiled(carriers((name,)), (name,))
    _KEPT.append(machine)
    return machine.addresses[name]


_KEPT: list[Machine] = []
