"""``evidence search`` and ``evidence show``: the library in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from relall_trainer.commands.content import open_algorithm, open_library
from relall_trainer.evidence import listing
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0; 1 where a search found nothing. An unknown id raises."""
    with open_library(profile, open_algorithm()) as library:
        if options.what == "show":
            if options.json:
                print(json.dumps(listing.show_data(library, options.id), ensure_ascii=False))
            else:
                print(listing.show_text(library, options.id))
            return 0
        query = " ".join(options.query)
        found = listing.search_data(library, query)
        if options.json:
            print(json.dumps(found, ensure_ascii=False))
        else:
            print(listing.search_text(library, query))
        return 0 if found["hits"] else 1
