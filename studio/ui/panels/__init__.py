"""The docks of the window: Models (left), Optimize (right), Jobs (bottom).

Role: each shows a part of the session and runs commands; panels never talk to each other.
Import rule: core and the rest of ui except main_window.
"""
