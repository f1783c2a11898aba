"""Small reusable widgets without knowledge of the session.

Role: banner, cards, empty states, elided labels, tables. Import rule: Qt, ui.icons, ui.theme
and ui.texts.
"""
