"""ESC-10 is told by the program's own figures, which last."""

from earshot_training.esc10_report import figures, is_known, page, read, write


def seed(int8: float) -> dict:
    """As the program's report has one network a fold: two folds, and all of their clips."""

    def numbers(value: float) -> dict:
        return {"accuracy": value, "macroAveragePrecision": 0.9}

    def with_bounds(value: float) -> dict:
        return {name: {"value": figure, "lower": 0, "upper": 1} for name, figure in numbers(value).items()}

    return {
        "folds": [{"fold": fold, "formats": {"fp32": numbers(0.95), "int8": numbers(int8)}} for fold in ("1", "2")],
        "formats": {"fp32": with_bounds(0.95), "int8": with_bounds(int8)},
    }


REPORT = {"models": [seed(0.85), seed(0.95)]}


def test_folds_are_means_over_seeds_and_all_of_them_have_their_spread():
    text = page(figures(REPORT))
    assert "| 1 | 95.0 % | 0.900 | 90.0 % | 0.900 |" in text
    assert "| all | 95.0 % ± 0.0 | 0.900 ± 0.000 | 90.0 % ± 7.1 | 0.900 ± 0.000 |" in text
    assert "over 2 seeds" in text


def test_one_seed_has_no_spread():
    text = page(figures({"models": [seed(0.85)]}))
    assert "| all | 95.0 % | 0.900 | 85.0 % | 0.900 |" in text and "of one seed" in text


def test_figures_are_made_again_where_more_seeds_are_asked_for(tmp_path):
    assert not is_known(tmp_path, "deep", (1,))
    write(tmp_path, "deep", REPORT)
    assert is_known(tmp_path, "deep", (1, 2)) and not is_known(tmp_path, "deep", (1, 2, 3))
    assert read(tmp_path, "deep").equals(figures(REPORT))
