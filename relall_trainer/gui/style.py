"""The one style sheet, built from the theme; widgets say what they are by the property ``role``.

Colors come only from the theme file. What a style sheet cannot paint well, a widget paints with
``Theme.color``.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from relall_trainer.gui.theme import RATINGS, Theme


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole program in the theme as it is now."""
    app.setFont(theme.font())
    app.setPalette(theme.qt_palette())
    app.setStyleSheet(style_sheet(theme))


def style_sheet(theme: Theme) -> str:
    """The style sheet for the colors, sizes and text scale in force."""
    return "\n".join(
        (_texts(theme), _surfaces(theme), _buttons(theme), _inputs(theme), _lists(theme), _bars(theme))
    )


def _texts(theme: Theme) -> str:
    c, px = theme.colors, theme.px
    sizes = theme.sizes
    ratings = "\n".join(
        f'QLabel[role="{name}"] {{ color: {getattr(c, name)}; font-weight: 600; }}' for name in RATINGS
    )
    return f"""
QLabel {{ color: {c.ink}; background: transparent; }}
QLabel[role="title"] {{ font-size: {px(sizes.title)}px; font-weight: 600; }}
QLabel[role="section"] {{ font-size: {px(sizes.section)}px; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="small"] {{ font-size: {px(sizes.small)}px; }}
QLabel[role="muted"] {{ color: {c.muted}; }}
QLabel[role="note"] {{ color: {c.muted}; font-size: {px(sizes.small)}px; }}
QLabel[role="discouraged_note"] {{ color: {c.discouraged}; font-size: {px(sizes.small)}px; }}
QLabel[role="caption"] {{ color: {c.muted}; font-size: {px(sizes.small)}px; font-weight: 600;
    letter-spacing: 0.5px; }}
QLabel[role="badge"] {{ color: {c.muted}; font-size: {px(sizes.small)}px; background: {c.raised};
    border: 1px solid {c.line}; border-radius: {sizes.radius_control}px; padding: {px(3)}px {px(9)}px; }}
QLabel[role="warning"] {{ color: {c.discouraged}; font-size: {px(sizes.small)}px;
    background: {c.discouraged_soft};
    border: 1px solid {c.discouraged}; border-radius: {sizes.radius_control}px;
    padding: {px(3)}px {px(9)}px; }}
QLabel[role="key"] {{ color: {c.muted}; font-size: {px(sizes.small)}px; background: {c.raised};
    border: 1px solid {c.line}; border-bottom-width: 2px; border-radius: 4px; padding: {px(2)}px {px(7)}px; }}
{ratings}
QToolTip {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge}; padding: {px(6)}px; }}
"""


def _surfaces(theme: Theme) -> str:
    c, sizes = theme.colors, theme.sizes
    ratings = "\n".join(
        f'QFrame[role="{name}"] {{ background: {getattr(c, name + "_soft")};'
        f" border: 1px solid {getattr(c, name)}; border-radius: {sizes.radius_control}px; }}"
        for name in RATINGS
    )
    return f"""
QMainWindow, QDialog, QWidget[role="page"] {{ background: {c.background}; }}
QWidget[role="plain"] {{ background: transparent; }}
QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.line};
    border-radius: {sizes.radius_card}px; }}
QFrame[role="side"] {{ background: {c.surface}; border: 0; border-right: 1px solid {c.line}; }}
QFrame[role="line"] {{ background: {c.line}; border: 0; min-height: 1px; max-height: 1px; }}
QFrame[role="banner"] {{ background: {c.accent_soft}; border: 1px solid {c.accent};
    border-radius: {sizes.radius_control}px; }}
QFrame[role="trouble"] {{ background: {c.contraindicated_soft}; border: 1px solid {c.contraindicated};
    border-radius: {sizes.radius_control}px; }}
{ratings}
QScrollArea {{ background: transparent; border: 0; }}
QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
"""


