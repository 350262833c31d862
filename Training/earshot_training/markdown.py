"""Tables and figures as cards show them."""


def markdown(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def bounded(figure: dict, places: int = 3) -> str:
    """`0.91 [0.88 to 0.94]` of a report's figure; without bounds where it has none, and empty where it has no value."""
    if figure.get("value") is None:
        return ""
    if figure.get("lower") is None:
        return f"{figure['value']:.{places}f}"
    return f"{figure['value']:.{places}f} [{figure['lower']:.{places}f} to {figure['upper']:.{places}f}]"


def bounded_percent(figure: dict) -> str:
    """`91.0 % [88.0 to 94.1]`"""
    return f"{percent(figure['value'])} [{100 * figure['lower']:.1f} to {100 * figure['upper']:.1f}]"
