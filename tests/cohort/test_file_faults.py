"""For each code there is a smallest broken file, and opening it gives this code and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.cohort.file_faults import FILE_CODES, FileFault
from tests.cohort.broken_files import FOLDER, broken_files, shipped

BROKEN = broken_files()


def test_every_code_has_its_file() -> None:
    assert set(BROKEN) == set(FILE_CODES)


def test_the_folder_holds_these_files_and_no_others() -> None:
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == {
        path.name: broken.data for _, path, broken in shipped()
    }


@pytest.mark.parametrize("code", BROKEN)
def test_the_file_is_named_for_what_it_is(code: str, tmp_path: Path) -> None:
    broken = BROKEN[code]
    path = tmp_path / f"week.{broken.kind}"
    if code != "not-a-file":
        path.write_bytes(broken.data)
    with pytest.raises(FileFault) as caught:
        broken.open(path)
    fault = caught.value
    assert fault.code == code
    assert fault.name == path.name
    assert fault.what.startswith(path.name)
    assert str(tmp_path) not in fault.one_line()
    assert all((fault.what, fault.safe, fault.todo))
    assert "{" not in fault.one_line()
