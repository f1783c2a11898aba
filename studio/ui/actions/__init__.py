"""What commands do: one short function per user action, grouped by what it acts on.

Role: each turns a choice into an edit of the store or a request to the queue. Import rule: core,
report, and ui basics; no panel, no page.
"""