def _buttons(theme: Theme) -> str:
    c, sizes, px = theme.colors, theme.sizes, theme.px
    ring, radius = sizes.focus, sizes.radius_control
    side = px(14)
    return f"""
QPushButton, QToolButton {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
    border-radius: {radius}px; padding: {px(7)}px {side}px; min-height: {px(20)}px;
    font-weight: 500; icon-size: {px(16)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {c.raised}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {c.accent_soft}; }}
QPushButton:checked, QToolButton:checked {{ background: {c.accent_soft}; border: 1px solid {c.accent};
    font-weight: 600; }}
QPushButton:focus, QToolButton:focus {{ border: {ring}px solid {c.focus};
    padding: {px(7) - ring + 1}px {side - ring + 1}px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c.muted}; background: {c.background};
    border: 1px dashed {c.edge}; }}
QPushButton[role="primary"] {{ color: {c.on_accent}; background: {c.accent}; border: 1px solid {c.accent};
    font-weight: 600; padding: {px(7)}px {px(18)}px; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{ background: {c.accent_hover}; }}
QPushButton[role="primary"]:disabled {{ color: {c.muted}; background: {c.raised};
    border: 1px dashed {c.edge}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ background: transparent;
    border: 1px solid transparent;
    padding: {px(5)}px {px(8)}px; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {c.accent_soft}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border: {ring}px solid {c.focus};
    padding: {px(5) - ring + 1}px {px(8) - ring + 1}px; }}
QPushButton[role="link"] {{ color: {c.link}; background: transparent; border: 1px solid transparent;
    padding: {px(3)}px {px(4)}px; text-align: left; }}
QPushButton[role="link"]:focus {{ border: {ring}px solid {c.focus};
    padding: {px(3) - ring + 1}px {px(4) - ring + 1}px; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QToolButton[role="place"] {{ background: transparent; border: {ring}px solid transparent;
    padding: {px(4)}px {px(6)}px; font-weight: 400; }}
QToolButton[role="place"]:hover {{ background: {c.raised}; }}
QToolButton[role="place"]:checked {{ background: {c.accent_soft}; font-weight: 600; }}
QToolButton[role="place"]:focus {{ border: {ring}px solid {c.focus}; }}
QFileDialog QToolButton {{ padding: {px(3)}px; min-width: 0; min-height: 0; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QSlider {{ min-height: {px(28)}px; border: {ring}px solid transparent; border-radius: {radius}px; }}
QSlider:focus {{ border: {ring}px solid {c.focus}; }}
QSlider::groove:horizontal {{ background: {c.edge}; height: 4px; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{ background: {c.accent}; width: 20px; height: 20px; margin: -8px 0;
    border-radius: 10px; }}
QMenu {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge}; padding: 4px; }}
QMenu::item {{ padding: {px(6)}px {px(18)}px; border-radius: 4px; min-height: {px(18)}px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.ink}; }}
QMenu::separator {{ background: {c.line}; height: 1px; margin: 4px; }}
"""


def _inputs(theme: Theme) -> str:
    c, sizes, px = theme.colors, theme.sizes, theme.px
    ring, radius = sizes.focus, sizes.radius_control
    return f"""
QLineEdit, QPlainTextEdit {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
    border-radius: {radius}px; padding: {px(7)}px {px(10)}px; selection-background-color: {c.selection};
    selection-color: {c.ink}; placeholder-text-color: {c.muted}; }}
QLineEdit {{ min-height: {px(20)}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: {ring}px solid {c.focus};
    padding: {px(7) - ring + 1}px {px(10) - ring + 1}px; }}
QAbstractSpinBox {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
    border-radius: {radius}px; padding: {px(5)}px {px(6)}px; min-height: {px(24)}px;
    selection-background-color: {c.selection}; selection-color: {c.ink}; }}
QAbstractSpinBox:focus {{ border: {ring}px solid {c.focus};
    padding: {px(5) - ring + 1}px {px(6) - ring + 1}px; }}
QAbstractSpinBox:disabled {{ color: {c.muted}; background: {c.background}; border: 1px dashed {c.edge}; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: 0; padding: 0; min-height: 0;
    background: transparent; }}
QAbstractSpinBox[role="unset"] {{ color: {c.muted}; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: 0; background: transparent; width: {px(24)}px; }}
QDateTimeEdit::drop-down {{ border: 0; background: transparent; width: {px(24)}px; }}
QTextBrowser {{ color: {c.ink}; background: transparent; border: {ring}px solid transparent;
    border-radius: {radius}px; selection-background-color: {c.selection}; selection-color: {c.ink}; }}
QTextBrowser:focus {{ border: {ring}px solid {c.focus}; }}
"""


def _lists(theme: Theme) -> str:
    c, sizes, px = theme.colors, theme.sizes, theme.px
    ring = sizes.focus
    return f"""
QListView, QTableView, QTreeView {{ color: {c.ink}; background: {c.surface};
    border: {ring}px solid transparent;
    border-radius: {sizes.radius_card}px; outline: 0; gridline-color: {c.line};
    selection-background-color: {c.accent_soft}; selection-color: {c.ink};
    alternate-background-color: {c.raised}; }}
QListView:focus, QTableView:focus, QTreeView:focus {{ border: {ring}px solid {c.focus}; }}
QListView[role="rows"], QListView[role="rows"]:focus {{ border: 0; background: transparent; }}
QTableView::item, QTreeView::item {{ padding: {px(6)}px {px(8)}px; border: 0; }}
QTableView::item:selected {{ background: {c.accent_soft}; color: {c.ink}; }}
QTableView::item:focus {{ border: {ring}px solid {c.focus}; }}
QHeaderView {{ background: {c.surface}; }}
QHeaderView::section {{ color: {c.muted}; background: {c.surface}; border: 0;
    border-bottom: 1px solid {c.edge};
    padding: {px(8)}px; font-size: {px(sizes.small)}px; font-weight: 600; }}
QTableCornerButton::section {{ background: {c.surface}; border: 0; }}
"""


def _bars(theme: Theme) -> str:
    c = theme.colors
    return f"""
QProgressBar {{ background: {c.line}; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
