"""Runs `earshot validate audio`, whose reports are what cards tell."""

import json
import subprocess
from pathlib import Path

from .front_end import find_program


def by_fold(listed: Path, folders: list[Path], output: Path, *options: str) -> dict:
    """Each clip by the network without its fold, one folder a seed, all in one folder."""
    models = [part for folder in folders for part in ("--model", f"{folder.name}/fold-{{fold}}")]
    if "--precision" not in options:
        models += [part for folder in folders for part in ("--weights", f"{folder.name}/fold-{{fold}}/weights.npz")]
    # From beside the folders: plots name the models, and paths of this machine mean nothing elsewhere.
    return validated(listed, output, *models, *options, beside=folders[0].parent)


def validated(listed: Path, output: Path, *options: str, beside: Path | None = None) -> dict:
    """The report on a listing of clips or events; what was printed stays beside `output`."""
    listed, output = listed.absolute(), output.absolute()
    command = [str(find_program()), "validate", "audio", str(listed), *options, "--output", str(output)]
    with (output.parent / f"{output.name}.txt").open("w") as printed:
        subprocess.run(command, stdout=printed, check=True, cwd=beside)
    return json.loads((output / "report.json").read_text())
