"""Clips without the silence that pads them."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from earshot_training.clips import Clip, sound_part, write_sound_parts

RATE = 8000
WINDOW_SECONDS = 2.0


@pytest.fixture
def clip(tmp_path):
    def make(name: str, samples: np.ndarray) -> Clip:
        soundfile.write(tmp_path / name, samples, RATE, subtype="FLOAT")
        return Clip(Path(tmp_path / name), "dog", 1, name, "", "", "")

    return make


def tone(seconds: float) -> np.ndarray:
    return 0.5 * np.cos(np.arange(int(seconds * RATE)) * 0.3)


def test_leading_and_trailing_silence_is_cut_and_silence_within_is_kept(clip):
    call, pause = tone(0.5), np.zeros(RATE)
    padded = np.concatenate([pause, call, pause, call, pause, pause])
    samples, rate = sound_part(clip("a.wav", padded))
    assert rate == RATE
    assert abs(len(samples) - 2 * RATE) <= 2


def test_overshoot_is_clamped(clip):
    samples, _ = sound_part(clip("loud.wav", 3 * tone(0.1)))
    assert np.abs(samples).max() == 1


def test_only_what_would_give_no_window_is_completed_with_zeros(clip, tmp_path):
    clips = [clip("short.wav", tone(0.4)), clip("half.wav", tone(1.2)), clip("long.wav", tone(3))]
    written = write_sound_parts(clips, tmp_path / "sounds", WINDOW_SECONDS)
    lengths = [soundfile.info(path).frames / RATE for path in written]
    assert WINDOW_SECONDS <= lengths[0] < WINDOW_SECONDS + 0.1
    np.testing.assert_allclose(lengths[1:], [1.2, 3], atol=0.001)
