"""Words of people (titles, labels, evidence, remedies, reasons) in one or more tongues."""

from attrs import frozen


@frozen
class Labels:
    """Texts, each with its tongue; None is the tongue of a text that the rule file does not say."""

    texts: tuple[tuple[str | None, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts)


NO_LABELS = Labels()


def label_in(labels: Labels, tongue: str, otherwise: str = "") -> str:
    """The text in a tongue; else the one of unsaid tongue; else the first there is; else `otherwise`.

    >>> label_in(Labels(((None, "Good"), ("vi", "Khá"))), "vi")
    'Khá'
    """
    by_tongue = dict(reversed(labels.texts))
    if tongue in by_tongue:
        return by_tongue[tongue]
    if None in by_tongue:
        return by_tongue[None]
    return labels.texts[0][1] if labels.texts else otherwise
