"""A results file opened: whose key signed it, and what was handed in with it.

As quickly as it can be, as thoroughly as it must be: what is not written just as this program writes it is read part by
part, which also finds the words for what is wrong. To which assignment it belongs is left to ``scorer``.
"""

from __future__ import annotations

from relall_trainer.cohort.signed_file import RESULTS, Sealed, opened, sealed
from relall_trainer.cohort.submission import Submission, submission_from_plain


def read_results(data: bytes, name: object, digest: str = "") -> tuple[Sealed, Submission]:
    """The results file of these bytes; ``digest`` as by ``digest_of``, where it is known. Raises FileFault."""
    file = sealed(data, name, RESULTS, digest)
    return file, submission_of(file)


def submission_of(file: Sealed) -> Submission:
    """What was handed in with a file whose signature holds. Raises FileFault."""
    from relall_trainer.cohort.quick_submission import quick_submission  # brings msgspec

    quick = quick_submission(file.written, file.name)
    return submission_from_plain(opened(file).body, file.name) if quick is None else quick
