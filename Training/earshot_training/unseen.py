"""What a product says of recordings that nothing was trained on, and how it compares with others' labels."""

from pathlib import Path

import pandas as pd

from .hours import events
from .markdown import markdown
from .validate_audio import validated

BIRDS = "Chirping birds"
"""All that the networks know of birds but crows and poultry; labels of species count as it."""
LEAST_OVERLAP = 0.3


def unseen(bundle: Path, audio: Path, work: Path) -> str:
    """Recording by recording."""
    rows = []
    for name, what in (("field", "description"), ("yellowstone", "species")):
        table = pd.read_csv(audio / name / "meta.csv")
        recordings = [audio / name / file for file in table["filename"]]
        found = events(recordings, bundle, work / name)
        day = table["filename"].str.startswith("day/")
        for file, described in zip(table["filename"][~day], table[what][~day], strict=True):
            rows.append([f"{name}/{file}", described, said(found[found["name"] == Path(file).name])])
        if day.any():
            names = [Path(file).name for file in table["filename"][day]]
            rows.append([f"{name}/day", f"{day.sum()} samples of 10 s", said(found[found["name"].isin(names)])])
    table = markdown(["recording", "what it holds", "what it says"], rows)
    return (
        "## Unseen ground\n\nRecordings of other recorders and places, nothing of which was trained on; events with "
        f"how many there are and the highest score.\n\n{table}\n"
    )


def said(found: pd.DataFrame) -> str:
    """`dog 2 (0.93)`: species with their events and highest score, the most heard first."""
    heard = found.groupby("common_name")["peak"].agg(["count", "max"]).sort_values("count", ascending=False)
    return ", ".join(f"{name} {row['count']:.0f} ({row['max']:.2f})" for name, row in heard.iterrows()) or "nothing"


def labelled_spans(bundle: Path, audio: Path, work: Path) -> str:
    """Events beside the spans in which somebody else heard birds."""
    truth = spans(pd.read_csv(audio / "field/annotations.csv"), audio / "field")
    truth.to_csv(work / "spans.csv", index=False)
    report = validated(work / "spans.csv", work / "spans", "--model", str(bundle), "--iou", str(LEAST_OVERLAP))
    return by_events(report["events"])


def spans(labels: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Labels with a beginning and an end, all of which are of birds; one of a whole file says of no moment whether it
    is heard."""
    own = labels[labels["end_s"].notna()]
    return pd.DataFrame(
        {"file": [folder / name for name in own["filename"]], "start_s": own["start_s"], "end_s": own["end_s"]}
    ).assign(**{"class": BIRDS})


def by_events(report: dict) -> str:
    """Of all classes, and of birds alone."""
    rows = []
    for number in ("fp32", "int8"):
        (birds,) = (one for one in report["classes"][number] if one["name"] == BIRDS)
        for one, name in ((birds, BIRDS), (report["all"][number], "all events")):
            counts = one["counts"]
            right, found = counts["truePositives"], counts["truePositives"] + counts["falsePositives"]
            true = counts["truePositives"] + counts["falseNegatives"]
            figures = [with_bounds(one[measure]) for measure in ("precision", "recall", "f1")]
            rows.append([f"{name}, {number}", f"{true:.0f}", f"{found:.0f}", f"{right:.0f}", *figures])
    table = markdown(["", "true", "found", "right", "precision", "recall", "F1"], rows)
    return (
        f"## Labelled spans\n\nThe {report['recordings']} of these recordings ({60 * report['hours']:.1f} minutes) in "
        f'which others labelled {report["labels"]} spans of birds. Labels are of species and count as "{BIRDS}", '
        "touching ones as one event; most are windows of five seconds, in which a bird may sing for one. A found event "
        "is right if what both cover is at least "
        f"{100 * LEAST_OVERLAP:.0f} % of what either does; in brackets the 95 % interval over recordings.\n\n{table}\n"
    )


def with_bounds(figure: dict) -> str:
    if figure.get("value") is None:
        return ""
    if figure.get("lower") is None:
        return f"{figure['value']:.2f}"
    return f"{figure['value']:.2f} [{figure['lower']:.2f} to {figure['upper']:.2f}]"
