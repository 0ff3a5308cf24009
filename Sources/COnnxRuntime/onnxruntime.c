#include "COnnxRuntime.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

// Positions in the table of functions, as ONNX Runtime documents its OrtApi.
enum {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENV = 3,
    CREATE_SESSION = 7,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_SESSION_LOG_SEVERITY_LEVEL = 22,
    SET_GRAPH_OPTIMIZATION_LEVEL = 23,
    SET_INTRA_OP_THREADS = 24,
    SET_INTER_OP_THREADS = 25,
    CREATE_TENSOR = 48,
    CREATE_TENSOR_WITH_DATA = 49,
    IS_TENSOR = 50,
    GET_TENSOR_DATA = 51,
    FILL_STRING_TENSOR = 52,
    GET_STRING_DATA_LENGTH = 53,
    GET_STRING_CONTENT = 54,
    GET_ELEMENT_TYPE = 60,
    GET_DIMENSION_COUNT = 61,
    GET_DIMENSIONS = 62,
    GET_ELEMENT_COUNT = 64,
    GET_TENSOR_TYPE_AND_SHAPE = 65,
    CREATE_CPU_MEMORY_INFO = 69,
    GET_DEFAULT_ALLOCATOR = 78,
    RELEASE_STATUS = 93,
    RELEASE_SESSION = 95,
    RELEASE_VALUE = 96,
    RELEASE_TENSOR_INFO = 99,
    RELEASE_SESSION_OPTIONS = 100,
};

enum { API_VERSION = 1, LOG_FATAL = 4, ALL_OPTIMIZATIONS = 99, ARENA_ALLOCATOR = 1 };

// Null means that all went well.
typedef void *status;
typedef const void *const *function_table;

typedef struct {
    function_table (*get_api)(uint32_t version);
    const char *(*get_version)(void);
} api_base;

struct mlx_onnx_library {
    function_table api;
    const char *version;
    void *environment;
    void *memory;
    void *allocator;
};

struct mlx_onnx_session {
    mlx_onnx_library *library;
    void *handle;
};

#define FUNCTION(library, position, result, ...) \
    ((result(*)(__VA_ARGS__))(library)->api[position])

static int failed(mlx_onnx_library *library, status code, char *message, size_t capacity) {
    if (code == NULL) return 0;
    if (message != NULL) {
        const char *text = FUNCTION(library, GET_ERROR_MESSAGE, const char *, status)(code);
        snprintf(message, capacity, "%s", text);
    }
    FUNCTION(library, RELEASE_STATUS, void, status)(code);
    return 1;
}

static void release(mlx_onnx_library *library, int position, void *object) {
    if (object != NULL) FUNCTION(library, position, void, void *)(object);
}

// MARK: The library

static int set_up(mlx_onnx_library *library, char *message, size_t capacity) {
    status code = FUNCTION(library, CREATE_ENV, status, int, const char *, void **)(
        LOG_FATAL, "mlx", &library->environment);
    if (failed(library, code, message, capacity)) return 1;
    code = FUNCTION(library, CREATE_CPU_MEMORY_INFO, status, int, int, void **)(
        ARENA_ALLOCATOR, 0, &library->memory);
    if (failed(library, code, message, capacity)) return 1;
    code = FUNCTION(library, GET_DEFAULT_ALLOCATOR, status, void **)(&library->allocator);
    return failed(library, code, message, capacity);
}

mlx_onnx_library *mlx_onnx_open(const char *path, char *message, size_t capacity) {
    // From 1.29 on, the official builds for Linux tell Microsoft about the models that they load,
    // and keep a database of that below the user's home; who wants that sets the variable to 0.
    setenv("ORT_DISABLE_TELEMETRY", "1", 0);
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        snprintf(message, capacity, "%s", dlerror());
        return NULL;
    }
    const api_base *(*get_base)(void) = (const api_base *(*)(void))dlsym(handle, "OrtGetApiBase");
    mlx_onnx_library *library = calloc(1, sizeof *library);
    if (get_base == NULL || library == NULL) {
        snprintf(message, capacity, "%s has no OrtGetApiBase", path);
        free(library);
        dlclose(handle);
        return NULL;
    }
    // From here on the library stays: it may have started threads.
    library->version = get_base()->get_version();
    library->api = get_base()->get_api(API_VERSION);
    if (library->api == NULL) {
        snprintf(message, capacity, "version %s has no API %d", library->version, API_VERSION);
    } else if (!set_up(library, message, capacity)) {
        return library;
    }
    free(library);
    return NULL;
}

