"""Text in LLVM's assembly becomes machine code in memory."""

from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any

from attrs import frozen

from criteria_engine.backends.columns.transport import carriers

ATTRIBUTES = 'attributes #0 = { nounwind "prefer-vector-width"="512" }'

LEVEL, QUICK = 2, 0
"""How hard the code generator tries; the text itself is as good as its plan. `QUICK` takes half the time, for code that is a quarter slower on
rules of the usual length, and as fast on very long ones."""

_COMPILING = Lock()


@frozen(eq=False)
class Machine:
    """Compiled functions by their names; `kept` owns their memory."""

    addresses: dict[str, int]
    kept: Any


def compiled(text: str, functions: Iterable[str], level: int = LEVEL) -> Machine:
    """The functions of a module, compiled for the processor at hand."""
    import llvmlite.binding as llvm

    with _COMPILING:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        module = llvm.parse_assembly(f"{text}\n{ATTRIBUTES}\n")
        module.triple = llvm.get_process_triple()
        features = llvm.get_host_cpu_features().flatten()
        target = llvm.Target.from_triple(module.triple)
        machine = target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=level, codemodel="jitdefault", jit=True)
        module.data_layout = str(machine.target_data)
        engine = llvm.create_mcjit_compiler(module, machine)
        engine.finalize_object()
        return Machine({name: engine.get_function_address(name) for name in functions}, engine)


@cache
def flag_width() -> int:
    """How many bits a flag best has in a register of the processor at hand: one where it has registers for single bits, else eight."""
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features()
    return 1 if features.get("avx512bw") and features.get("avx512vl") else 8


class _Carriers:
    """The functions of `transport` that were asked for, the same for all rules; each is compiled once a process."""

    def __init__(self) -> None:
        self.addresses: dict[str, int] = {}
        self.kept: list[Machine] = []
        self.lock = Lock()

    def of(self, names: Iterable[str]) -> dict[str, int]:
        with self.lock:
            missing = sorted(set(names) - set(self.addresses))
            if missing:
                machine = compiled(carriers(name for name in missing if name != RUN), (RUN, *missing))
                self.kept.append(machine)
                self.addresses |= machine.addresses
            return self.addresses


RUN = "run"
"""The function that goes through a program."""

carried = _Carriers().of
"""Addresses of functions of `transport` by their names, at least those of the names given."""
