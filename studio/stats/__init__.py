"""Statistics: intervals of proportions, medians, percentiles and means; each names its source.

May import core, numpy and scipy (scipy inside functions: it is slow to import). Never Qt,
TensorFlow, or anything that knows of files and processes.
"""
