"""Run by the Python of another environment: imports a deck twice into a new Anki collection and tells what it saw."""

import json
import sys

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def main(deck: str, collection: str) -> None:
    """Print what became of it as JSON."""
    col = Collection(collection)
    new = []
    for _ in range(2):
        request = ImportAnkiPackageRequest(package_path=deck, options=ImportAnkiPackageOptions())
        new.append(len(col.import_anki_package(request).log.new))
    rule = col.get_card(col.find_cards("tag:relall::R25")[0])
    col.decks.select(rule.did)
    card = col.sched.getCard()
    card.start_timer()
    col.sched.answerCard(card, 3)
    told = {
        "new": new,
        "notes": col.note_count(),
        "decks": [
            one.name for one in col.decks.all_names_and_ids() if one.name.startswith("RelALL Trainer::")
        ],
        "answer_of_rule": rule.answer(),
        "reviewed": col.db.scalar("select count() from revlog"),
    }
    print(json.dumps(told))
    col.close()


main(sys.argv[1], sys.argv[2])
