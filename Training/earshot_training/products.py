"""The models that ship: what each is trained on and how, and on whose terms."""

from dataclasses import dataclass

from .bundle import Title

SEEDS = (1, 2, 3, 4, 5)

SPEECH = (
    "free-spoken-digit-dataset (CC BY-SA 4.0) and asterisk-core-sounds (CC BY-SA 3.0: Allison Smith, June Wallack; "
    "CC BY 3.0: Carlo Flora, Maxim Topal)"
)
ESC50 = (
    "Trained on ESC-50 clips (K. J. Piczak, 'ESC: Dataset for Environmental Sound Classification', 2015, "
    f"CC BY-NC 3.0; recordists in card-attribution.csv) and on speech from {SPEECH}. "
    "Initialised with mcunet-{start} (MIT HAN Lab, MIT)."
)
FREE = (
    "Trained on the ESC-10 set (K. J. Piczak, 'ESC: Dataset for Environmental Sound Classification', 2015, CC BY 3.0), "
    "on other animal clips of ESC-50 whose own licence is CC0 or CC BY (recordists in card-attribution.csv), and on "
    "speech from asterisk-core-sounds (CC BY 3.0: Carlo Flora, Maxim Topal). "
    "Initialised with mcunet-{start} (MIT HAN Lab, MIT)."
)


@dataclass(frozen=True)
class Product:
    """A folder in `Models/`."""

    title: Title
    task: str
    trial: str
    alone: str
    """The trial that ESC-10 alone is told with: another may be better there, where no background is learned."""
    what: str
    """The card's first words."""
    terms: str
    """What its licence rests on."""
    voices: str
    """Whose speech it learned from."""


NOT_FOR_COMMERCE = (
    "ESC-50 as a whole is CC BY-NC 3.0, so the model is not for commercial use; some of the speech is CC BY-SA, whose "
    "terms may reach as far, and thirteen of the clips are CC Sampling+ by themselves. `earshot-animals-free` is the "
    "one to use where that will not do."
)
WITH_ATTRIBUTION = (
    "Every sound that it learned from may be used for anything with attribution: the ESC-10 set is CC BY 3.0 as a set "
    "(two of its clips, 1-40730-A-1 and 2-96460-A-1, are CC Sampling+ by themselves, and rest on the set's licence), "
    "every other clip is CC0 or CC BY by itself. No teacher's weights are in it."
)
KNOWS = (
    "An int8 network that knows twelve kinds of animal, people, and everything else as background, in windows of two "
    "seconds."
)

VOICES = "ten voices, studio and telephone, five languages"

PRODUCTS = (
    Product(
        Title("earshot-animals", "2.0.0", "CC-BY-NC-4.0", ESC50.format(start="in3")),
        "open", "deep-middle-frame-twice-as-long-with-silence", "deep", KNOWS, NOT_FOR_COMMERCE, VOICES,
    ),
    Product(
        Title("earshot-animals-free", "1.0.0", "CC-BY-4.0", FREE.format(start="in3")),
        "free", "deep-middle-frame-with-silence", "deep",
        KNOWS + " It learned from less, so that it may be used for anything.", WITH_ATTRIBUTION,
        "two voices, studio, two languages",
    ),
    Product(
        Title("earshot-animals-tiny", "1.0.0", "CC-BY-NC-4.0", ESC50.format(start="vww0")),
        "open", "tiny-with-silence", "tiny",
        KNOWS + " It is half the work of `earshot-animals`, for microcontrollers.", NOT_FOR_COMMERCE, VOICES,
    ),
)  # fmt: skip
