"""An assessment becomes a report: a page for the programme, and one for each unit, as documents that lead to one another."""
