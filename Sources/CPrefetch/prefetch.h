#ifndef MLX_PREFETCH_H
#define MLX_PREFETCH_H

/// Asks the processor to load what will soon be written; Swift has no word for it.
static inline void mlx_prefetch(const void *address) { __builtin_prefetch(address, 1, 2); }

#endif