const char *mlx_onnx_version(const mlx_onnx_library *library) { return library->version; }

// MARK: Sessions

static int set_options(
    mlx_onnx_library *library, void *options, int threads, char *message, size_t capacity) {
    const struct { int position, value; } settings[] = {
        {SET_SESSION_LOG_SEVERITY_LEVEL, LOG_FATAL},
        {SET_GRAPH_OPTIMIZATION_LEVEL, ALL_OPTIMIZATIONS},
        {SET_INTRA_OP_THREADS, threads},
        {SET_INTER_OP_THREADS, 1},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        status code = FUNCTION(library, settings[i].position, status, void *, int)(
            options, settings[i].value);
        if (failed(library, code, message, capacity)) return 1;
    }
    return 0;
}

mlx_onnx_session *mlx_onnx_session_open(
    mlx_onnx_library *library, const char *path, int threads, char *message, size_t capacity) {
    void *options = NULL;
    void *handle = NULL;
    status code = FUNCTION(library, CREATE_SESSION_OPTIONS, status, void **)(&options);
    if (failed(library, code, message, capacity)) return NULL;
    if (!set_options(library, options, threads, message, capacity)) {
        code = FUNCTION(library, CREATE_SESSION, status, void *, const char *, void *, void **)(
            library->environment, path, options, &handle);
        if (failed(library, code, message, capacity)) handle = NULL;
    }
    release(library, RELEASE_SESSION_OPTIONS, options);
    if (handle == NULL) return NULL;
    mlx_onnx_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        snprintf(message, capacity, "out of memory");
        release(library, RELEASE_SESSION, handle);
        return NULL;
    }
    session->library = library;
    session->handle = handle;
    return session;
}

void mlx_onnx_session_close(mlx_onnx_session *session) {
    release(session->library, RELEASE_SESSION, session->handle);
    free(session);
}

// MARK: Running

static void *tensor(
    mlx_onnx_library *library, const mlx_onnx_input *input, char *message, size_t capacity) {
    void *value = NULL;
    status code;
    if (input->element != MLX_ONNX_STRING) {
        code = FUNCTION(
            library, CREATE_TENSOR_WITH_DATA, status, void *, const void *, size_t, const int64_t *,
            size_t, int, void **)(
            library->memory, input->data, input->byteCount, input->shape, (size_t)input->rank,
            input->element, &value);
        return failed(library, code, message, capacity) ? NULL : value;
    }
    code = FUNCTION(library, CREATE_TENSOR, status, void *, const int64_t *, size_t, int, void **)(
        library->allocator, input->shape, (size_t)input->rank, input->element, &value);
    if (failed(library, code, message, capacity)) return NULL;
    size_t count = input->byteCount / sizeof(char *);
    code = FUNCTION(library, FILL_STRING_TENSOR, status, void *, const char *const *, size_t)(
        value, (const char *const *)input->data, count);
    if (!failed(library, code, message, capacity)) return value;
    release(library, RELEASE_VALUE, value);
    return NULL;
}

