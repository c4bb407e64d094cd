"""The catalogue of everything that can be wrong with a case file.

The codes are stable: a code never changes its meaning, and a retired one is not used again. C1xx is the
file and the shape of its parts, C2xx what the parts name, C3xx the graph of nodes, C4xx what shows only
when the case is walked with the algorithm, C5xx review and completeness. Each has a smallest broken file
in the tests.
"""

from __future__ import annotations

from enum import Enum, unique

ERROR = "error"
WARNING = "warning"
INFORMATION = "information"
SEVERITIES = (ERROR, WARNING, INFORMATION)


@unique
class Finding(Enum):
    """Every kind of finding, in order: code, severity, what it means, and the message with its blanks."""

    def __init__(self, code: str, severity: str, meaning: str, message: str) -> None:
        self.code = code
        self.severity = severity
        self.meaning = meaning
        self.message = message

    # The file and the shape of its parts.
    UNREADABLE = ("C101", ERROR, "The file cannot be read as UTF-8 text within its limits.", "{reason}")
    NOT_YAML = ("C102", ERROR, "The text is not YAML of the plain kind a case is written in.", "{reason}")
    EMPTY = ("C103", ERROR, "There is nothing in the file.", "the file is empty")
    NOT_A_CASE = (
        "C104",
        ERROR,
        "The text is not a mapping of keys.",
        "a case is a mapping of keys, not {kind}",
    )
    FORMAT = ("C105", ERROR, "The format number is not known here.", "format is 1 here, not {value}")
    FOLDER_NAME = ("C106", ERROR, "Folder and id differ.", "the folder is named {folder}, but the id is {id}")
    UNKNOWN_KEY = ("C110", ERROR, "A key that does not belong here.", "there is no key {key!r} here{hint}")
    MISSING_KEY = ("C111", ERROR, "A key that has to be here is not.", "{key!r} is missing")
    WRONG_TYPE = ("C112", ERROR, "A value of the wrong kind.", "{key} is {wanted}, not {kind}")
    NOT_A_CHOICE = (
        "C113",
        ERROR,
        "A word outside its list.",
        "{key} is one of {allowed}, not {value!r}{hint}",
    )
    OUT_OF_RANGE = (
        "C114",
        ERROR,
        "A number outside its range.",
        "{key} is {low:g} to {high:g}, not {value:g}",
    )
    BAD_ID = (
        "C115",
        ERROR,
        "An id that is not of small letters, digits and hyphens.",
        "{key} {value!r} is not an id: up to 64 small letters, digits and hyphens, no hyphen first",
    )
    EMPTY_TEXT = ("C116", ERROR, "A text or list that has to say something is empty.", "{key} is empty")
    TOO_LONG = (
        "C117",
        ERROR,
        "A text over its limit.",
        "{key} has {length:,} characters, not at most {limit:,}",
    )
    TOO_MANY = ("C118", ERROR, "A list over its limit.", "{key} has {count:,} entries, not at most {limit:,}")
    BAD_VERSION = ("C119", ERROR, "A version not like 1.2.3.", "version {value!r} is not like 1.0.0")
    BAD_DATE = ("C120", ERROR, "A date not in the calendar.", "{key} {value!r} is not a date like 2026-11-22")
    STATES_RATING = (
        "C121",
        ERROR,
        "A case states what only the algorithm may.",
        "{key!r} would state a rating; the algorithm rates",
    )
    RAW_HTML = ("C122", ERROR, "Raw HTML in a text.", "{key} holds raw HTML ({shown}); write Markdown")
    TOO_MANY_BRACKETS = (
        "C123",
        ERROR,
        "So many opening brackets that rendering the text could take minutes.",
        "{key} has {count:,} opening brackets; the limit is {limit}",
    )
    BAD_ADDRESS = (
        "C124",
        ERROR,
        "An image that is not the case's own, or a link that is not https.",
        "{key} points to {shown}; images are case:name.png or case:name.jpg, links start with https://",
    )
    INVISIBLE = (
        "C125",
        ERROR,
        "A control or invisible character, or one that turns the text.",
        "{key} holds the character {shown}",
    )
    BAD_IMAGE = (
        "C126",
        ERROR,
        "An image of the case is not there or not usable.",
        "image {name}: {reason}",
    )
    BAD_PATIENT = ("C130", ERROR, "A value no patient can have.", "{reason}")
    BAD_PATCH = ("C131", ERROR, "A change to the patient of a form that is not known.", "{reason}")
    BAD_CONDITION = ("C132", ERROR, "A condition of a form that is not known.", "{reason}")

    # What the parts name.
    TWICE = ("C201", ERROR, "An id that stands twice.", "the {what} id {id} stands twice{where}")
    ACTION_TWICE = (
        "C202",
        ERROR,
        "A step that stands twice in a node.",
        "{action} is offered twice in node {node}",
    )
    UNKNOWN_ACTION = (
        "C210",
        ERROR,
        "A step that is not in the catalogue.",
        "there is no action {id!r}{hint}",
    )
    UNKNOWN_EVIDENCE = (
        "C211",
        ERROR,
        "An evidence id not in the library.",
        "there is no evidence {id!r}{hint}",
    )
    UNKNOWN_NODE = ("C212", ERROR, "A node that is not in the case.", "there is no node {id!r}{hint}")
    UNKNOWN_DRAW = ("C213", ERROR, "A draw that is not defined.", "there is no draw {id!r}{hint}")
    NOT_OFFERED = (
        "C214",
        ERROR,
        "A condition on a step not on offer.",
        "{action} is not offered in node {node}{hint}",
    )
    UNKNOWN_GROUP = (
        "C215",
        ERROR,
        "A regimen is taken from a group that is no pick-one group of its node.",
        "node {node} has no pick-one group {id!r}{hint}",
    )
    UNUSED_DRAW = ("C217", WARNING, "A draw that no condition uses.", "the draw {id} is used by no condition")
    NO_FIGURE = (
        "C220",
        ERROR,
        "A draw cites a figure its item lacks.",
        "{evidence} has no figure {figure!r}{hint}",
    )
    UNCERTAIN_FIGURE = (
        "C221",
        ERROR,
        "A figure whose counts are not certain.",
        "{evidence} {figure} has no certain counts",
    )
    OTHER_COUNTS = (
        "C222",
        ERROR,
        "A draw whose counts are not those of the figure it cites.",
        "{evidence} {figure} is {successes} of {of}, not {got_successes} of {got_of}",
    )
    UNCITED_NUMBER = (
        "C230",
        ERROR,
        "A number that reads like evidence, and nothing cited for it.",
        "{key}: {shown!r} reads like evidence; cite it as [ev-…] in the same sentence{or_list}",
    )

    # The graph of nodes.
    UNREACHABLE = ("C301", ERROR, "A node that no road leads to.", "no road leads to node {node}")
    DEAD_END = ("C302", ERROR, "A node with neither a next step nor an ending.", "node {node} leads nowhere")
    LAST_CONDITIONAL = (
        "C303",
        ERROR,
        "A choice may lead nowhere.",
        "the last transition of {node} has a condition",
    )
    AFTER_UNCONDITIONAL = (
        "C304",
        ERROR,
        "A transition that is never reached, because one before it has no condition.",
        "this transition of node {node} is never reached: the one before it has no condition",
    )
    CYCLE = ("C305", ERROR, "A road that comes back to where it was.", "the road goes in a circle: {road}")
    NO_ENDING = ("C306", ERROR, "No road of the case ends.", "the case has no ending")
    TAKE_AWAY = (
        "C307",
        ERROR,
        "An ending without three points to take away.",
        "the ending {ending} has {count} points to take away; it needs three",
    )
    NO_GROUP = (
        "C308",
        ERROR,
        "A decision with nothing to decide.",
        "node {node} leads on but offers no choice",
    )
    TOO_FEW_OPTIONS = (
        "C309",
        ERROR,
        "A group with too few options to be a choice.",
        "the group {group} has {count} options; a pick-{pick} group needs {least}",
    )
    ENDING_GOES_ON = (
        "C310",
        ERROR,
        "An ending that also goes on.",
        "node {node} is an ending and has {part} as well",
    )
    DAY_BACKWARDS = (
        "C312",
        WARNING,
        "Time runs backwards on a road.",
        "from day {from_day} of node {node} to day {to_day} of node {to}: time runs backwards",
    )

    # What shows only when the case is walked with the algorithm.
    NOTHING_RIGHT = (
        "C401",
        ERROR,
        "A pick-one group with nothing recommended or acceptable for a patient who can get there.",
        "the group {group} offers nothing recommended or acceptable ({trail})",
    )
    UNRATED_OPTION = (
        "C402",
        INFORMATION,
        "A step the source is silent about.",
        "{action} is not rated here for {count} of the {all} patients who can get here",
    )
    PATH_LEAVES_GRAPH = ("C403", ERROR, "The authors' path cannot be played.", "the authors' path: {reason}")
    PATH_AGAINST_RULES = (
        "C404",
        ERROR,
        "The authors' path holds a step the algorithm calls discouraged or contraindicated.",
        "{action} of the authors' path is {rating} in node {node} ({rule})",
    )
    PATH_SCORES_LOW = (
        "C405",
        WARNING,
        "The authors' path scores clearly less than the best answers.",
        "the authors' path scores {percent} %; at least {least} % is expected",
    )
    EVERYTHING_IS_BEST = (
        "C406",
        WARNING,
        "An order set in which choosing everything is as good as the best answer.",
        "ordering everything in the group {group} is as good as the best answer ({trail})",
    )
    NEVER_TAKEN = (
        "C408",
        WARNING,
        "A transition no choice leads through.",
        "no choice leads to {to} from here",
    )
    TOO_MANY_STATES = (
        "C409",
        WARNING,
        "More situations than the walk looks at; some were not checked.",
        "too many situations to walk them all; some were not checked",
    )
    PATCH_FAILS = (
        "C410",
        ERROR,
        "A change to the patient that cannot be made for a patient who can get there.",
        "{reason} ({trail})",
    )

    # Review and completeness.
    NOT_REVIEWED = ("C501", WARNING, "No physician has reviewed the case.", "not yet reviewed by a physician")
    REVIEW_DUE = (
        "C502",
        WARNING,
        "The case should have been reviewed again.",
        "the review was due on {date}",
    )
    DATES_ORDER = (
        "C503",
        ERROR,
        "Dates that cannot follow one another.",
        "{later} ({value}) is before {earlier}",
    )
    NO_FEEDBACK = ("C504", INFORMATION, "An option without feedback of its own.", "{action} has no feedback")
    NO_TEXT = (
        "C505",
        INFORMATION,
        "A transition that does not tell what happened.",
        "what happens is not told",
    )
    NOT_PLAUSIBLE = (
        "C506",
        INFORMATION,
        "A simulated course with no item cited that makes it plausible.",
        "a simulated course with nothing cited that makes it plausible",
    )
    GOALS_COUNT = (
        "C507",
        WARNING,
        "Not three to five learning goals.",
        "{count} learning goals; three to five is right",
    )
