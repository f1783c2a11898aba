"""What is used of LiteRT's C interface: its declarations, its constants, and where they hold.

The library carries no version of its interface, so nothing but this table says that a struct has
the layout declared here. A version or system that is not in it is never called; the others prove
themselves in a throw-away process first (see :mod:`studio.runtimes.litert_c.self_test`).
"""

from __future__ import annotations

LIBRARIES: dict[tuple[str, str, str], str] = {
    ("2.3.0", "linux", "x86_64"): "libLiteRt.so",
    ("2.3.0", "linux", "aarch64"): "libLiteRt.so",
    ("2.3.0", "darwin", "arm64"): "libLiteRt.dylib",
    ("2.3.0", "win32", "amd64"): "libLiteRt.dll",
}
"""(version of ai-edge-litert, ``sys.platform``, machine in lower case) -> file in its package.

All are 64-bit systems, where LiteRT's own headers assert the same sizes and offsets.
"""

CPU, GPU = 1, 2
"""Accelerators, a bit set."""

OPTION_RUNTIME_FOLDER, OPTION_ACCELERATORS, OPTION_LOG_SEVERITY = 22, 24, 25
"""Options of an environment; accelerators that are not named are not even loaded."""

ANY_INT, ANY_TEXT = 2, 8
LOG_INFO, LOG_WARNING = 1, 2
LOCK_READ, LOCK_WRITE = 0, 1
ERRORS_SAID, ERRORS_KEPT = 1, 2
"""Error reporters: on standard error, or kept until they are asked for."""

CPU_OPTIONS, RUNTIME_OPTIONS, GPU_OPTIONS = "xnnpack", "runtime_options_string", "gpu_options"
"""Ids of groups of options of a compilation; each is a text in TOML."""

INVALID_ARGUMENT = 1
STATUS_NAMES: dict[int, str] = {
    INVALID_ARGUMENT: "invalid argument",
    2: "memory allocation failure",
    3: "runtime failure",
    4: "missing input tensor",
    5: "unsupported",
    6: "not found",
    8: "wrong version",
    500: "file cannot be read",
    501: "invalid flatbuffer",
    502: "a library cannot be loaded",
    504: "compilation failed",
}
"""What a status means; the library exports no function that would say it on every system."""

PER_TENSOR, PER_CHANNEL = 1, 2
RANK_BITS = 0x7F
NO_SIGNATURE = "<placeholder signature>"
"""The key that the library gives to a file without a signature."""

DTYPES: dict[int, str] = {
    1: "float32",
    2: "int32",
    3: "uint8",
    4: "int64",
    5: "string",
    6: "bool",
    7: "int16",
    8: "complex64",
    9: "int8",
    10: "float16",
    11: "float64",
    12: "complex128",
    13: "uint64",
    16: "uint32",
    17: "uint16",
}
"""Element types that have a numpy dtype, and text."""

