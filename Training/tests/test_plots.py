"""Plots of a card are those that the program drew, in few colours."""

import numpy as np
from PIL import Image

from earshot_training.plots import COLOURS, PLOTS, write_plots


def test_each_plot_that_a_card_shows_is_written_beside_it(tmp_path):
    random = np.random.default_rng(1)
    for folder in ("open", "robustness"):
        (tmp_path / folder).mkdir()
        for name in PLOTS:
            Image.fromarray(random.integers(0, 256, (40, 50, 3), np.uint8)).save(tmp_path / folder / f"{name}.png")
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    write_plots(tmp_path, bundle)
    assert {path.name for path in bundle.iterdir()} == {text.split("](")[1][:-1] for text in PLOTS.values()}
    few = Image.open(bundle / "card-confusion.png")
    assert few.size == (50, 40) and len(few.getcolors()) <= COLOURS
