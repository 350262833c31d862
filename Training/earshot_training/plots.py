"""The plots of a card: those of `earshot validate audio`, in few colours so that they are small."""

from pathlib import Path

from PIL import Image

PLOTS = {
    name: f"![{what}](card-{name.removesuffix('-int8')}.png)"
    for name, what in (
        ("precision-recall", "Precision and recall of each class"),
        ("confusion-int8", "Which class is heard as which"),
        ("reliability", "Reliability of the scores of each class"),
        ("robustness", "What noise, rooms and codecs take"),
    )
}
"""As a card shows them, by the name that the program gives them."""
COLOURS = 32


def write_plots(reports: Path, bundle: Path) -> None:
    """Beside the card, from the reports that it tells of."""
    for name in PLOTS:
        folder = reports / ("robustness" if name == "robustness" else "open")
        picture = Image.open(folder / f"{name}.png").convert("RGB")
        few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(bundle / f"card-{name.removesuffix('-int8')}.png", optimize=True)
