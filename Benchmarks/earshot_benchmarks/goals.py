"""How many times faster than the best peer the engine is to be, and what else is to be reached."""

ENGINE = {
    "mcunet-vww0": 2.8, "mcunet-vww1": 2.4, "mcunet-vww2": 1.7, "mcunet-in2": 1.7,
    "mcunet-in3": 1.8, "mcunet-in4": 1.55, "tinyengine-vww": 2.1, "mcunetv2-large": 2.2,
    "person-det": 1.15, "mlperf-kws": 1.7, "mlperf-vww96": 1.4,
}
# Of a model that is not named.
ENGINE_OTHERS = 1.0

# Two threads with windows of their own against one; two jobs against one.
TWO_AGAINST_ONE = 1.9
FIRST_RESULT_MILLISECONDS = 10

# The pipeline against Python's, by the recordings' format.
PIPELINE = {"wav": 3.5, "flac": 2.5, "ogg": 1.8}
# Of our time, what decoding and resampling take, which are the same libraries for all.
FLOOR_SHARE = {"wav": 0.5, "flac": 0.7, "ogg": 0.7}
DAY_MEGABYTES = 60


def engine(name):
    return ENGINE.get(name, ENGINE_OTHERS)


def judged(reached, goal):
    """The goal, with a word where it is missed."""
    return f"{goal:g}" if reached else f"{goal:g}, missed"
