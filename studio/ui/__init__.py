"""The window: Qt panels, pages, item models and commands over one store.

Role: shows a Session and turns what the user does into edits and requests; it computes nothing
about a model itself. Import rule: core, jobs, history, report and stats only, numpy and pyqtgraph
after the first paint; never TensorFlow, LiteRT or a package that runs in a child.
"""
