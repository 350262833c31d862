// For operators that go value by value. Included once for each set.

// Four bytes as 32 bits.
INLINE int32x4_t widened(const int8_t *from) {
  int32_t four;
  memcpy(&four, from, 4);
  const int8x8_t bytes = vreinterpret_s8_s32(vdup_n_s32(four));
  return vmovl_s16(vget_low_s16(vmovl_s8(bytes)));
}
INLINE int32x4_t widened_unsigned(const uint8_t *from) {
  int32_t four;
  memcpy(&four, from, 4);
  const uint8x8_t bytes = vreinterpret_u8_s32(vdup_n_s32(four));
  return vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(vmovl_u8(bytes))));
}

// The constants of one rescaling, the same in every lane.
struct uniform {
  int32x4_t multiplier, addend, right, mask;
};

static struct uniform uniform(int32_t multiplier, int32_t shift, int32_t zero_point) {
  const int right = -shift;
  const int32_t addend = (right > 0 ? 1 << (right - 1) : 0) + zero_point * (1 << right);
  return (struct uniform){
      x_set32(multiplier), x_set32(addend), x_set32(-right), x_set32(right > 0 ? -1 : 0)};
}

// Rescales values shifted to the left by `left`.
INLINE int32x4_t uniformly(int32x4_t values, int left, const struct uniform *u) {
  const int32x4_t h = vqrdmulhq_s32(x_left(values, x_set32(left)), u->multiplier);
  const int32x4_t sign = vandq_s32(vshrq_n_s32(values, 31), u->mask);
  return vshlq_s32(x_add(x_add(h, u->addend), sign), u->right);
}

// Four vectors of results as bytes.
INLINE int32x4_t in_order(const int32x4_t sums[4], int32x4_t lowest, int32x4_t highest) {
  return x_least8(x_most8(x_strip_bytes(sums), lowest), highest);
}

INLINE int32x4_t small_products(int32x4_t a, int32x4_t b) { return vmulq_s32(a, b); }

// The sum of bytes.
static int32_t total(const uint8_t *bytes, size_t count, int is_unsigned) {
  int32_t sum = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const uint8x16_t values = vld1q_u8(bytes + i);
    sum += is_unsigned ? (int32_t)vaddlvq_u8(values) : vaddlvq_s8(vreinterpretq_s8_u8(values));
  }
  for (; i < count; i++) sum += is_unsigned ? bytes[i] : (int8_t)bytes[i];
  return sum;
}
