// Rescaling of vectors of sums. See rescaling.h: the doubling multiply that rounds gives h, and the
// upper half of each addend what rounding and zero point add to it. As that is four instructions, there
// is no form in floats.

struct x_whole {
  int32x4_t multiplier, addend, right, left, mask, zero_point;
};

INLINE struct x_whole x_whole_at(const struct rescaling *r, int32_t place, int general) {
  struct x_whole k;
  k.multiplier = x_load(r->multiplier + place);
  k.addend = vtrn2q_s32(x_load(r->even + place / 2), x_load(r->odd + place / 2));
  k.right = vnegq_s32(x_load(r->shift + place));
  if (general) {
    // Packed for a product that is doubled by the shift.
    k.left = x_sub(x_load(r->left + place), x_set32(1));
    k.mask = x_load(r->mask + place);
    k.zero_point = x_set32(r->zero_point);
  }
  return k;
}

INLINE int32x4_t x_whole_rescaled(int32x4_t sums, const struct x_whole *k, int general) {
  if (general) {
    const int32x4_t h = vqrdmulhq_s32(x_left(sums, k->left), k->multiplier);
    const int32x4_t sign = vandq_s32(vshrq_n_s32(sums, 31), k->mask);
    return x_add(vshlq_s32(x_add(x_add(h, k->addend), sign), k->right), k->zero_point);
  }
  const int32x4_t h = x_add(vqrdmulhq_s32(sums, k->multiplier), k->addend);
  return vshlq_s32(vsraq_n_s32(h, sums, 31), k->right);
}

// Rescales `count` vectors of sums, `step` apart, of the same places.
INLINE void x_rescale(
    const struct rescaling *r, int32_t place, int32x4_t *sums, const int step, const int count) {
  if (r->form[(uint32_t)place / FORM_PLACES] == FORM_GENERAL) {
    const struct x_whole k = x_whole_at(r, place, 1);
    UNROLL for (int i = 0; i < count; i++) sums[i * step] = x_whole_rescaled(sums[i * step], &k, 1);
  } else {
    const struct x_whole k = x_whole_at(r, place, 0);
    UNROLL for (int i = 0; i < count; i++) sums[i * step] = x_whole_rescaled(sums[i * step], &k, 0);
  }
}

INLINE void x_rescale_strip(
    const struct rescaling *r, int32_t place, int32x4_t sums[4][STRIP_VECTORS], const int T) {
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    x_rescale(r, place + v * LANES, &sums[0][v], STRIP_VECTORS, T);
  }
}
