// Rescaling of one vector of sums; included for each kind of vector, with V(name) and VECTOR set.
// See rescaling.h for why this is exact.

struct V(rescale) {
  VECTOR multiplier, odd_multiplier, even, odd, shift, left, mask, zero_point;
};

INLINE struct V(rescale) V(rescale_at)(struct rescaling r, int32_t place, int general, int32_t zero_point) {
  struct V(rescale) k;
  k.multiplier = V(load)(r.multiplier + place);
  k.odd_multiplier = V(odd)(k.multiplier);
  k.even = V(load)(r.even + place / 2);
  k.odd = V(load)(r.odd + place / 2);
  k.shift = V(load)(r.shift + place);
  if (general) {
    k.left = V(load)(r.left + place);
    k.mask = V(load)(r.mask + place);
    k.zero_point = V(set32)(zero_point);
  }
  return k;
}

INLINE VECTOR V(rescaled)(VECTOR sums, const struct V(rescale) *k, int general) {
  const VECTOR twice = general ? V(left)(sums, k->left) : V(add)(sums, sums);
  const VECTOR even = V(add64)(V(product)(twice, k->multiplier), k->even);
  const VECTOR odd = V(add64)(V(product)(V(odd)(twice), k->odd_multiplier), k->odd);
  const VECTOR sign = general ? V(and)(V(sign)(sums), k->mask) : V(sign)(sums);
  const VECTOR value = V(right)(V(add)(V(uppers)(even, odd), sign), k->shift);
  return general ? V(add)(value, k->zero_point) : value;
}