// Looks what a run made.
static int describe(
    mlx_onnx_library *library, mlx_onnx_output *output, char *message, size_t capacity) {
    int is_tensor = 0;
    void *info = NULL;
    size_t rank = 0;
    status code = FUNCTION(library, IS_TENSOR, status, const void *, int *)(
        output->value, &is_tensor);
    if (failed(library, code, message, capacity)) return 1;
    if (!is_tensor) {
        snprintf(message, capacity, "the output '%s' is not a tensor", output->name);
        return 1;
    }
    code = FUNCTION(library, GET_TENSOR_TYPE_AND_SHAPE, status, const void *, void **)(
        output->value, &info);
    if (failed(library, code, message, capacity)) return 1;
    code = FUNCTION(library, GET_ELEMENT_TYPE, status, const void *, int32_t *)(
        info, &output->element);
    int result = failed(library, code, message, capacity);
    code = FUNCTION(library, GET_ELEMENT_COUNT, status, const void *, size_t *)(
        info, &output->count);
    result |= failed(library, code, message, capacity);
    code = FUNCTION(library, GET_DIMENSION_COUNT, status, const void *, size_t *)(info, &rank);
    result |= failed(library, code, message, capacity);
    output->rank = (int32_t)rank;
    if (result == 0 && rank > 4) {
        snprintf(message, capacity, "the output '%s' has %zu dimensions", output->name, rank);
        result = 1;
    } else if (result == 0) {
        code = FUNCTION(library, GET_DIMENSIONS, status, const void *, int64_t *, size_t)(
            info, output->shape, rank);
        result = failed(library, code, message, capacity);
    }
    release(library, RELEASE_TENSOR_INFO, info);
    if (result != 0 || output->element == MLX_ONNX_STRING) return result;
    code = FUNCTION(library, GET_TENSOR_DATA, status, void *, const void **)(
        output->value, &output->data);
    return failed(library, code, message, capacity);
}

int mlx_onnx_run(
    mlx_onnx_session *session, const mlx_onnx_input *inputs, size_t inputCount,
    mlx_onnx_output *outputs, size_t outputCount, char *message, size_t capacity) {
    mlx_onnx_library *library = session->library;
    const size_t count = inputCount + outputCount;
    const char **names = calloc(count, sizeof *names);
    void **values = calloc(count, sizeof *values);
    int result = names == NULL || values == NULL;
    if (result) snprintf(message, capacity, "out of memory");
    for (size_t i = 0; i < inputCount && !result; i++) {
        names[i] = inputs[i].name;
        values[i] = tensor(library, &inputs[i], message, capacity);
        result = values[i] == NULL;
    }
    for (size_t i = 0; i < outputCount && !result; i++) names[inputCount + i] = outputs[i].name;
    if (!result) {
        status code = FUNCTION(
            library, RUN, status, void *, const void *, const char *const *, void *const *, size_t,
            const char *const *, size_t, void **)(
            session->handle, NULL, names, values, inputCount, names + inputCount, outputCount,
            values + inputCount);
        result = failed(library, code, message, capacity);
    }
    for (size_t i = 0; i < outputCount; i++) {
        outputs[i].value = values == NULL ? NULL : values[inputCount + i];
        if (!result) result = describe(library, &outputs[i], message, capacity);
    }
    for (size_t i = 0; values != NULL && i < inputCount; i++) {
        release(library, RELEASE_VALUE, values[i]);
    }
    free(values);
    free(names);
    if (result) mlx_onnx_release(session, outputs, outputCount);
    return result;
}

int mlx_onnx_text_size(mlx_onnx_session *session, const mlx_onnx_output *output, size_t *size) {
    status code = FUNCTION(
        session->library, GET_STRING_DATA_LENGTH, status, const void *, size_t *)(
        output->value, size);
    return failed(session->library, code, NULL, 0);
}

int mlx_onnx_texts(
    mlx_onnx_session *session, const mlx_onnx_output *output, char *bytes, size_t size,
    size_t *offsets) {
    status code = FUNCTION(
        session->library, GET_STRING_CONTENT, status, const void *, void *, size_t, size_t *,
        size_t)(output->value, bytes, size, offsets, output->count);
    return failed(session->library, code, NULL, 0);
}

void mlx_onnx_release(mlx_onnx_session *session, mlx_onnx_output *outputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        release(session->library, RELEASE_VALUE, outputs[i].value);
        outputs[i].value = NULL;
    }
}
