// QUANTIZE of float, and FULLY_CONNECTED's rescaling in double precision. NEON itself rounds halves away
// from zero. Included once for each set.

static void quantize_floats(
    float scale, float zero_point, float lowest, float highest, const float *input,
    uint8_t *output, size_t count) {
  const float32x4_t scales = vdupq_n_f32(scale), zeros = vdupq_n_f32(zero_point);
  const float32x4_t least = vdupq_n_f32(lowest), most = vdupq_n_f32(highest);
  for (size_t i = 0; i < count; i += 4) {
    float rest[4];
    const float *from = input + i;
    const int many = count - i < 4 ? (int)(count - i) : 4;
    if (many < 4) {
      memset(rest, 0, sizeof rest);
      from = memcpy(rest, from, (size_t)many * 4);
    }
    float32x4_t steps = vrndaq_f32(vdivq_f32(vld1q_f32(from), scales));
    const uint32x4_t is_number = vceqq_f32(steps, steps);
    steps = vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(steps), is_number));
    const float32x4_t value = vminq_f32(vmaxq_f32(vaddq_f32(steps, zeros), least), most);
    int32_t whole[4];
    vst1q_s32(whole, vcvtq_s32_f32(value));
    for (int k = 0; k < many; k++) output[i + k] = (uint8_t)whole[k];
  }
}

// Sixteen sums as bytes: each times its factor, rounded, plus the zero point, within the limits.
INLINE void rescale_units(
    const struct int8_dense *d, const int32_t *sums, const double *factors, int8_t *output) {
  // The limits less the zero point, so that whatever is within them fits 32 bits.
  const float64x2_t least = vdupq_n_f64(d->lowest - d->output_zero_point);
  const float64x2_t most = vdupq_n_f64(d->highest - d->output_zero_point);
  UNROLL for (int k = 0; k < 16; k += 2) {
    const float64x2_t sum = vcvtq_f64_s64(vmovl_s32(vld1_s32(sums + k)));
    float64x2_t value = vrndaq_f64(vmulq_f64(sum, vld1q_f64(factors + k)));
    value = vminq_f64(vmaxq_f64(value, least), most);
    const int64x2_t whole = vcvtq_s64_f64(value);
    output[k] = (int8_t)(vgetq_lane_s64(whole, 0) + d->output_zero_point);
    output[k + 1] = (int8_t)(vgetq_lane_s64(whole, 1) + d->output_zero_point);
  }
}
