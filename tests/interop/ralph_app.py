"""Ralph as its own server runs it, but for files that are written to more than once. Run by uvicorn, in its Python."""

from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

FSLRSBackend.default_operation_type = BaseOperationType.APPEND

from ralph.api import app  # noqa: E402  # it makes its back end while it is imported

__all__ = ["app"]
