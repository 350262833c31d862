import Foundation
import ModelZoo
import TestSupport
import Testing

/// Reading the project's configurations, of which one is made here.
@Suite struct NetConfigurationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A small network; `bn` and the like are of no concern.
  static let text = """
    {
      "name": "ProxylessNASNets", "bn": {"eps": 1e-05}, "resolution": 32,
      "first_conv": {
        "name": "ConvLayer", "kernel_size": 3, "stride": 2, "dilation": 1, "groups": 1,
        "in_channels": 3, "out_channels": 16, "act_func": "relu6"},
      "blocks": [
        {"name": "MobileInvertedResidualBlock", "shortcut": null, "mobile_inverted_conv": {
          "name": "MBInvertedConvLayer", "in_channels": 16, "out_channels": 8, "kernel_size": 3,
          "stride": 1, "expand_ratio": 1, "mid_channels": null, "act_func": "relu6", "use_se": false}},
        {"shortcut": {"name": "IdentityLayer"}, "mobile_inverted_conv": {
          "name": "ZeroLayer", "stride": 1}},
        {"shortcut": {"name": "IdentityLayer"}, "mobile_inverted_conv": {
          "name": "MBInvertedConvLayer", "in_channels": 8, "out_channels": 8, "kernel_size": 5,
          "stride": 1, "expand_ratio": 2.5, "mid_channels": null}},
        {"shortcut": null, "mobile_inverted_conv": {
          "name": "MBInvertedConvLayer", "in_channels": 8, "out_channels": 12, "kernel_size": 7,
          "stride": 2, "expand_ratio": 3, "mid_channels": 40}}
      ],
      "feature_mix_layer": {
        "name": "ConvLayer", "kernel_size": 1, "stride": 1, "dilation": 1, "groups": 1,
        "in_channels": 12, "out_channels": 48, "act_func": "relu6"},
      "classifier": {"name": "LinearLayer", "in_features": 48, "out_features": 10}
    }
    """

  private func topology(replacing text: String = "", with new: String = "") throws -> NetTopology {
    #expect(text.isEmpty || Self.text.contains(text), "\(text)")
    let path = folder.path("net.json")
    try Data(Self.text.replacing(text.isEmpty ? "{}" : text, with: new, maxReplacements: 1).utf8)
      .write(to: URL(filePath: path))
    return try NetTopology(configurationAt: path)
  }

  @Test
  func `widths come from the ratio where they are not told, and blocks of nothing are left out`()
    throws
  {
    let net = try topology()
    #expect(net.side == 32 && net.stem == 16 && net.mix == 48 && net.classCount == 10)
    #expect(net.blocks.map(\.kernel) == [3, 5, 7])
    #expect(net.blocks.map(\.stride) == [1, 1, 2])
    #expect(net.blocks.map(\.widened) == [16, 20, 40])
    #expect(net.blocks.map(\.channels) == [8, 8, 12])
  }

  @Test(arguments: [
    ("\"resolution\": 32,", "", "resolution: is not there."),
    ("\"resolution\": 32", "\"resolution\": \"32\"", "resolution: is not a whole number."),
    (
      "\"resolution\": 32", "\"resolution\": 32.5", "is no JSON, or has a number that is not whole."
    ),
    (
      "\"kernel_size\": 5", "\"kernel_size\": true",
      "blocks[2].mobile_inverted_conv.kernel_size: is not a whole number."
    ),
    ("\"out_channels\": 16,", "", "first_conv.out_channels: is not there."),
    ("\"classifier\"", "\"classifier\" null", "is no JSON, or has a number that is not whole."),
  ])
  func `what is no configuration is named by its place`(
    text: String, replacement: String, message: String
  ) throws {
    let error = try #require(throws: TopologyError.self) {
      try topology(replacing: text, with: replacement)
    }
    #expect(
      error.description
        == "\(folder.path("net.json")): \(message) Copy the file again from where it is "
        + "published.")
  }

  @Test(arguments: [
    ("\"resolution\": 32", "\"resolution\": 0", "resolution: is 0, not from 1 to 1024."),
    ("\"stride\": 2", "\"stride\": 1", "first_conv.stride: is 1 instead of 2."),
    ("\"groups\": 1", "\"groups\": 3", "first_conv.groups: is 3 instead of 1."),
    ("\"act_func\": \"relu6\"}", "\"act_func\": \"swish\"}", "first_conv.act_func: is not relu6."),
    (
      "\"use_se\": false", "\"use_se\": true",
      "blocks[0].mobile_inverted_conv.use_se: there is squeeze-and-excite."
    ),
    (
      "\"act_func\": \"relu6\", \"use_se\"", "\"act_func\": \"h_swish\", \"use_se\"",
      "blocks[0].mobile_inverted_conv.act_func: is not relu6."
    ),
    ("IdentityLayer", "ConvLayer", "blocks[1].shortcut: is a ConvLayer, not an IdentityLayer."),
    (
      "\"ZeroLayer\"", "\"ConvLayer\"",
      "blocks[1].mobile_inverted_conv: is a ConvLayer, not an MBInvertedConvLayer."
    ),
    (
      "\"kernel_size\": 5", "\"kernel_size\": 4",
      "blocks[2].mobile_inverted_conv: kernel 4 with stride 1."
    ),
    (
      "\"kernel_size\": 5,", "",
      "blocks[2].mobile_inverted_conv: kernel_size, stride, in_channels, out_channels or expand_ratio is not there."
    ),
    (
      "\"expand_ratio\": 2.5", "\"expand_ratio\": 1e30",
      "blocks[2].mobile_inverted_conv.expand_ratio: is 1e+30."
    ),
    (
      "\"in_channels\": 8, \"out_channels\": 12", "\"in_channels\": 9, \"out_channels\": 12",
      "blocks[3].mobile_inverted_conv.in_channels: is 9 instead of 8."
    ),
    (
      "\"out_channels\": 12, \"kernel", "\"out_channels\": 123456, \"kernel",
      "blocks[3].mobile_inverted_conv: 40 channels inside and 123456 behind."
    ),
    (
      "\"mid_channels\": 40", "\"mid_channels\": 8",
      "blocks[3].mobile_inverted_conv.mid_channels: a widening convolution that widens nothing."
    ),
    (
      "\"shortcut\": null, \"mobile_inverted_conv\": {\n      \"name\": \"MBInvertedConvLayer\", \"in_channels\": 16",
      "\"shortcut\": {\"name\": \"IdentityLayer\"}, \"mobile_inverted_conv\": {\n      \"name\": \"MBInvertedConvLayer\", \"in_channels\": 16",
      "blocks[0].shortcut: is not where the shape stays, and only there."
    ),
    ("\"in_features\": 48", "\"in_features\": 12", "classifier.in_features: is 12 instead of 48."),
    (
      "\"out_features\": 10", "\"out_features\": 0",
      "classifier.out_features: is 0, not from 1 to 4096."
    ),
  ])
  func `a network that is not of the zoo's kind is refused with what is strange about it`(
    text: String, replacement: String, message: String
  ) throws {
    let error = try #require(throws: TopologyError.self) {
      try topology(replacing: text, with: replacement)
    }
    #expect(
      error.description
        == "\(folder.path("net.json")): \(message) Only the MCUNet project's classifiers "
        + "can be built.")
  }

  @Test func `a file that is not there is named`() throws {
    let path = folder.path("none.json")
    #expect(throws: TopologyError.unreadable(path: path, reason: "no such file or directory")) {
      try NetTopology(configurationAt: path)
    }
  }
}
