"""What the text alone says of headings, whatever the record: which count, which give points, which share."""

from collections.abc import Iterator

from criteria_engine.ir.dated import Dated
from criteria_engine.ir.program import Heading, Policy, walk_headings


def counts(heading: Heading, dated: Dated) -> bool:
    """Whether a heading counts in what it belongs to: an advisory one does only in one that is advisory itself."""
    if not heading.advisory:
        return True
    above = dated.parents[heading.id]
    return above is not None and dated.by_id[above].advisory


def counted_children(heading: Heading, dated: Dated) -> list[Heading]:
    """The parts of a heading that count in it."""
    return [child for child in heading.children if counts(child, dated)]


def points_by_parts(heading: Heading, dated: Dated) -> bool:
    """Whether the text gives a heading points through those that belong to it."""
    return heading.way == "sum" and any(gives_points(child, dated) for child in counted_children(heading, dated))


def gives_points(heading: Heading, dated: Dated) -> bool:
    """Whether the text gives a heading points, applicable or not."""
    return heading.most is not None or points_by_parts(heading, dated)


def policy_of(heading: Heading, dated: Dated) -> Policy:
    """What the heading above says of points that are not applicable."""
    above = dated.parents[heading.id]
    return dated.program.verdict.policy if above is None else dated.by_id[above].policy


def averaged(heading: Heading, dated: Dated) -> bool:
    """Whether a heading counts by its share and its weight in what it belongs to."""
    above = dated.parents[heading.id]
    return (dated.program.verdict.way if above is None else dated.by_id[above].way) == "average"


def has_share(heading: Heading, dated: Dated) -> bool:
    """Whether the text gives a heading a share: by points, by an average of its own, or by an outcome that passes or fails."""
    by_parts = any(has_share(child, dated) for child in counted_children(heading, dated))
    if heading.way == "average" and heading.most is None:
        return by_parts
    by_outcome = heading.rungs or heading.exemptions or heading.assessed or (heading.level != "pillar" and by_parts)
    return bool(by_outcome) or gives_points(heading, dated)


def below(heading: Heading) -> Iterator[str]:
    """The names of all headings below one."""
    return (found.id for found in walk_headings(heading.children))
