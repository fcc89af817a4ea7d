"""`python -m tests.servers.spark_cases`: all cases of the contract are put to Spark's SQL; says how many, and the first disagreements."""

import sys
from time import monotonic

from tests.engines.agreement import Tally, put
from tests.semantics.cases import all_cases, prepare
from tests.servers.spark import over_spark, spark_session

SHOWN = 3


def main() -> int:
    """0 where Spark agrees with the interpreter on every case."""
    tally, begun = Tally(), monotonic()
    with spark_session() as session:
        for case in all_cases():
            prepared = prepare(case)
            if prepared.dated is not None:
                put(over_spark(session), prepared.dated, [prepared.record], tally, f"{case.id}\n{case.rules}")
                if sys.stderr.isatty():
                    print(f"\r{tally.cases}", end="", file=sys.stderr, flush=True)
    print(f"{tally.cases} cases, {tally.declined} declined, {len(tally.disagreements)} disagreements, {monotonic() - begun:.0f} s")
    for said in tally.disagreements[:SHOWN]:
        print(f"\n{said}")
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
