"""How the program is asked."""

import json
from pathlib import Path

import pytest

from earshot_training import validate_audio
from earshot_training.validate_audio import by_fold, validated


@pytest.fixture
def asked(monkeypatch):
    """Commands instead of their results, and the folders they run in; each leaves an empty report."""
    calls = []

    def run(command, stdout, check, cwd):
        calls.append((command[1:], cwd))
        output = Path(command[command.index("--output") + 1])
        output.mkdir(exist_ok=True)
        (output / "report.json").write_text(json.dumps({"models": []}))

    monkeypatch.setattr(validate_audio, "find_program", lambda: Path("earshot"))
    monkeypatch.setattr(validate_audio.subprocess, "run", run)
    return calls


def test_each_seed_is_a_model_with_its_own_weights_named_from_beside_them(asked, tmp_path):
    seeds = [tmp_path / "trial/seed-1", tmp_path / "trial/seed-2"]
    assert by_fold(tmp_path / "a.csv", seeds, tmp_path / "out", "--closed") == {"models": []}
    ((command, beside),) = asked
    assert beside == tmp_path / "trial"
    assert command == [
        "validate", "audio", str(tmp_path / "a.csv"),
        "--model", "seed-1/fold-{fold}", "--model", "seed-2/fold-{fold}",
        "--weights", "seed-1/fold-{fold}/weights.npz", "--weights", "seed-2/fold-{fold}/weights.npz",
        "--closed", "--output", str(tmp_path / "out"),
    ]  # fmt: skip


def test_int8_alone_needs_no_weights(asked, tmp_path):
    by_fold(tmp_path / "a.csv", [tmp_path / "seed-1"], tmp_path / "out", "--precision", "int8")
    assert "--weights" not in asked[0][0]


def test_a_listing_may_be_named_from_where_one_is(asked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    validated(Path("a.csv"), Path("out"), beside=tmp_path / "elsewhere")
    assert str(tmp_path / "a.csv") in asked[0][0] and str(tmp_path / "out") in asked[0][0]
