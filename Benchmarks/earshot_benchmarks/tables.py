"""Markdown tables and the figures in them."""


def milliseconds(value):
    return f"{value:.4f}" if value < 1 else f"{value:.3f}"


def spread(ratio):
    low, middle, high = ratio
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def table(head, rows):
    return "\n".join([row(head), "|" + "---|" * len(head), *map(row, rows)])
