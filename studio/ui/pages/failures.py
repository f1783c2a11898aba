"""Why jobs failed, on a page's banner: the same on every page that starts some."""

from __future__ import annotations

from collections.abc import Iterable

from studio.core.lookup import is_finished
from studio.core.session import Job, Session
from studio.ui.widgets.banner import Banner


class Failures:
    """Tells of each job that ended while the page was there, once; not of those before."""

    def __init__(self, banner: Banner, session: Session) -> None:
        self._banner = banner
        self._seen = {job.id for job in session.jobs if is_finished(job)}

    def tell(self, jobs: Iterable[Job]) -> None:
        """``jobs``: those that the page is about."""
        for job in jobs:
            if is_finished(job) and job.id not in self._seen:
                self._seen.add(job.id)
                if job.error is not None:
                    self._banner.show_error(job.error, log="\n".join(job.log_tail))
