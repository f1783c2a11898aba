"""The graph drawn natively: canvas, minimap, search, node panel, and the tab that holds them.

It shows what children laid out and read (studio.core.graph_layout, graph_requests); it opens no
file and computes no layout.
"""
