/// A network as the project's `.json` files describe it: the settings of its PyTorch classes.
///
/// Source: `mcunet/tinynas/nn/networks/proxyless_nets.py` and `mcunet/tinynas/nn/modules/layers.py` of
/// github.com/mit-han-lab/mcunet, as facts. The names are those of the file, `kernel_size` as `kernelSize`.
struct NetConfiguration: Decodable {
  /// What ``NetTopology`` cannot say.
  struct Fault: Error {
    let place: String
    let reason: String
  }

  struct Convolution: Decodable {
    let kernelSize: Int
    let stride: Int
    let dilation: Int
    let groups: Int
    let inChannels: Int
    let outChannels: Int
    let actFunc: String
  }

  struct Layer: Decodable {
    let name: String
    let inChannels: Int?
    let outChannels: Int?
    let kernelSize: Int?
    let stride: Int?
    let expandRatio: Double?
    let midChannels: Int?
    let actFunc: String?
    let useSe: Bool?
  }

  struct Shortcut: Decodable { let name: String }

  struct Block: Decodable {
    let mobileInvertedConv: Layer
    let shortcut: Shortcut?
  }

  struct Classifier: Decodable {
    let inFeatures: Int
    let outFeatures: Int
  }

  let resolution: Int
  let firstConv: Convolution
  let blocks: [Block]
  let featureMixLayer: Convolution?
  let classifier: Classifier

  /// - Throws: What is beyond it.
  var topology: NetTopology {
    get throws(Fault) {
      try check(resolution, 1...1024, "resolution")
      try check(firstConv, "first_conv", kernel: 3, stride: 2, from: 3)
      var channels = firstConv.outChannels
      var found: [NetTopology.Block] = []
      for (index, block) in blocks.enumerated() {
        guard let made = try Self.block(block, of: channels, "blocks[\(index)]") else { continue }
        found.append(made)
        channels = made.channels
      }
      if let featureMixLayer {
        try check(featureMixLayer, "feature_mix_layer", kernel: 1, stride: 1, from: channels)
        channels = featureMixLayer.outChannels
      }
      try Self.expect(classifier.inFeatures, channels, "classifier.in_features")
      try check(classifier.outFeatures, Self.channelCounts, "classifier.out_features")
      return NetTopology(
        side: resolution, stem: firstConv.outChannels, blocks: found,
        mix: featureMixLayer?.outChannels, classCount: classifier.outFeatures)
    }
  }

  /// More than any network for a microcontroller has, and few enough to be built in memory.
  private static let channelCounts = 1...4096

  /// - Returns: `nil` for one that only hands on its input.
  private static func block(
    _ block: Block, of channels: Int, _ place: String
  ) throws(Fault) -> NetTopology.Block? {
    let layer = block.mobileInvertedConv
    let inLayer = place + ".mobile_inverted_conv"
    if let shortcut = block.shortcut, shortcut.name != "IdentityLayer" {
      throw Fault(place: place + ".shortcut", reason: "is a \(shortcut.name), not an IdentityLayer")
    }
    if layer.name == "ZeroLayer", block.shortcut != nil { return nil }
    guard layer.name == "MBInvertedConvLayer" else {
      throw Fault(place: inLayer, reason: "is a \(layer.name), not an MBInvertedConvLayer")
    }
    guard let kernel = layer.kernelSize, let stride = layer.stride, let from = layer.inChannels,
      let to = layer.outChannels, let ratio = layer.expandRatio
    else {
      throw Fault(
        place: inLayer,
        reason: "kernel_size, stride, in_channels, out_channels or expand_ratio is not there")
    }
    try expect(from, channels, inLayer + ".in_channels")
    guard layer.useSe != true else {
      throw Fault(place: inLayer + ".use_se", reason: "there is squeeze-and-excite")
    }
    guard ["relu6", nil].contains(layer.actFunc) else {
      throw Fault(place: inLayer + ".act_func", reason: "is not relu6")
    }
    guard [3, 5, 7].contains(kernel), [1, 2].contains(stride) else {
      throw Fault(place: inLayer, reason: "kernel \(kernel) with stride \(stride)")
    }
    guard ratio >= 1, ratio <= 64 else {
      throw Fault(place: inLayer + ".expand_ratio", reason: "is \(ratio)")
    }
    let widened =
      ratio == 1 ? from : layer.midChannels ?? Int((Double(from) * ratio).rounded())
    guard channelCounts.contains(widened), channelCounts.contains(to) else {
      throw Fault(place: inLayer, reason: "\(widened) channels inside and \(to) behind")
    }
    guard ratio == 1 || widened != from else {
      throw Fault(
        place: inLayer + ".mid_channels", reason: "a widening convolution that widens nothing")
    }
    guard (block.shortcut != nil) == (stride == 1 && from == to) else {
      throw Fault(
        place: place + ".shortcut", reason: "is not where the shape stays, and only there")
    }
    return NetTopology.Block(kernel: kernel, stride: stride, widened: widened, channels: to)
  }

  private func check(
    _ convolution: Convolution, _ place: String, kernel: Int, stride: Int, from channels: Int
  ) throws(Fault) {
    try Self.expect(convolution.kernelSize, kernel, place + ".kernel_size")
    try Self.expect(convolution.stride, stride, place + ".stride")
    try Self.expect(convolution.dilation, 1, place + ".dilation")
    try Self.expect(convolution.groups, 1, place + ".groups")
    try Self.expect(convolution.inChannels, channels, place + ".in_channels")
    try check(convolution.outChannels, Self.channelCounts, place + ".out_channels")
    guard convolution.actFunc == "relu6" else {
      throw Fault(place: place + ".act_func", reason: "is not relu6")
    }
  }

  private func check(_ value: Int, _ range: ClosedRange<Int>, _ place: String) throws(Fault) {
    guard range.contains(value) else {
      throw Fault(
        place: place, reason: "is \(value), not from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  private static func expect(_ value: Int, _ expected: Int, _ place: String) throws(Fault) {
    guard value == expected else {
      throw Fault(place: place, reason: "is \(value) instead of \(expected)")
    }
  }
}
