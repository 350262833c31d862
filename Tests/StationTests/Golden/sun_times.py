"""Golden times of the sun, from Python's astral.

    pip install astral==3.2
    python Tests/StationTests/Golden/sun_times.py     # writes sun_times.json beside it

Every time is in seconds since 1970 UTC; null where astral finds that the sun does not reach the height.
Twilight is geometric, as its definition is; sunrise and sunset are at a zenith of 90.833 degrees. The
places are such that the sun does not rise on the day before its date in UTC: astral would take the
sun's place of another day, and be minutes off.
"""

import datetime
import json
import pathlib

from astral import Observer, SunDirection
from astral.sun import midnight, noon, time_of_transit

PLACES = [
    (-65, -60), (-50, -70), (-33, 18), (-10, -77), (0, 0), (23.4, 20),
    (40, -105), (47.05, 8.31), (52, -1), (60, -2), (65, -150),
]
ZENITHS = {
    "sunrise": 90.833, "dawn": 96, "nautical_dawn": 102, "astronomical_dawn": 108,
    "sunset": 90.833, "dusk": 96, "nautical_dusk": 102, "astronomical_dusk": 108,
}
DATES = [datetime.date(2025, 1, 3) + datetime.timedelta(days=14 * n) for n in range(26)]


def transit(observer, date, name):
    rising = name == "sunrise" or name.endswith("dawn")
    direction = SunDirection.RISING if rising else SunDirection.SETTING
    try:
        found = time_of_transit(observer, date, ZENITHS[name], direction, with_refraction=False)
    except ValueError:
        return None
    return round(found.timestamp())


def main():
    cases = []
    for latitude, longitude in PLACES:
        observer = Observer(latitude, longitude, 0.0)
        for date in DATES:
            times = {name: transit(observer, date, name) for name in ZENITHS}
            times["noon"] = round(noon(observer, date).timestamp())
            times["midnight"] = round(midnight(observer, date).timestamp())
            cases.append(
                {"latitude": latitude, "longitude": longitude, "date": str(date), "times": times}
            )
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    main()