DECLARATIONS = """
typedef int Status;
typedef void* Handle;

typedef struct {
    int type;
    union { bool as_bool; int64_t as_int; double as_real; const char* as_text; };
} Any;
typedef struct { int tag; Any value; } EnvironmentOption;
typedef struct { uint32_t rank_and_flags; int32_t dimensions[8]; uint32_t strides[8]; } Layout;
typedef struct { int element_type; Layout layout; } RankedType;
typedef struct { float scale; int64_t zero_point; } PerTensor;
typedef struct {
    int32_t axis; uint64_t channels; float* scales; int64_t* zero_points;
} PerChannel;
typedef struct { size_t allocated; size_t in_use; size_t footprint; } MemoryUsage;
typedef struct {
    const char* tag;
    int event_type;
    uint64_t start_us;
    uint64_t elapsed_us;
    MemoryUsage memory_before;
    MemoryUsage memory_after;
    uint64_t metadata1;
    uint64_t metadata2;
    int source;
} ProfiledEvent;

Status LiteRtCreateEnvironment(int count, const EnvironmentOption* options, Handle* environment);
void LiteRtDestroyEnvironment(Handle environment);

Status LiteRtCreateModelFromBuffer(
    Handle environment, const void* data, size_t size, Handle* model);
void LiteRtDestroyModel(Handle model);
Status LiteRtGetNumModelSubgraphs(Handle model, size_t* count);
Status LiteRtGetModelSubgraph(Handle model, size_t index, Handle* subgraph);
Status LiteRtGetMainModelSubgraphIndex(Handle model, size_t* index);
Status LiteRtGetNumModelSignatures(Handle model, size_t* count);
Status LiteRtGetModelSignature(Handle model, size_t index, Handle* signature);
Status LiteRtGetSignatureKey(Handle signature, const char** key);
Status LiteRtGetSignatureSubgraph(Handle signature, Handle* subgraph);
Status LiteRtGetNumSignatureInputs(Handle signature, size_t* count);
Status LiteRtGetNumSignatureOutputs(Handle signature, size_t* count);
Status LiteRtGetSignatureInputName(Handle signature, size_t index, const char** name);
Status LiteRtGetSignatureOutputName(Handle signature, size_t index, const char** name);
Status LiteRtGetSignatureInputTensorByIndex(Handle signature, size_t index, Handle* tensor);
Status LiteRtGetSignatureOutputTensorByIndex(Handle signature, size_t index, Handle* tensor);
Status LiteRtGetTensorIndex(Handle tensor, uint32_t* index);
Status LiteRtGetRankedTensorType(Handle tensor, RankedType* type);
Status LiteRtGetQuantizationTypeId(Handle tensor, int* kind);
Status LiteRtGetPerTensorQuantization(Handle tensor, PerTensor* quantization);
Status LiteRtGetPerChannelQuantization(Handle tensor, PerChannel* quantization);

Status LiteRtCreateOptions(Handle* options);
void LiteRtDestroyOptions(Handle options);
Status LiteRtSetOptionsHardwareAccelerators(Handle options, int accelerators);
Status LiteRtCreateOpaqueOptions(
    const char* id, void* payload, void (*free_payload)(void*), Handle* opaque);
void LiteRtDestroyOpaqueOptions(Handle opaque);
Status LiteRtAddOpaqueOptions(Handle options, Handle opaque);

Status LiteRtCreateCompiledModel(
    Handle environment, Handle model, Handle options, Handle* compiled);
void LiteRtDestroyCompiledModel(Handle compiled);
Status LiteRtCompiledModelIsNonCpuFullyAccelerated(Handle compiled, bool* is_full);
Status LiteRtCompiledModelGetErrorMessages(Handle compiled, char** messages);
Status LiteRtCompiledModelClearErrors(Handle compiled);
Status LiteRtGetCompiledModelInputTensorLayout(
    Handle compiled, size_t signature, size_t input, Layout* layout);
Status LiteRtGetCompiledModelOutputTensorLayouts(
    Handle compiled, size_t signature, size_t count, Layout* layouts, bool allocate);
Status LiteRtCompiledModelResizeInputTensor(
    Handle compiled, size_t signature, size_t input, const int* shape, size_t rank);
Status LiteRtGetCompiledModelInputBufferRequirements(
    Handle compiled, size_t signature, size_t input, Handle* requirements);
Status LiteRtGetCompiledModelOutputBufferRequirements(
    Handle compiled, size_t signature, size_t output, Handle* requirements);
Status LiteRtRunCompiledModel(
    Handle compiled, size_t signature, size_t input_count, Handle* inputs,
    size_t output_count, Handle* outputs);

Status LiteRtCreateManagedTensorBufferFromRequirements(
    Handle environment, const RankedType* type, Handle requirements, Handle* buffer);
void LiteRtDestroyTensorBuffer(Handle buffer);
Status LiteRtGetTensorBufferPackedSize(Handle buffer, size_t* size);
Status LiteRtLockTensorBuffer(Handle buffer, void** memory, int mode);
Status LiteRtUnlockTensorBuffer(Handle buffer);

Status LiteRtCompiledModelGetProfiler(Handle compiled, Handle* profiler);
Status LiteRtStartProfiler(Handle profiler);
Status LiteRtStopProfiler(Handle profiler);
Status LiteRtResetProfiler(Handle profiler);
Status LiteRtGetNumProfilerEvents(Handle profiler, int* count);
Status LiteRtGetProfilerEvents(Handle profiler, int count, ProfiledEvent* events);
"""

C_LIBRARY_DECLARATIONS = """
void* malloc(size_t size);
void free(void* memory);
"""
