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
    /// Where the byte stands that is looked for most.
    uint64_t first;
    /// Where one of the three others stands.
    uint64_t others;
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
    for (int part = 0; part < 4; part++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        const __m128i other = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, b), _mm_cmpeq_epi8(x, c)),
                                           _mm_cmpeq_epi8(x, d));
        masks.first |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(x, a)) << (16 * part);
        masks.others |= (uint64_t)(uint32_t)_mm_movemask_epi8(other) << (16 * part);
    }
#elif defined(__ARM_NEON)
    const uint8x16_t a = vdupq_n_u8(first), b = vdupq_n_u8(second);
    const uint8x16_t c = vdupq_n_u8(third), d = vdupq_n_u8(fourth);
    uint8x16_t hit[4], other[4];
    for (int part = 0; part < 4; part++) {
        const uint8x16_t x = vld1q_u8(bytes + 16 * part);
        hit[part] = vceqq_u8(x, a);
        other[part] = vorrq_u8(vorrq_u8(vceqq_u8(x, b), vceqq_u8(x, c)), vceqq_u8(x, d));
    }
    masks.first = mlx_movemask(hit[0], hit[1], hit[2], hit[3]);
    masks.others = mlx_movemask(other[0], other[1], other[2], other[3]);
#else
    for (int i = 0; i < 64; i++) {
        const uint8_t x = bytes[i];
        masks.first |= (uint64_t)(x == first) << i;
        masks.others |= (uint64_t)(x == second || x == third || x == fourth) << i;
    }
#endif
    return masks;
}

/// One bit for each of 64 bytes that is `first` or `second`.
static inline uint64_t mlx_find_either(const uint8_t *bytes, uint8_t first, uint8_t second) {
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)second);
    for (int part = 0; part < 4; part++) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(x, a), _mm_cmpeq_epi8(x, b));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * part);
    }
#elif defined(__ARM_NEON)
    const uint8x16_t a = vdupq_n_u8(first), b = vdupq_n_u8(second);
    uint8x16_t hit[4];
    for (int part = 0; part < 4; part++) {
        const uint8x16_t x = vld1q_u8(bytes + 16 * part);
        hit[part] = vorrq_u8(vceqq_u8(x, a), vceqq_u8(x, b));
    }
    mask = mlx_movemask(hit[0], hit[1], hit[2], hit[3]);
#else
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == first || bytes[i] == second) << i;
#endif
    return mask;
}

/// Finds the last line end among `count` bytes that an even number of quotes stands before.
///
/// `bytes` must be readable up to the next multiple of 64. The last byte is left out if
/// `without_last`. `last` is -1 if there is no such line end.
///
/// Returns 1, and no place, where an odd quote follows something else than a quote, a delimiter or a
/// line end: then quotes cannot be told by their number.
static inline int32_t mlx_last_line_end(const uint8_t *bytes, int64_t count, uint8_t quote,
                                        uint8_t delimiter, int32_t without_last, int64_t *last) {
    // All ones after an odd number of quotes.
    uint64_t inside_before = 0;
    // What may stand before a quote that opens; so may the start of the text.
    uint64_t edge_before = 1;
    *last = -1;
    for (int64_t at = 0; at < count; at += 64) {
        uint64_t valid = ~(uint64_t)0;
        if (at + 64 > count) valid = ((uint64_t)1 << (count - at)) - 1;
        const uint64_t quotes = mlx_find_either(bytes + at, quote, quote) & valid;
        uint64_t ends = mlx_find_either(bytes + at, '\n', '\r') & valid;
        const uint64_t edges = quotes | ends | mlx_find_either(bytes + at, delimiter, delimiter);
        // Each bit becomes the parity of the quotes up to it.
        uint64_t inside = quotes;
        for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
        inside ^= inside_before;
        const uint64_t opening = quotes & inside;
        if (opening & ~(edges << 1 | edge_before)) return 1;
        ends &= ~inside;
        if (without_last && at + 64 >= count) ends &= valid >> 1;
        if (ends) *last = at + 63 - __builtin_clzll(ends);
        inside_before = (uint64_t)((int64_t)inside >> 63);
        edge_before = edges >> 63;
    }
    return 0;
}

/// What 64 bytes and more of a text hold.
typedef struct {
    /// How many line ends there are, where a CRLF counts twice.
    int64_t line_ends;
    /// 0 if all bytes are ASCII, and none is NUL.
    int32_t is_unusual;
} mlx_text_survey;

/// Looks once at all bytes of a text.
static inline mlx_text_survey mlx_survey(const uint8_t *bytes, int64_t count) {
    mlx_text_survey survey = {0, 0};
    int64_t at = 0;
    while (at < count) {
        // Short counts in bytes, which the compiler keeps in vectors.
        const int64_t end = at + 255 * 16 < count ? at + 255 * 16 : count;
        uint32_t found = 0;
        uint8_t unusual = 0;
#if defined(__SSE2__)
        const __m128i feed = _mm_set1_epi8('\n'), turn = _mm_set1_epi8('\r');
        const __m128i nul = _mm_setzero_si128();
        __m128i hits = nul, odd = nul;
        for (; at + 16 <= end; at += 16) {
            const __m128i x = _mm_loadu_si128((const __m128i *)(bytes + at));
            // A hit is -1.
            hits = _mm_sub_epi8(hits,
                                _mm_or_si128(_mm_cmpeq_epi8(x, feed), _mm_cmpeq_epi8(x, turn)));
            odd = _mm_or_si128(odd, _mm_or_si128(x, _mm_cmpeq_epi8(x, nul)));
        }
        const __m128i sums = _mm_sad_epu8(hits, nul);
        found = (uint32_t)(_mm_extract_epi16(sums, 0) + _mm_extract_epi16(sums, 4));
        unusual = _mm_movemask_epi8(odd) != 0 ? 0x80 : 0;
#endif
        for (; at < end; at++) {
            found += (bytes[at] == '\n') | (bytes[at] == '\r');
            unusual |= bytes[at] | (uint8_t)((bytes[at] == 0) << 7);
        }
        survey.line_ends += found;
        survey.is_unusual |= unusual & 0x80;
    }
    return survey;
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
