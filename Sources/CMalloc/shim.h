#ifndef MLX_MALLOC_H
#define MLX_MALLOC_H

// Swift's own Glibc module leaves it out.
#include <malloc.h>

#endif
