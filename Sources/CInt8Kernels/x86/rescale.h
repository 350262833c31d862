// Rescaling of vectors of sums; included for each kind of vector, with V(name) and VECTOR set. See
// rescaling.h for why this is exact.

struct V(whole) {
  VECTOR multiplier, odd_multiplier, even, odd, shift, left, mask, zero_point;
};

INLINE struct V(whole) V(whole_at)(const struct rescaling *r, int32_t place, int general) {
  struct V(whole) k;
  k.multiplier = V(load)(r->multiplier + place);
  k.odd_multiplier = V(odd)(k.multiplier);
  k.even = V(load)(r->even + place / 2);
  k.odd = V(load)(r->odd + place / 2);
  k.shift = V(load)(r->shift + place);
  if (general) {
    k.left = V(load)(r->left + place);
    k.mask = V(load)(r->mask + place);
    k.zero_point = V(set32)(r->zero_point);
  }
  return k;
}

// The upper halves of the products plus the addends.
INLINE VECTOR V(whole_products)(VECTOR sums, const struct V(whole) *k) {
  const VECTOR even = V(add64)(V(product)(sums, k->multiplier), k->even);
  const VECTOR odd = V(add64)(V(product)(V(odd)(sums), k->odd_multiplier), k->odd);
  return V(uppers)(even, odd);
}

INLINE VECTOR V(whole_rescaled)(VECTOR sums, const struct V(whole) *k, int general) {
  const VECTOR twice = general ? V(left)(sums, k->left) : V(add)(sums, sums);
  const VECTOR sign = general ? V(and)(V(sign)(sums), k->mask) : V(sign)(sums);
  const VECTOR value = V(right)(V(add)(V(whole_products)(twice, k), sign), k->shift);
  return general ? V(add)(value, k->zero_point) : value;
}

// The offset takes the sum's sign, and the zero point is added last.
INLINE VECTOR V(signed_real)(VECTOR sums, VECTOR scale, VECTOR offset, int32_t zero_point) {
  const VECTOR turned = V(xor)(offset, V(and)(sums, V(set32)(INT32_MIN)));
  return V(add)(V(real)(sums, scale, turned), V(set32)(zero_point));
}

INLINE void V(rescale_real)(
    const struct rescaling *r, int32_t place, VECTOR *sums, const int step, const int count) {
  const VECTOR scale = V(load)(r->scale + place), offset = V(load)(r->offset + place);
  UNROLL for (int i = 0; i < count; i++) sums[i * step] = V(real)(sums[i * step], scale, offset);
}

// Rescales `count` vectors of sums, `step` apart, of the same places.
INLINE void V(rescale)(
    const struct rescaling *r, int32_t place, VECTOR *sums, const int step, const int count) {
  const int form = r->form[(uint32_t)place / FORM_PLACES];
  if (form == FORM_REAL) {
    V(rescale_real)(r, place, sums, step, count);
  } else if (form == FORM_REAL_SIGNED) {
    const VECTOR scale = V(load)(r->scale + place), offset = V(load)(r->offset + place);
    UNROLL for (int i = 0; i < count; i++) {
      sums[i * step] = V(signed_real)(sums[i * step], scale, offset, r->zero_point);
    }
  } else if (form == FORM_ONE_FLOOR) {
    const struct V(whole) k = V(whole_at)(r, place, 0);
    UNROLL for (int i = 0; i < count; i++) {
      sums[i * step] = V(right)(V(whole_products)(sums[i * step], &k), k.shift);
    }
  } else if (form == FORM_WHOLE) {
    const struct V(whole) k = V(whole_at)(r, place, 0);
    UNROLL for (int i = 0; i < count; i++) sums[i * step] = V(whole_rescaled)(sums[i * step], &k, 0);
  } else {
    const struct V(whole) k = V(whole_at)(r, place, 1);
    UNROLL for (int i = 0; i < count; i++) sums[i * step] = V(whole_rescaled)(sums[i * step], &k, 1);
  }
}

// Rescales a strip: mostly all its vectors have the form in floats, and one question is enough.
INLINE void V(rescale_strip)(
    const struct rescaling *r, int32_t place, VECTOR sums[4][STRIP_VECTORS], const int T) {
  int others = 0;
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    others |= r->form[(uint32_t)(place + v * LANES) / FORM_PLACES] ^ FORM_REAL;
  }
  UNROLL for (int v = 0; v < STRIP_VECTORS; v++) {
    if (others) {
      V(rescale)(r, place + v * LANES, &sums[0][v], STRIP_VECTORS, T);
    } else {
      V(rescale_real)(r, place + v * LANES, &sums[0][v], STRIP_VECTORS, T);
    }
  }
}
