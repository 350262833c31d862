/// The operators of the format in the order of their codes, so that one that is not supported can
/// be named.
///
/// Source: `BuiltinOperator` in `schema.fbs` of LiteRT 2.3.0, up to the first StableHLO operator.
private let builtinNames: [String] = """
  ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE
  EMBEDDING_LOOKUP FLOOR FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D
  LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU RELU_N1_TO_1
  RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS SKIP_GRAM
  CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND
  SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE
  BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM
  CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE
  SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW
  ARG_MIN FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK
  REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR
  LEAKY_RELU SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL REVERSE_V2 ADD_N GATHER_ND COS
  WHERE RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND HARD_SWISH IF WHILE
  NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND SELECT_V2 DENSIFY SEGMENT_SUM
  BATCH_MATMUL PLACEHOLDER_FOR_GREATER_OP_CODES CUMSUM CALL_ONCE BROADCAST_TO RFFT2D CONV_3D IMAG
  REAL COMPLEX_ABS HASHTABLE HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE REDUCE_ALL
  CONV_3D_TRANSPOSE VAR_HANDLE READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL
  BUCKETIZE RANDOM_UNIFORM MULTINOMIAL GELU DYNAMIC_UPDATE_SLICE RELU_0_TO_1 UNSORTED_SEGMENT_PROD
  UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_SUM ATAN2 UNSORTED_SEGMENT_MIN SIGN BITCAST BITWISE_XOR
  RIGHT_SHIFT
  """.split(whereSeparator: \.isWhitespace).map(String.init)

/// The operators this engine runs; raw values are the format's codes.
enum OperatorKind: Int, CaseIterable {
  case add = 0
  case averagePool2D = 1
  case concatenation = 2
  case conv2D = 3
  case depthwiseConv2D = 4
  case dequantize = 6
  case fullyConnected = 9
  case logistic = 14
  case maxPool2D = 17
  case mul = 18
  case reshape = 22
  case softmax = 25
  case pad = 34
  case transpose = 39
  case mean = 40
  case stridedSlice = 45
  case sum = 74
  case shape = 77
  case pack = 83
  case fill = 94
  case resizeNearestNeighbor = 97
  case quantize = 114

  /// The format's name of any operator code.
  static func name(code: Int, custom: String) -> String {
    if code == 32 { return "CUSTOM \(String(reflecting: custom))" }
    return builtinNames.indices.contains(code) ? builtinNames[code] : "with code \(code)"
  }

  /// Which of the format's option tables belongs to the operator; 0 where it has none.
  var optionsType: Int {
    switch self {
    case .logistic: 0
    case .conv2D: 1
    case .depthwiseConv2D: 2
    case .averagePool2D, .maxPool2D: 5
    case .fullyConnected: 8
    case .softmax: 9
    case .concatenation: 10
    case .add: 11
    case .reshape: 17
    case .mul: 21
    case .pad: 22
    case .transpose: 26
    case .mean, .sum: 27
    case .stridedSlice: 32
    case .dequantize: 38
    case .shape: 55
    case .pack: 59
    case .fill: 68
    case .resizeNearestNeighbor: 74
    case .quantize: 89
    }
  }
}
