"""`criteria completion`: a script by which a shell completes commands, options, their choices and files."""

from typing import Annotated, Literal

from cyclopts import Parameter

from criteria_engine.cli.options import Lang
from criteria_engine.cli.screen import DONE, write
from criteria_engine.cli.words import shown

Shell = Annotated[Literal["bash", "zsh", "fish"], Parameter(help=shown("option shell"))]

_BASH_ENDING = "complete -F _criteria criteria"
_ZSH_FUNCTION = "_cyclopts_criteria"
_ZSH_ENDING = f"""
if [[ $funcstack[1] == _criteria ]]; then
  {_ZSH_FUNCTION} "$@"
else
  compdef {_ZSH_FUNCTION} criteria
fi
"""
"""The library's script defines a function that nothing calls: loaded as `_criteria` it must call it, sourced announce it."""


def completion(shell: Shell, /, *, lang: Lang = None) -> int:
    """Print a shell's completion script, its descriptions in the tongue asked for."""
    from criteria_engine.cli.main import app

    script = app.generate_completion(prog_name="criteria", shell=shell)
    if shell == "bash":  # where nothing else fits, a file may
        assert _BASH_ENDING in script
        script = script.replace(_BASH_ENDING, _BASH_ENDING.replace(" -F", " -o default -F"))
    if shell == "zsh":
        assert f"{_ZSH_FUNCTION}()" in script
        script = script.rstrip("\n") + "\n" + _ZSH_ENDING
    write(script.rstrip("\n") + "\n")
    return DONE
