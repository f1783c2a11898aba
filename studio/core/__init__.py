"""Pure types and tables: no numpy, no Qt, no TensorFlow; only the standard library and msgspec."""
