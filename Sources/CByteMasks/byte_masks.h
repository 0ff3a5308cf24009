#ifndef MLX_BYTE_MASKS_H
#define MLX_BYTE_MASKS_H

// 64 bytes looked at in one step: what Swift's SIMD types cannot say yet is that the result of a
// comparison becomes a word with one bit a byte. SSE2 is in every x86-64, NEON in every ARM64.

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// One bit for each of 64 bytes, the first byte's lowest.
typedef struct {
    /// Where one of the four bytes asked for stands.
    uint64_t structural;
    /// Where a byte stands that is not ASCII, or is NUL.
    uint64_t unusual;
} mlx_byte_masks;

#if defined(__ARM_NEON) && !defined(__SSE2__)
static inline uint64_t mlx_movemask(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t ab = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit));
    uint8x16_t cd = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
    uint8x16_t sum = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}
#endif

/// Looks for four bytes in the 64 that `bytes` points to.
static inline mlx_byte_masks mlx_find_bytes(const uint8_t *bytes, uint8_t first, uint8_t second,
                                            uint8_t third, uint8_t fourth) {
    mlx_byte_masks masks = {0, 0};
#if defined(__SSE2__)
    const __m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)second);
    const __m128i c = _mm_set1_epi8((char)third), d = _mm_set1_epi8((char)fourth);
    const __m128i nul = _mm_setzero_si128();
    for (int part = 0; part < 4; part++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, a), _mm_cmpeq_epi8(x, b)),
                                         _mm_or_si128(_mm_cmpeq_epi8(x, c), _mm_cmpeq_epi8(x, d)));
        const __m128i odd = _mm_or_si128(x, _mm_cmpeq_epi8(x, nul));
        masks.structural |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * part);
        masks.unusual |= (uint64_t)(uint32_t)_mm_movemask_epi8(odd) << (16 * part);
    }
#elif defined(__ARM_NEON)
    const uint8x16_t a = vdupq_n_u8(first), b = vdupq_n_u8(second);
    const uint8x16_t c = vdupq_n_u8(third), d = vdupq_n_u8(fourth);
    uint8x16_t hit[4], odd[4];
    for (int part = 0; part < 4; part++) {
        const uint8x16_t x = vld1q_u8(bytes + 16 * part);
        hit[part] = vorrq_u8(vorrq_u8(vceqq_u8(x, a), vceqq_u8(x, b)),
                             vorrq_u8(vceqq_u8(x, c), vceqq_u8(x, d)));
        odd[part] = vorrq_u8(vcgeq_u8(x, vdupq_n_u8(0x80)), vceqq_u8(x, vdupq_n_u8(0)));
    }
    masks.structural = mlx_movemask(hit[0], hit[1], hit[2], hit[3]);
    masks.unusual = mlx_movemask(odd[0], odd[1], odd[2], odd[3]);
#else
    for (int i = 0; i < 64; i++) {
        const uint8_t x = bytes[i];
        masks.structural |= (uint64_t)(x == first || x == second || x == third || x == fourth) << i;
        masks.unusual |= (uint64_t)(x >= 0x80 || x == 0) << i;
    }
#endif
    return masks;
}

/// How many of `count` bytes are `first` or `second`.
static inline int64_t mlx_count_bytes(const uint8_t *bytes, int64_t count, uint8_t first,
                                      uint8_t second) {
    int64_t total = 0;
    int64_t at = 0;
    while (at < count) {
        // Short counts in bytes, which the compiler keeps in vectors.
        const int64_t end = at + 4096 < count ? at + 4096 : count;
        uint32_t found = 0;
        for (; at < end; at++) found += (bytes[at] == first) | (bytes[at] == second);
        total += found;
    }
    return total;
}

/// The place of the last `first` or `second` among `count` bytes; -1 if there is none.
static inline int64_t mlx_last_byte(const uint8_t *bytes, int64_t count, uint8_t first,
                                    uint8_t second) {
    while (count > 0) {
        count -= 1;
        if (bytes[count] == first || bytes[count] == second) return count;
    }
    return -1;
}

#endif
