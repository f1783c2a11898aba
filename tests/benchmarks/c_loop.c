/* The plainest way to time a .tflite: a loop in C over LiteRT's own library, for fidelity.py.

       c_loop LIBRARY FOLDER MODEL INPUTS THREADS

   FOLDER: of the library, for the environment. INPUTS: the bytes of all inputs, one after another.
   After a warm-up, for each number of seconds on standard input: one run that is not timed, runs
   for so long, and a line of JSON: {"cpu_ns": [...], "wall_ns": [...]}, one entry a run.
   Its declarations are those of studio/runtimes/litert_c/declarations.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CPU = 1, LOCK_WRITE = 1, ANY_INT = 2, ANY_TEXT = 8, MOST_RUNS = 1 << 20 };
enum { RUNTIME_FOLDER = 22, ACCELERATORS = 24, LOG_SEVERITY = 25, WARNING = 2, ERRORS_KEPT = 2 };
static const int64_t WARM_UP_NS = 500000000;

typedef void *Handle;
typedef struct {
  int type;
  union { bool as_bool; int64_t as_int; double as_real; const char *as_text; };
} Any;
typedef struct { int tag; Any value; } EnvironmentOption;
typedef struct { uint32_t rank_and_flags; int32_t dimensions[8]; uint32_t strides[8]; } Layout;
typedef struct { int element_type; Layout layout; } RankedType;

static void *library;

static void fail(const char *what, int status) {
  fprintf(stderr, "%s: status %d\n", what, status);
  exit(1);
}

static void *function(const char *name) {
  void *found = dlsym(library, name);
  if (!found) fail(name, -1);
  return found;
}

/* Calls a function that returns a status, whatever its parameters are. */
#define CALL(name, types, ...)                                   \
  do {                                                           \
    int status = ((int(*) types)function(#name))(__VA_ARGS__);   \
    if (status) fail(#name, status);                             \
  } while (0)

static int64_t now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return at.tv_sec * INT64_C(1000000000) + at.tv_nsec;
}

static void add_options(Handle options, const char *id, const char *text) {
  Handle opaque;
  CALL(LiteRtCreateOpaqueOptions, (const char *, void *, void (*)(void *), Handle *), id,
       strdup(text), free, &opaque);
  CALL(LiteRtAddOpaqueOptions, (Handle, Handle), options, opaque);
}

static Handle make_buffer(Handle environment, Handle tensor, Handle requirements) {
  RankedType type;
  Handle buffer;
  CALL(LiteRtGetRankedTensorType, (Handle, RankedType *), tensor, &type);
  CALL(LiteRtCreateManagedTensorBufferFromRequirements,
       (Handle, const RankedType *, Handle, Handle *), environment, &type, requirements, &buffer);
  return buffer;
}

static void fill(Handle buffer, FILE *inputs) {
  size_t size;
  void *memory;
  CALL(LiteRtGetTensorBufferPackedSize, (Handle, size_t *), buffer, &size);
  CALL(LiteRtLockTensorBuffer, (Handle, void **, int), buffer, &memory, LOCK_WRITE);
  if (fread(memory, 1, size, inputs) != size) fail("inputs are too short", -1);
  CALL(LiteRtUnlockTensorBuffer, (Handle), buffer);
}

static void print_list(const char *name, const int64_t *values, size_t count) {
  printf("\"%s\": [", name);
  for (size_t i = 0; i < count; ++i) printf("%s%lld", i ? ", " : "", (long long)values[i]);
  printf("]");
}

int main(int argc, char **argv) {
  if (argc != 6) fail("five arguments are needed", argc - 1);
  const char *folder = argv[2], *path = argv[3];
  library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) fail(dlerror(), -1);

  EnvironmentOption set[3] = {{RUNTIME_FOLDER, {ANY_TEXT, {.as_text = folder}}},
                              {ACCELERATORS, {ANY_INT, {.as_int = CPU}}},
                              {LOG_SEVERITY, {ANY_INT, {.as_int = WARNING}}}};
  Handle environment, model, signature, options, compiled, part, required;
  CALL(LiteRtCreateEnvironment, (int, const EnvironmentOption *, Handle *), 3, set, &environment);
  CALL(LiteRtCreateModelFromFile, (Handle, const char *, Handle *), environment, path, &model);
  CALL(LiteRtCreateOptions, (Handle *), &options);
  CALL(LiteRtSetOptionsHardwareAccelerators, (Handle, int), options, CPU);
  char text[100];
  snprintf(text, sizeof text, "kernel_mode = \"delegate\"\nnum_threads = %d\n", atoi(argv[5]));
  add_options(options, "xnnpack", text);
  snprintf(text, sizeof text, "enable_profiling = false\nerror_reporter_mode = %d\n", ERRORS_KEPT);
  add_options(options, "runtime_options_string", text);
  CALL(LiteRtCreateCompiledModel, (Handle, Handle, Handle, Handle *), environment, model, options,
       &compiled);
  CALL(LiteRtGetModelSignature, (Handle, size_t, Handle *), model, 0, &signature);

  size_t in_count, out_count;
  CALL(LiteRtGetNumSignatureInputs, (Handle, size_t *), signature, &in_count);
  CALL(LiteRtGetNumSignatureOutputs, (Handle, size_t *), signature, &out_count);
  Handle *in = calloc(in_count + 1, sizeof *in), *out = calloc(out_count + 1, sizeof *out);
  FILE *inputs = fopen(argv[4], "rb");
  if (!inputs) fail(argv[4], -1);
  for (size_t i = 0; i < in_count; ++i) {
    CALL(LiteRtGetSignatureInputTensorByIndex, (Handle, size_t, Handle *), signature, i, &part);
    CALL(LiteRtGetCompiledModelInputBufferRequirements, (Handle, size_t, size_t, Handle *),
         compiled, 0, i, &required);
    in[i] = make_buffer(environment, part, required);
    fill(in[i], inputs);
  }
  for (size_t i = 0; i < out_count; ++i) {
    CALL(LiteRtGetSignatureOutputTensorByIndex, (Handle, size_t, Handle *), signature, i, &part);
    CALL(LiteRtGetCompiledModelOutputBufferRequirements, (Handle, size_t, size_t, Handle *),
         compiled, 0, i, &required);
    out[i] = make_buffer(environment, part, required);
  }

  typedef int (*Run)(Handle, size_t, size_t, Handle *, size_t, Handle *);
  Run run = (Run)function("LiteRtRunCompiledModel");
  int64_t *cpu_ns = malloc(MOST_RUNS * sizeof *cpu_ns);
  int64_t *wall_ns = malloc(MOST_RUNS * sizeof *wall_ns);
  memset(cpu_ns, 0, MOST_RUNS * sizeof *cpu_ns);
  memset(wall_ns, 0, MOST_RUNS * sizeof *wall_ns);
  for (int64_t began = now(CLOCK_MONOTONIC); now(CLOCK_MONOTONIC) - began < WARM_UP_NS;)
    if (run(compiled, 0, in_count, in, out_count, out)) fail("warm-up", -1);
  for (double seconds; scanf("%lf", &seconds) == 1;) {
    size_t count = 0;
    if (run(compiled, 0, in_count, in, out_count, out)) fail("settling", -1);
    int64_t until = now(CLOCK_MONOTONIC) + (int64_t)(seconds * 1e9);
    while (count < MOST_RUNS && now(CLOCK_MONOTONIC) < until) {
      int64_t cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
      int status = run(compiled, 0, in_count, in, out_count, out);
      wall_ns[count] = now(CLOCK_MONOTONIC) - wall;
      cpu_ns[count++] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
      if (status) fail("LiteRtRunCompiledModel", status);
    }
    printf("{");
    print_list("cpu_ns", cpu_ns, count);
    printf(", ");
    print_list("wall_ns", wall_ns, count);
    printf("}\n");
    fflush(stdout);
  }
  return 0;
}
