#ifndef MLX_ONNX_RUNTIME_H
#define MLX_ONNX_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

// ONNX Runtime, loaded at run time. Its C API is a table of functions to which later versions only
// append; what is called here is in the table of version 1, so every later version will do.

typedef struct mlx_onnx_library mlx_onnx_library;
typedef struct mlx_onnx_session mlx_onnx_session;

// The numbers of ONNX's TensorProto.DataType.
enum {
    MLX_ONNX_FLOAT = 1,
    MLX_ONNX_INT32 = 6,
    MLX_ONNX_INT64 = 7,
    MLX_ONNX_STRING = 8,
    MLX_ONNX_BOOL = 9,
    MLX_ONNX_DOUBLE = 11,
};

// A tensor of one or two dimensions that is lent to a run.
typedef struct {
    const char *name;
    int32_t element;
    int32_t rank;
    int64_t shape[2];
    // The elements; for texts, an array of pointers to texts that end with 0.
    const void *data;
    size_t byteCount;
} mlx_onnx_input;

// A tensor that a run made, valid until it is released.
typedef struct {
    const char *name;
    int32_t element;
    int32_t rank;
    int64_t shape[4];
    size_t count;
    // The elements; null for texts.
    const void *data;
    void *value;
} mlx_onnx_output;

// Each function that has a message fills it, in at most `capacity` bytes, when it fails.

mlx_onnx_library *mlx_onnx_open(const char *path, char *message, size_t capacity);
const char *mlx_onnx_version(const mlx_onnx_library *library);

mlx_onnx_session *mlx_onnx_session_open(
    mlx_onnx_library *library, const char *path, int threads, char *message, size_t capacity);
void mlx_onnx_session_close(mlx_onnx_session *session);

// Runs the model; safe from many threads at once. The caller sets the outputs' names.
//
// Returns 0 if all went well; then the outputs are to be released.
int mlx_onnx_run(
    mlx_onnx_session *session, const mlx_onnx_input *inputs, size_t inputCount,
    mlx_onnx_output *outputs, size_t outputCount, char *message, size_t capacity);

// The bytes of all the texts of an output together.
int mlx_onnx_text_size(mlx_onnx_session *session, const mlx_onnx_output *output, size_t *size);
// The texts one behind the other, and where each begins.
int mlx_onnx_texts(
    mlx_onnx_session *session, const mlx_onnx_output *output, char *bytes, size_t size,
    size_t *offsets);

void mlx_onnx_release(mlx_onnx_session *session, mlx_onnx_output *outputs, size_t count);

#endif
