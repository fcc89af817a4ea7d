"""Where the grammar and the keyword table stand: beside the package in a wheel, at the root of a checkout otherwise."""

from pathlib import Path

import criteria_engine.language as language_package


def grammar_folder() -> Path:
    """The folder that holds criteria.lark and keywords.toml; raises FileNotFoundError when the installation lacks it."""
    package = Path(language_package.__file__).parent.parent
    for folder in (package / "grammars", package.parent.parent / "grammars"):
        if (folder / "criteria.lark").is_file():
            return folder
    raise FileNotFoundError("grammars/criteria.lark")
