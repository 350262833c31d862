// Rescaling of one vector of sums. See rescaling.h: the doubling multiply that rounds gives h, and the
// upper half of each addend what rounding and zero point add to it.

struct x_rescale {
  int32x4_t multiplier, addend, right, left, mask, zero_point;
};

INLINE struct x_rescale x_rescale_at(
    struct rescaling r, int32_t place, int general, int32_t zero_point) {
  struct x_rescale k;
  k.multiplier = x_load(r.multiplier + place);
  k.addend = vtrn2q_s32(x_load(r.even + place / 2), x_load(r.odd + place / 2));
  k.right = vnegq_s32(x_load(r.shift + place));
  if (general) {
    // Packed for a product that is doubled by the shift.
    k.left = x_sub(x_load(r.left + place), x_set32(1));
    k.mask = x_load(r.mask + place);
    k.zero_point = x_set32(zero_point);
  }
  return k;
}

INLINE int32x4_t x_rescaled(int32x4_t sums, const struct x_rescale *k, int general) {
  if (general) {
    const int32x4_t h = vqrdmulhq_s32(x_left(sums, k->left), k->multiplier);
    const int32x4_t sign = vandq_s32(vshrq_n_s32(sums, 31), k->mask);
    return x_add(vshlq_s32(x_add(x_add(h, k->addend), sign), k->right), k->zero_point);
  }
  const int32x4_t h = x_add(vqrdmulhq_s32(sums, k->multiplier), k->addend);
  return vshlq_s32(vsraq_n_s32(h, sums, 31), k->right);
}
