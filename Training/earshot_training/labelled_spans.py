"""A product's events beside the spans in which somebody else heard birds, in recordings that nothing was trained on."""

from pathlib import Path

import pandas as pd

from .markdown import bounded, markdown
from .unseen import BIRDS
from .validate_audio import validated

NO_BIRDS = {"Great Plains Toad"}
"""Labels that are of something else."""


def labelled_spans(bundle: Path, audio: Path, work: Path) -> str:
    truth = spans(pd.read_csv(audio / "field/annotations.csv"), audio / "field")
    truth.to_csv(work / "spans.csv", index=False)
    return page(validated(work / "spans.csv", work / "spans", "--model", str(bundle))["events"])


def spans(labels: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Labels of birds with a beginning and an end; one of a whole file says of no moment whether a bird is heard."""
    own = labels[labels["end_s"].notna() & ~labels["label"].isin(NO_BIRDS)]
    return pd.DataFrame(
        {"file": [folder / name for name in own["filename"]], "start_s": own["start_s"], "end_s": own["end_s"]}
    ).assign(**{"class": BIRDS})


def page(report: dict) -> str:
    """Birds, and all events."""
    rows = []
    for number in ("fp32", "int8"):
        (birds,) = (one for one in report["classes"][number] if one["name"] == BIRDS)
        for one, name in ((birds, BIRDS), (report["all"][number], "all events")):
            counts = one["counts"]
            right, found = counts["truePositives"], counts["truePositives"] + counts["falsePositives"]
            figures = [bounded(one[measure], places=2) for measure in ("precision", "recall", "f1")]
            rows.append([f"{name}, {number}", f"{found:.0f}", f"{right:.0f}", *figures])
    table = markdown(["", "found", "right", "precision", "recall", "F1"], rows)
    return (
        f"## Labelled spans\n\nThe {report['recordings']} of these recordings ({60 * report['hours']:.1f} minutes) in "
        f'which others labelled {report["labels"]} spans of birds. Labels are of species and count as "{BIRDS}"; those '
        f"that touch are one event, which makes {report['trueEvents']}. Most are windows of five seconds, in which a "
        f"bird may sing for one. A found event is right if: {report['tolerance']}. In brackets the 95 % interval over "
        f"recordings.\n\n{table}\n"
    )
