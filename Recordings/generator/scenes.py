"""The scenes: one recorder by a pond at the edge of a wood, two mornings in June."""

from . import birds, frogs, insects, voices, weather
from .scene import Scene
from .speech import spoken


def pond():
    """Before dawn: frogs of four kinds, light wind."""
    s = Scene("20250607_031000", 24000, 23.5, seed=310)
    s.background(weather.wind, -58, strength=2.5)
    s.hear("frog", 1.5, frogs.tree_frog, -45, 8, calls=5)
    s.hear("frog", 2.1, frogs.tree_frog, -51, 16, calls=4, size=1.06, period=1.13)
    s.hear("frog", 10.0, frogs.marsh_frog, -45, 8, laughs=3)
    s.hear("frog", 17.5, frogs.common_frog, -50, 8, croaks=3)
    s.hear("frog", 18.5, frogs.chorus_frog, -46, 7, calls=4)
    return s


def meadow():
    """Crickets of three kinds, one after the other and together."""
    s = Scene("20250607_033000", 24000, 22.5, seed=330)
    s.background(weather.wind, -60, strength=2.0)
    s.hear("crickets", 1.5, insects.field_cricket, -45, 5, 7.5)
    s.hear("crickets", 4.5, insects.bush_cricket, -53, 6, 4.0)
    s.hear("crickets", 13.0, insects.tree_cricket, -47, 9, 6.0)
    s.hear("crickets", 16.0, insects.field_cricket, -49, 9, 5.5, carrier=4850.0, syllables=3)
    return s


def dawn():
    """The dawn chorus, recorded at 48 kHz."""
    s = Scene("20250607_044000", 48000, 19, seed=440)
    s.background(weather.wind, -62, strength=2.0)
    s.hear("chirping_birds", 1.2, birds.blackbird, -49, 18)
    s.hear("chirping_birds", 2.6, birds.tit, -56, 30)
    s.hear("chirping_birds", 9.0, birds.finch, -48, 12)
    s.hear("chirping_birds", 10.2, birds.robin, -53, 16, notes_count=8)
    s.hear("chirping_birds", 16.2, birds.wren, -51, 14)
    return s


def rooks():
    """Crows over the wood, a robin and a blackbird between them, some wind."""
    s = Scene("20250607_051000", 24000, 22, seed=510)
    s.background(weather.wind, -56, strength=3.0)
    s.hear("crow", 1.5, voices.crow, -43, 25, caws=4)
    s.hear("chirping_birds", 7.5, birds.robin, -47, 12, notes_count=10)
    s.hear("crow", 13.5, voices.crow, -47, 50, caws=4)
    s.hear("chirping_birds", 19.0, birds.finch, -47, 10)
    return s


def hedge():
    """A bumblebee and a honey bee at the flowers, a blackbird between."""
    s = Scene("20250607_054000", 24000, 22, seed=540)
    s.background(weather.wind, -63, strength=2.0)
    s.hear("insects", 1.5, insects.flyby, -41, 1, 7.0)
    s.hear("chirping_birds", 10.5, birds.blackbird, -49, 12, phrases=1)
    s.hear("insects", 15.0, insects.flyby, -40, 1, 6.0, wingbeat=238.0, visits=3)
    return s


def path():
    """Two people and a dog on the path; the car has just driven off."""
    s = Scene("20250607_062000", 24000, 23, seed=620)
    s.background(weather.wind, -58, strength=2.5)
    s.background(weather.engine, -58, closest=23.0, metres=60.0)
    s.hear(
        "human",
        1.5,
        talk,
        -40,
        6,
        "Good morning! Did you hear the frogs down at the pond?",
        "en-gb+m3",
    )
    s.hear(
        "human",
        5.8,
        talk,
        -42,
        7,
        "Yes, all night long, and now the birds are singing.",
        "en-us+f2",
        pitch=60,
    )
    s.hear("dog", 12.5, voices.dog, -37, 20, barks=5)
    s.hear("human", 17.5, talk, -41, 8, "Come here, Bruno! Leave the ducks alone.", "en-gb+m3")
    return s


def weather_only():
    """Wind, rain and a car, and no animal at all."""
    s = Scene("20250608_043000", 24000, 21, seed=430)
    s.background(weather.wind, -53, strength=4.0)
    s.background(weather.rain, -67)
    s.background(weather.engine, -53, closest=13.0)
    return s


def talk(_, rate, text, voice, pitch=50):
    return spoken(rate, text, voice, pitch=pitch)


ALL = [pond, meadow, dawn, rooks, hedge, path, weather_only]
